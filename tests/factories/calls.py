"""Calls and applications for tests, made by the real verbs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from calls.domain.calls import create_call, publish_call
from calls.domain.draft_signing import set_signing
from calls.domain.submissions import save_section, start_submission, submit_submission
from calls.draft_enums import SigningMode
from calls.enums import CallKind, LatePolicy
from calls.models import Call, Receipt, Submission
from core.access import clock
from core.access.models import User
from core.people.models import Network, Signatory
from core.ui.bilingual import Bilingual
from tests.factories import people, programmes
from tests.factories.questionnaires import COMPLETE, published_version

OPENS = datetime(2021, 2, 1, 9, tzinfo=clock.ROME)
CLOSES = datetime(2021, 2, 26, 12, tzinfo=clock.ROME)
DURING = datetime(2021, 2, 15, 10, 30, tzinfo=clock.ROME)
AFTER = CLOSES + timedelta(days=1)
SECOND = timedelta(seconds=1)


def draft_call(*, by: User | None = None, slug: str = "idee", **fields: Any) -> Call:
    """A call for ideas that lacks nothing to be published."""
    author = by or people.facilitator(f"Autrice di {slug}")
    values: dict[str, Any] = {
        "kind": CallKind.IDEAS,
        "title": Bilingual(it="Raccolta di idee", en="Call for ideas"),
        "summary": Bilingual(it="Idee per i territori.", en="Ideas for the territories."),
        "body": Bilingual(it="## Che cosa chiediamo\n\nIdee.", en="## What we ask\n\nIdeas."),
        "contact_name": "Sportello",
        "contact_email": "bando@example.org",
        "responsible_officer": "Ufficio Politiche sociali",
        "aims": Bilingual(it="Vicinato che dura.", en="Neighbourhoods that last."),
        "budget": Decimal("150000.00"),
        "duration": Bilingual(it="Dodici mesi", en="Twelve months"),
        "requirements": Bilingual(it="Una rete con un capofila.", en="A network with a lead."),
        "partners": Bilingual(it="Anche imprese e scuole.", en="Companies and schools too."),
        "opens_at": OPENS,
        "closes_at": CLOSES,
        **fields,
    }
    if "version" not in values:
        values["version"] = published_version(author)
    return create_call(slug=slug, by=author, **values)


def open_call(*, by: User | None = None, slug: str = "idee", **fields: Any) -> Call:
    """A published call; published the day before it opens, whatever the clock says now."""
    author = by or people.facilitator(f"Autrice di {slug}")
    call = draft_call(by=author, slug=slug, **fields)
    with clock.at(OPENS - timedelta(days=1)):
        return publish_call(call_id=call.pk, by=author)


def signed_call(mode: SigningMode, slug: str = "firmate") -> Call:
    """A published call that asks for a signature."""
    author = people.facilitator(f"Autrice di {slug}")
    call = draft_call(by=author, slug=slug)
    set_signing(call_id=call.pk, mode=mode, by=author)
    with clock.at(OPENS - timedelta(days=1)):
        return publish_call(call_id=call.pk, by=author)


def signatory_of(submission: Submission, name: str = "Rosa Rossi") -> Signatory:
    """The legal representative of the lead, written in its record."""
    return Signatory.objects.create(
        organisation=submission.network.lead, full_name=name, title="presidente",
        starts_on=clock.today(),
    )  # fmt: skip


def late_call(slug: str = "tardive") -> Call:
    return open_call(slug=slug, late_policy=LatePolicy.ACCEPT_AND_MARK)


def draft(call: Call, network: Network | None = None, *, by: User | None = None) -> Submission:
    """A draft started while the call is open, with nothing answered."""
    answering = network or people.network(f"Rete {Submission.objects.count()}")
    with clock.at(DURING):
        return start_submission(
            call_id=call.pk,
            network_id=answering.pk,
            territory_id=answering.territory_id,
            title=f"Idea di {answering.name}",
            by=by or answering.lead.created_by,
        )


def complete(submission: Submission, **answers: Any) -> Submission:
    """Answer every required question, as whoever started it."""
    with clock.at(DURING):
        save_section(
            submission_id=submission.pk,
            section_key="idea",
            answers={**COMPLETE, **answers},
            base_revision=0,
            by=submission.started_by,
        )
    submission.refresh_from_db()
    return submission


def ready(call: Call, network: Network | None = None) -> Submission:
    """A draft that lacks nothing."""
    return complete(draft(call, network))


def sent(
    call: Call, network: Network | None = None, *, at: datetime = DURING, **answers: Any
) -> tuple[Submission, Receipt]:
    """An application sent by who started it, and its receipt."""
    submission = complete(draft(call, network), **answers)
    with clock.at(at):
        receipt = submit_submission(submission_id=submission.pk, by=submission.started_by)
    submission.refresh_from_db()
    return submission, receipt


@dataclass(frozen=True)
class Cast:
    """Everybody who might look at one application of one network."""

    signatory: User
    editor: User
    viewer: User
    partner_editor: User
    facilitator: User
    coordinator: User
    municipal: User
    other_municipal: User
    metropolitan: User
    stranger: User
    other_network: User


def cast_of(network: Network) -> Cast:
    from core.people.enums import MemberLevel, RoleName

    partner = people.partner(network).organisation
    assert partner is not None
    other = people.network("Rete altrui", territory=network.territory)
    elsewhere = programmes.territory("Rivoli")
    return Cast(
        signatory=people.member(network.lead, MemberLevel.SIGNATORY).user,
        editor=people.member(network.lead, MemberLevel.EDITOR).user,
        viewer=people.member(network.lead, MemberLevel.VIEWER).user,
        partner_editor=people.member(partner, MemberLevel.EDITOR).user,
        facilitator=people.facilitator(),
        coordinator=people.coordinator(),
        municipal=people.municipal_official(network.territory),
        other_municipal=people.municipal_official(elsewhere, "Elsa Altrove"),
        metropolitan=people.with_role(RoleName.METROPOLITAN_OFFICIAL),
        stranger=people.user("Sara Straniera"),
        other_network=other.lead.created_by,
    )
