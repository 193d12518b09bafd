"""An invented answer to a call, as the acts of the people who write it, each at its instant."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from stdnum import luhn

from calls.domain.on_behalf import confirm_on_behalf, record_registry_entry
from calls.domain.submissions import (
    reopen_submission,
    start_submission,
    submit_submission,
)
from calls.enums import Channel
from calls.models import Call, Submission
from core.access import clock
from core.access.models import User
from core.people.domain.invitations import accept_invitation
from core.people.domain.members import add_member, change_level
from core.people.domain.networks import create_network, invite_partner
from core.people.domain.organisations import create_organisation, set_representative
from core.people.enums import LegalForm, MemberLevel, OrganisationKind
from core.people.models import Invitation, Network, Organisation, OrganisationMember
from core.programmes.queries import territory_by_code
from core.programmes.shift import Shift, shifted
from topmetro.demo.people import ORGANISATION, address_of, person
from topmetro.demo.replies import as_typed, sections_of, write_section

HERE = Path(__file__).parent
Act = Callable[[], object]
LEVELS = (MemberLevel.MANAGER, MemberLevel.EDITOR, MemberLevel.VIEWER)


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Body(Row):
    name: str
    kind: OrganisationKind
    legal_form: LegalForm | None = None


class Partner(Row):
    """`joins`: the partner accepts the invitation with an organisation of its own."""

    name: str
    role: str
    person: str
    kind: OrganisationKind = OrganisationKind.OTHER
    joins: bool = False


class Story(Row):
    """`sent` is the hour in Rome, in the programme's own time; None: still being written.

    `shown`: the demo's accounts of an organisation belong to its lead.
    """

    network: str
    territory: str
    person: str
    lead: Body
    partners: tuple[Partner, ...] = ()
    begun: datetime | None = None
    sent: datetime | None = None
    sent_again: datetime | None = None
    channel: Channel = Channel.ONLINE
    facilitator: str = "Marco Bonino"
    shown: bool = False
    answers: dict[str, Any]

    @property
    def start(self) -> datetime:
        """When its people came to the portal: a few days before they sent."""
        if self.begun:
            return self.begun
        assert self.sent is not None
        earliest = self.sent.replace(hour=10, minute=0, second=0) - timedelta(days=6)
        return earliest.replace(minute=len(self.network))


def answer_scenes(story: Story, call: Call, shift: Shift) -> Iterator[tuple[datetime, Act]]:
    """The acts of one answer with their instants, before they are moved."""
    answer = _Answer(story, call, shift)
    yield story.start, answer.arrive
    yield story.start + timedelta(hours=1), answer.invite
    yield story.start + timedelta(days=1), answer.partners_accept
    yield story.start + timedelta(days=1, hours=2), answer.begin
    for place, section in enumerate(answer.sections):
        yield story.start + timedelta(days=1, hours=3 + place), answer.writes(section)
    if story.sent is None:
        return
    yield story.sent, answer.send
    if story.channel != Channel.ONLINE:
        yield story.sent + timedelta(days=1), answer.confirm
    if story.sent_again:
        yield story.sent_again - timedelta(hours=1), answer.reopen
        yield story.sent_again, answer.send
    entered = story.sent.replace(hour=9, minute=30, second=0)
    yield entered + timedelta(days=3), answer.enter_in_registry


class _Answer:
    """The people, network and application of one story, made as the scenes go on."""

    def __init__(self, story: Story, call: Call, shift: Shift) -> None:
        self.story, self.call, self.shift = story, call, shift
        self.sections = sections_of(call)
        self.author: User
        self.lead: Organisation
        self.network: Network
        self.submission: Submission

    def arrive(self) -> None:
        """The lead's person registers, brings the organisation and begins the network."""
        story = self.story
        self.applicant = person(story.person, since=clock.now())
        self.author = self.applicant
        if story.channel != Channel.ONLINE:
            self.author = person(story.facilitator, since=clock.now())
        self.lead = _organisation(
            story.lead.name,
            story.lead.kind,
            story.lead.legal_form,
            territory=story.territory,
            by=self.author,
            on_behalf=story.channel != Channel.ONLINE,
        )
        if story.channel != Channel.ONLINE:
            add_member(
                organisation_id=self.lead.pk,
                user=self.applicant,
                level=MemberLevel.MANAGER,
                by=self.author,
            )
        group = story.lead.kind == OrganisationKind.INFORMAL_GROUP
        set_representative(
            organisation_id=self.lead.pk,
            full_name=story.person,
            title="Referente" if group else "Presidente",
            by=self.author,
            user=self.applicant,
        )
        if story.shown:
            self._colleagues()
        self._signs()
        self.network = create_network(
            name=story.network,
            territory=territory_by_code(story.territory),
            lead=self.lead,
            by=self.author,
        )

    def _colleagues(self) -> None:
        """The accounts that can be tried, one for each level below the one who signs."""
        for account, level in zip(ORGANISATION[1:], LEVELS, strict=True):
            add_member(
                organisation_id=self.lead.pk,
                user=person(account.name, since=clock.now()),
                level=level,
                by=self.author,
            )

    def _signs(self) -> None:
        member = OrganisationMember.objects.get(organisation=self.lead, user=self.applicant)
        change_level(member_id=member.pk, level=MemberLevel.SIGNATORY, by=self.author)

    def invite(self) -> None:
        for partner in self._joining():
            invite_partner(
                network_id=self.network.pk,
                partner_name=partner.name,
                email=address_of(partner.person),
                full_name=partner.person,
                by=self.author,
            )

    def partners_accept(self) -> None:
        for partner in self._joining():
            invited = person(partner.person, since=clock.now())
            organisation = _organisation(
                partner.name, partner.kind, None, territory=self.story.territory, by=invited
            )
            invitation = Invitation.objects.get(
                network_member__network=self.network, email=invited.email
            )
            accept_invitation(invitation_id=invitation.pk, by=invited, organisation=organisation)

    def begin(self) -> None:
        story = self.story
        self.submission = start_submission(
            call_id=self.call.pk,
            network_id=self.network.pk,
            territory_id=territory_by_code(story.territory).pk,
            title=story.answers["titolo"],
            channel=story.channel,
            by=self.author,
        )

    def writes(self, section: str) -> Act:
        return lambda: self._write(section)

    def _write(self, section_key: str) -> None:
        write_section(self.submission, self.call, section_key, self._answers(), by=self.author)

    def _answers(self) -> dict[str, Any]:
        """What the file says, and what follows from it: whom to call, the table of partners."""
        story = self.story
        partners = [
            {"name": each.name, "role": each.role, "contact": each.person}
            for each in story.partners
        ]
        known = {"referente": story.person, "altri_comuni": False, "partner": partners}
        moved: dict[str, Any] = shifted(
            {key: as_typed(value) for key, value in (known | story.answers).items()}, self.shift
        )
        return moved

    def send(self) -> None:
        submit_submission(submission_id=self.submission.pk, by=self.author)

    def confirm(self) -> None:
        confirm_on_behalf(submission_id=self.submission.pk, by=self.applicant)

    def reopen(self) -> None:
        self.submission = reopen_submission(submission_id=self.submission.pk, by=self.author)

    def enter_in_registry(self) -> None:
        """The body's own registry gives its number a few days later (invented too)."""
        self.submission.refresh_from_db()
        number = 41_000 + 37 * int(self.submission.number.rpartition("-")[2])
        record_registry_entry(
            submission_id=self.submission.pk,
            number=str(number),
            date=clock.today(),
            by=person(self.story.facilitator, since=clock.now()),
        )

    def _joining(self) -> list[Partner]:
        return [partner for partner in self.story.partners if partner.joins]


def _organisation(
    name: str,
    kind: OrganisationKind,
    legal_form: LegalForm | None,
    *,
    territory: str,
    by: User,
    on_behalf: bool = False,
) -> Organisation:
    place = territory_by_code(territory)
    fields: dict[str, Any] = {
        "kind": kind,
        "name": name,
        "legal_form": legal_form or "",
        "email": address_of(name),
        "territory": place,
        "municipality": place.name,
    }
    if kind != OrganisationKind.INFORMAL_GROUP:
        fields["tax_code"] = _invented_code(name)
    return create_organisation(by=by, on_behalf=on_behalf, **fields)


def _invented_code(name: str) -> str:
    """Eleven figures with their check digit that no body has: those of a real one don't begin with 999."""
    body = f"999{sum(place * ord(char) for place, char in enumerate(name, start=7)) % 10**7:07d}"
    return body + luhn.calc_check_digit(body)


def stories(name: str = "stories") -> Iterator[Story]:
    """The invented answers of a file beside this one."""
    raw = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    return (Story.model_validate(row) for row in raw["stories"])
