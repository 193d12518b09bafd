"""Who may do what with a commission and its cards.

The coordinator prepares the list, the metropolitan official appoints: who chooses the names does not
also adopt the act (docs/adr/0085). A card is written by its seat alone; the chair reopens it.
"""

from typing import Any
from uuid import UUID

import rules

from calls.commission_pdf import TEXTS
from calls.enums import SeatKind
from calls.models import Call, CommissionMeeting, Scorecard, Submission
from calls.queries import commission as seats
from calls.queries.collegial import opened_together
from calls.queries.progress import is_scoring_seat
from core.access.models import User
from core.documents.domain.access import documents_of
from core.documents.queries import pdf_of
from core.people.rules import is_coordinator, is_facilitator, is_metropolitan_official


@rules.predicate
def sits_in_commission(user: User, call: Call) -> bool:
    return seats.seat_of(user, call) is not None


@rules.predicate
def is_chair(user: User, call: Call) -> bool:
    return _has_seat(user, call, SeatKind.CHAIR)


@rules.predicate
def is_secretary(user: User, call: Call) -> bool:
    return _has_seat(user, call, SeatKind.SECRETARY)


@rules.predicate
def chairs_the_card(user: User, card: Scorecard) -> bool:
    return _has_seat(user, card.submission.call, SeatKind.CHAIR)


@rules.predicate
def chairs_the_examination(user: User, submission: Submission) -> bool:
    return _has_seat(user, submission.call, SeatKind.CHAIR)


@rules.predicate
def keeps_the_card_in_order(user: User, card: Scorecard) -> bool:
    """The chair or the secretary: each may be the one who is tied."""
    call = card.submission.call
    return _has_seat(user, call, SeatKind.CHAIR) or _has_seat(user, call, SeatKind.SECRETARY)


@rules.predicate
def scores_submission(user: User, submission: Submission) -> bool:
    """The seat's own scoring: declared, not tied, called if an alternate."""
    seat = seats.seat_of(user, submission.call)
    return seat is not None and seats.scoring_submissions(seat).filter(pk=submission.pk).exists()


@rules.predicate
def reads_with_the_commission(user: User, submission: Submission) -> bool:
    """Whoever scores in it, of what their own declaration opens."""
    call = submission.call
    if not is_scoring_seat(seats.seat_of(user, call)):
        return False
    return opened_together(call, user).filter(pk=submission.pk).exists()


def _has_seat(user: User, call: Call, kind: SeatKind) -> bool:
    seat = seats.seat_of(user, call)
    return seat is not None and seat.kind == kind


@documents_of("calls.CommissionMeeting")
def reads_minutes(user: User, object_id: UUID) -> bool:
    """The commission itself, and whoever prepares and appoints it."""
    call = Call.objects.filter(
        pk__in=CommissionMeeting.objects.filter(pk=object_id).values("commission__call")
    ).first()
    if call is None:
        return False
    return seats.seat_of(user, call) is not None or user.has_perm("calls.see_commission")


@documents_of("calls.CommissionSeat")
def reads_own_texts(user: User, object_id: UUID) -> bool:
    """The seat's own person, while no tie has arisen or been declared since the file was asked for."""
    seat = next((row for row in seats.seats_held(user) if row.pk == object_id), None)
    if seat is None or seats.still_to_declare(seat):
        return False
    job = pdf_of(seat, TEXTS)
    return (
        job is not None
        and not seat.declarations.filter(bars=True, declared_at__gt=job.asked_at).exists()
    )


@rules.predicate
def scores_in_commission(user: User, call: Call) -> bool:
    return is_scoring_seat(seats.seat_of(user, call))


PERMISSIONS: dict[str, Any] = {
    "calls.change_selection": is_facilitator,
    "calls.see_commission": is_coordinator | is_metropolitan_official,
    "calls.prepare_commission": is_coordinator,
    "calls.appoint_commission": is_metropolitan_official,
    "calls.sit_in_commission": sits_in_commission,
    "calls.declare_ties": sits_in_commission,
    "calls.score_submission": scores_submission,
    "calls.score_offline": scores_in_commission,
    "calls.read_texts": scores_in_commission,
    "calls.read_text": reads_with_the_commission,
    "calls.reopen_scorecard": chairs_the_card,
    "calls.change_score": chairs_the_card,
    "calls.set_aside_scorecard": keeps_the_card_in_order,
    "calls.see_calibration": is_chair,
    "calls.assign_submissions": is_chair,
    "calls.move_assignment": chairs_the_examination,
    "calls.record_sitting": is_secretary | is_chair,
}
for _name, _predicate in PERMISSIONS.items():
    rules.add_perm(_name, _predicate)
