"""How far a commission is: what each seat has declared and handed in; never what others gave."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from calls.enums import ScorecardState, SeatKind
from calls.models import Commission, CommissionSeat, Scorecard, Submission
from calls.queries import commission as seats
from core.access.counting import CountOf
from core.access.models import User
from core.access.once import asked_once


@dataclass(frozen=True)
class SeatProgress:
    """`to_declare` networks wait for a declaration; of `to_score` applications `handed_in` are in."""

    seat: CommissionSeat
    to_declare: int
    to_score: int
    handed_in: int

    @property
    def is_waiting(self) -> bool:
        """Whether something waits for this seat."""
        return self.to_declare > 0 or self.handed_in < self.to_score

    @property
    def left(self) -> int:
        return self.to_score - self.handed_in


def progress_of(commission: Commission) -> list[SeatProgress]:
    """Every seat of an appointed commission. Some four queries for each seat: they are few."""
    return [seat_progress(seat) for seat in seats.seats_of(commission)]


def somebody_waits(commission: Commission) -> bool:
    """Whether any seat has still something to declare or hand in; asked until the first that has."""
    return any(seat_progress(seat).is_waiting for seat in seats.seats_of(commission))


@asked_once
def seat_progress(seat: CommissionSeat) -> SeatProgress:
    """One query, beside the seats and the rule on which it stands."""
    mine = seats.scoring_submissions(seat)
    done = Scorecard.objects.filter(seat=seat, state=ScorecardState.SUBMITTED)
    counts = {
        "to_declare": CountOf(seats.to_declare(seat)),
        "to_score": CountOf(mine),
        "handed_in": CountOf(mine.filter(pk__in=done.values("submission"))),
    }
    [found] = CommissionSeat.objects.filter(pk=seat.pk).annotate(**counts).values_list(*counts)
    return SeatProgress(seat, *found)


def commissions_waiting_for(user: User) -> set[UUID]:
    """Keys of the commissions in which this person has still something to declare or hand in."""
    return {seat.commission_id for seat in seats.seats_held(user) if seat_progress(seat).is_waiting}


def card_of(seat: CommissionSeat, submission: Submission) -> Scorecard | None:
    return (
        Scorecard.objects.filter(seat=seat, submission=submission)
        .prefetch_related("scores__criterion")
        .order_by("pk")
        .first()
    )


def own_cards(seat: CommissionSeat, submissions: Collection[Submission]) -> dict[UUID, Scorecard]:
    """The seat's cards on these applications, by application."""
    rows = Scorecard.objects.filter(seat=seat, submission__in=submissions).prefetch_related(
        "scores__criterion"
    )
    return {card.submission_id: card for card in rows.order_by("pk")}


def others_are_visible(card: Scorecard | None) -> bool:
    """Nothing of the others is seen before one's own is in."""
    return card is not None and card.is_in


def cards_in(submission: Submission) -> list[Scorecard]:
    """The cards that were handed in, by seat."""
    rows = Scorecard.objects.filter(submission=submission, state=ScorecardState.SUBMITTED)
    return list(
        rows.select_related("seat__person", "submission")
        .prefetch_related("scores__criterion")
        .order_by("seat__position", "pk")
    )


def is_scoring_seat(seat: CommissionSeat | None) -> bool:
    return seat is not None and seat.kind != SeatKind.SECRETARY


def all_in(everybody: Sequence[SeatProgress]) -> bool:
    """Whether every card that the commission has to hand in is in."""
    has_work = any(row.to_score for row in everybody)
    return has_work and not any(row.is_waiting for row in everybody)
