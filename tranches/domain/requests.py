"""A tranche is asked for, checked, sent back, suspended.

The lead's signatory asks for it; a verifier (*istruttore*) checks it, never who asked nor who is tied
to the network (T4). What is sent back says why and can be asked for again.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from core.access import clock
from core.access.blocked import refuse
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.notices.domain.working_days import on_or_after
from tranches import blockers, queries
from tranches.domain.moves import locked, move, undone
from tranches.domain.terms import drop_opinion, meet_plan, remind_of_opinion
from tranches.enums import Step, TrancheState
from tranches.models import Tranche
from tranches.notifications import (
    ToApprove,
    ToGiveOpinion,
    ToVerify,
    TrancheRequested,
    TrancheResumed,
    TrancheReturned,
    TrancheSuspended,
    TrancheVerified,
)

NOT_RETURNED = {**undone("returned"), "return_reason": ""}
NOT_CHECKED = {
    **undone("verified", "opinion"),
    "verify_note": "",
    "opinion": "",
    "opinion_text": "",
    "opinion_due": None,
}


@transaction.atomic
def request_tranche(*, tranche_id: UUID, by: User, note: str = "") -> Tranche:
    """Ask for the money (*richiesta di erogazione*), for the first time or again after a return."""
    tranche = locked(tranche_id)
    refuse(blockers.request_blockers(tranche))
    move(
        tranche,
        TrancheState.REQUESTED,
        "requested",
        by=by,
        request_note=note.strip(),
        **NOT_RETURNED,
    )
    record(tranche, Verb.REQUEST, by=by, data={"amount": tranche.amount})
    meet_plan(tranche)
    TrancheRequested(tranche, by=by).queue()
    ToVerify(tranche, by=by).queue()
    return tranche


@transaction.atomic
def verify_tranche(*, tranche_id: UUID, by: User, note: str = "") -> Tranche:
    """The check (*istruttoria*) is done: the municipality is heard where the programme says so."""
    tranche = locked(tranche_id)
    refuse(blockers.verify_blockers(tranche, by=by))
    move(
        tranche,
        TrancheState.VERIFIED,
        "verified",
        by=by,
        verify_note=note.strip(),
        opinion_due=_opinion_due(),
    )
    record(tranche, Verb.VERIFY, by=by, data={"opinion_due": tranche.opinion_due})
    remind_of_opinion(tranche)
    TrancheVerified(tranche, by=by).queue()
    waits = queries.next_step(tranche) == Step.OPINION
    (ToGiveOpinion if waits else ToApprove)(tranche, by=by).queue()
    return tranche


def _opinion_due() -> date | None:
    """The last day for the opinion; a term that ends on a holiday ends on the next working day."""
    days = queries.opinion_step().silence_days
    return on_or_after(clock.today() + timedelta(days=days)) if days else None


@transaction.atomic
def return_tranche(*, tranche_id: UUID, reason: str, by: User) -> Tranche:
    """Send a request back, with the reasons. What followed it is cleared; the register remembers."""
    tranche = locked(tranche_id)
    refuse(blockers.return_blockers(tranche, by=by))
    was = tranche.state
    move(
        tranche,
        TrancheState.RETURNED,
        "returned",
        by=by,
        return_reason=reason.strip(),
        **NOT_CHECKED,
    )
    record(tranche, Verb.RETURN, by=by, data={"from": was})
    drop_opinion(tranche)
    TrancheReturned(tranche, by=by).queue()
    return tranche


@transaction.atomic
def suspend_tranche(*, tranche_id: UUID, reason: str, by: User) -> Tranche:
    """Stop it where it is; nothing of what was done is lost."""
    tranche = locked(tranche_id)
    refuse(blockers.suspend_blockers(tranche, by=by))
    was = tranche.state
    move(
        tranche,
        TrancheState.SUSPENDED,
        "suspended",
        by=by,
        suspended_from=was,
        suspend_reason=reason.strip(),
    )
    record(tranche, Verb.SUSPEND, by=by, data={"from": was})
    drop_opinion(tranche)
    TrancheSuspended(tranche, by=by).queue()
    return tranche


@transaction.atomic
def resume_tranche(*, tranche_id: UUID, by: User) -> Tranche:
    """Go on from where it was stopped; the municipality's term begins anew."""
    tranche = locked(tranche_id)
    refuse(blockers.resume_blockers(tranche, by=by))
    back = TrancheState(tranche.suspended_from)
    if back == TrancheState.VERIFIED:
        tranche.opinion_due = _opinion_due()
    move(
        tranche,
        back,
        "suspended",
        by=by,
        suspended_from="",
        suspend_reason="",
        **undone("suspended"),
    )
    record(tranche, Verb.RESUME, by=by, data={"to": back})
    if back == TrancheState.VERIFIED:
        remind_of_opinion(tranche)
    TrancheResumed(tranche, by=by).queue()
    return tranche
