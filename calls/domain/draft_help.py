"""Asking a mentor or a facilitator to help with a draft, and filling it in together (C16).

A draft belongs to its network: nobody comments on it or writes in it who was not asked. Whoever helps has
a tie with the network from their first word on (C7). To be asked binds nobody: otherwise a network could
keep from its application everybody who is to examine it.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls import blockers
from calls.draft_notices import HelpAsked
from calls.models import DraftHelper, FillingTogether, Submission
from calls.queries.draft_work import helped_by, helpers_of, may_be_asked
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people.domain.ties import derive_tie
from core.people.enums import TieKind
from core.people.models import Tie

HELPERS_MOST = 3
"""How many help with one draft at a time."""


@dataclass(frozen=True)
class Present:
    """Who sat beside the facilitator, on behalf of whom, on which day."""

    name: str
    role: str
    held_on: date


def ask_blockers(submission: Submission, person: User) -> list[Blocker]:
    """Why this person can't be asked to help with the draft."""
    found = blockers.write_blockers(submission)
    if helpers_of(submission).filter(person=person).exists():
        found.append(Blocker("asked", _("This person already helps with the draft.")))
    elif not may_be_asked(submission).filter(pk=person.pk).exists():
        text = _("Only a mentor of the network or a facilitator can be asked.")
        found.append(Blocker("not_a_helper", text))
    if helpers_of(submission).count() >= HELPERS_MOST:
        text = _("%(number)s people help with this draft already: close it to one of them first.")
        found.append(Blocker("enough_helpers", text % {"number": HELPERS_MOST}))
    return found


@transaction.atomic
def ask_help(*, submission_id: UUID, person: User, may_write: bool, by: User) -> DraftHelper:
    """Open the draft to a mentor or facilitator, to comment and perhaps to write; they are told.

    No tie arises yet: see `note_help`.
    """
    submission = lock(Submission, submission_id)
    refuse(ask_blockers(submission, person))
    helper = DraftHelper.objects.create(
        submission=submission, person=person, may_write=may_write, asked_at=clock.now(), asked_by=by
    )
    record(helper, Verb.REQUEST, by=by, data={"may_write": may_write})
    HelpAsked(helper).queue()
    return helper


def note_help(submission: Submission, *, by: User) -> None:
    """Tie a helper to the network once they comment or write in its draft; of others nothing is noted.

    Part of the verb that holds the draft's lock. One query, unless a tie arises.
    """
    tied = Tie.objects.filter(user=by, kind=TieKind.HELPED, ended_on__isnull=True)
    helps = helped_by(by).filter(submission=submission)
    if helps.exclude(submission__network__in=tied.values("network")).exists():
        derive_tie(user=by, network=submission.network, kind=TieKind.HELPED, by=by)


def end_blockers(helper: DraftHelper) -> list[Blocker]:
    if helper.ended_at:
        return [Blocker("ended", _("This person does not help with the draft any more."))]
    return []


@transaction.atomic
def end_help(*, helper_id: UUID, by: User) -> DraftHelper:
    """Close the draft again to somebody; what they said stays, and so does their tie, if they helped."""
    helper = lock(DraftHelper, helper_id)
    refuse(end_blockers(helper))
    helper.ended_at, helper.ended_by = clock.now(), by
    helper.save(update_fields=["ended_at", "ended_by"])
    record(helper, Verb.END, by=by)
    return helper


def together_blockers(submission: Submission, present: Present) -> list[Blocker]:
    """Why this sitting can't be written down."""
    found = blockers.write_blockers(submission)
    if present.held_on > clock.today():
        found.append(Blocker("future", _("This day is still to come.")))
    if not present.name.strip():
        found.append(Blocker("nobody", _("Say who was beside you.")))
    return found


@transaction.atomic
def record_together(*, submission_id: UUID, present: Present, by: User) -> FillingTogether:
    """Write down that `by` filled in the draft with somebody beside: both stand on the application."""
    submission = lock(Submission, submission_id)
    refuse(together_blockers(submission, present))
    sitting = FillingTogether.objects.create(
        submission=submission,
        facilitator=by,
        person_name=present.name.strip(),
        person_role=present.role.strip(),
        held_on=present.held_on,
        recorded_at=clock.now(),
    )
    derive_tie(user=by, network=submission.network, kind=TieKind.HELPED, by=by)
    record(submission, Verb.RECORD, by=by, data={"what": "together", "day": present.held_on})
    return sitting
