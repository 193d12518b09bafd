"""Applications that a facilitator enters for whoever phones or brings paper (C16), and registry numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from calls import blockers
from calls.domain.draft_help import Present, record_together
from calls.domain.submissions import start_submission
from calls.enums import Channel
from calls.models import RegistryEntry, Submission
from calls.notifications import EnteredOnBehalf, SubmissionConfirmed
from core.access import clock
from core.access.blocked import refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people.domain.networks import create_network
from core.people.domain.organisations import create_organisation
from core.people.enums import OrganisationKind
from core.programmes.models import Territory


@dataclass(frozen=True)
class Newcomer:
    """Who phoned or brought paper: an organisation or group, and its network if that has a name."""

    kind: OrganisationKind
    name: str
    email: str = ""
    network_name: str = ""


@transaction.atomic
def enter_on_behalf(
    *,
    call_id: UUID,
    network_id: UUID,
    territory_id: UUID,
    title: str,
    channel: Channel,
    by: User,
    further_territory_ids: Iterable[UUID] = (),
    present: Present | None = None,
) -> Submission:
    """A draft marked with how it came in: ValueError for online. Together, `present` says who was
    beside, and both names stand on the application; ValueError without it."""
    if channel == Channel.ONLINE:
        raise ValueError("What is entered on behalf came by phone or on paper, or was said beside.")
    if (channel == Channel.TOGETHER) != (present is not None):
        raise ValueError("Somebody is beside exactly when it is filled in together.")
    submission = start_submission(
        call_id=call_id,
        network_id=network_id,
        territory_id=territory_id,
        title=title,
        further_territory_ids=further_territory_ids,
        channel=channel,
        by=by,
    )
    if present is not None:
        record_together(submission_id=submission.pk, present=present, by=by)
    return submission


@transaction.atomic
def enter_for_newcomer(
    *,
    newcomer: Newcomer,
    call_id: UUID,
    territory_id: UUID,
    title: str,
    channel: Channel,
    by: User,
    further_territory_ids: Iterable[UUID] = (),
    present: Present | None = None,
) -> Submission:
    """As `enter_on_behalf`, for somebody whom the programme does not know yet.

    Raises ValidationError about the newcomer; nothing is kept then.
    """
    lead = create_organisation(
        by=by, on_behalf=True, kind=newcomer.kind, name=newcomer.name, email=newcomer.email
    )
    network = create_network(
        name=newcomer.network_name or newcomer.name,
        territory=Territory.objects.get(pk=territory_id),
        lead=lead,
        by=by,
    )
    return enter_on_behalf(
        call_id=call_id, network_id=network.pk, territory_id=territory_id, title=title,
        channel=channel, by=by, further_territory_ids=further_territory_ids, present=present,
    )  # fmt: skip


@transaction.atomic
def ask_confirmation(*, submission_id: UUID, by: User) -> Submission:
    """Ask the applicant to say that what was entered is theirs; may be asked again."""
    submission = lock(Submission, submission_id)
    refuse(blockers.ask_confirmation_blockers(submission))
    record(submission, Verb.REQUEST, by=by, data={"what": "confirmation"})
    EnteredOnBehalf(submission, by=by).queue()
    return submission


@transaction.atomic
def confirm_on_behalf(*, submission_id: UUID, by: User) -> Submission:
    """The applicant says that what was entered is theirs; never whoever entered it."""
    submission = lock(Submission, submission_id)
    refuse(blockers.confirm_blockers(submission, by))
    submission.confirmed_at, submission.confirmed_by = clock.now(), by
    submission.save(update_fields=["confirmed_at", "confirmed_by"])
    record(submission, Verb.CONFIRM, by=by, data={"number": submission.number})
    SubmissionConfirmed(submission, by=by).queue()
    return submission


@transaction.atomic
def record_registry_entry(
    *, submission_id: UUID, number: str, date: date, by: User
) -> RegistryEntry:
    """Write down, or correct, number and date that the body's own registry gave."""
    submission = lock(Submission, submission_id)
    refuse(blockers.registry_blockers(submission))
    entry, _created = RegistryEntry.objects.update_or_create(
        submission=submission,
        defaults={
            "number": number.strip(),
            "date": date,
            "recorded_at": clock.now(),
            "recorded_by": by,
        },
    )
    record(submission, Verb.REGISTER, by=by, data={"date": date})
    return entry
