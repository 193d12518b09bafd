"""Who may do what with a commission and its cards.

The coordinator prepares the list, the metropolitan official appoints: who chooses the names does not
also adopt the act (docs/adr/0085). A card is written by its seat alone; the chair reopens it.
"""

from typing import Any

import rules

from calls.enums import SeatKind
from calls.models import Call, Scorecard, Submission
from calls.queries import commission as seats
from core.access.models import User
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


def _has_seat(user: User, call: Call, kind: SeatKind) -> bool:
    seat = seats.seat_of(user, call)
    return seat is not None and seat.kind == kind


PERMISSIONS: dict[str, Any] = {
    "calls.change_selection": is_facilitator,
    "calls.see_commission": is_coordinator | is_metropolitan_official,
    "calls.prepare_commission": is_coordinator,
    "calls.appoint_commission": is_metropolitan_official,
    "calls.sit_in_commission": sits_in_commission,
    "calls.declare_ties": sits_in_commission,
    "calls.score_submission": scores_submission,
    "calls.reopen_scorecard": chairs_the_card,
    "calls.set_aside_scorecard": keeps_the_card_in_order,
    "calls.see_calibration": is_chair,
    "calls.assign_submissions": is_chair,
    "calls.move_assignment": chairs_the_examination,
    "calls.record_sitting": is_secretary | is_chair,
}
for _name, _predicate in PERMISSIONS.items():
    rules.add_perm(_name, _predicate)
