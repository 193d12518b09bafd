"""How far a commission is: what each seat has declared and handed in; never what others gave."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from calls.enums import EXAMINED, ScorecardState, SeatKind
from calls.models import (
    Assignment,
    Commission,
    CommissionSeat,
    Declaration,
    Scorecard,
    Selection,
    Submission,
    Substitution,
)
from calls.queries import commission as seats
from core.access.models import User


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
    """Every seat of an appointed commission. Some eight queries for each seat: they are few."""
    return [seat_progress(seat) for seat in seats.seats_of(commission)]


def overview_of(commission: Commission, rule: Selection | None) -> list[SeatProgress]:
    """The same as a page shows it of everybody, counted by the database: five queries, whatever their
    number. A tie that arose since shows at the seat itself (`seat_progress`), not here."""
    in_play = Submission.objects.filter(call=commission.call_id, state__in=seats.IN_PLAY).order_by()
    networks = in_play.aggregate(total=Count("network", distinct=True))["total"]
    declared = _by_seat(
        Declaration.objects.filter(
            seat__commission=commission, network__in=in_play.values("network")
        )
    )
    done = _by_seat(
        Scorecard.objects.filter(seat__commission=commission, state=ScorecardState.SUBMITTED)
    )
    held = seats.seats_of(commission)
    examined = Submission.objects.filter(call=commission.call_id, state__in=EXAMINED)
    to_score = examined.aggregate(
        **{
            f"seat_{place}": Count("pk", filter=_scored_by(seat, rule))
            for place, seat in enumerate(held)
        }
    )
    return [
        SeatProgress(
            seat,
            networks - declared.get(seat.pk, 0),
            to_score[f"seat_{place}"],
            done.get(seat.pk, 0),
        )
        for place, seat in enumerate(held)
    ]


def _by_seat(rows: QuerySet[Any]) -> dict[UUID, int]:
    found = rows.order_by().values("seat").annotate(total=Count("pk"))
    return dict(found.values_list("seat", "total"))


def _scored_by(seat: CommissionSeat, rule: Selection | None) -> Q:
    """What the seat scores by its declarations, the assignments and the calls of alternates."""
    nothing = Q(pk__in=[])
    if rule is None or seat.kind == SeatKind.SECRETARY:
        return nothing
    free = Declaration.objects.filter(seat=seat, bars=False).values("network")
    called = Substitution.objects.filter(alternate=seat, ended_at__isnull=True)
    if rule.collegial and seat.kind != SeatKind.CHAIR:
        called = called.filter(seat__kind=SeatKind.CHAIR)
        return Q(network__in=free, pk__in=called.values("submission"))
    if seat.kind == SeatKind.ALTERNATE:
        return Q(network__in=free, pk__in=called.values("submission"))
    if rule.scorers_each:
        given = Assignment.objects.filter(seat=seat).values("submission")
        return Q(network__in=free, pk__in=given)
    return Q(network__in=free)


def seat_progress(seat: CommissionSeat) -> SeatProgress:
    mine = set(seats.scoring_submissions(seat).order_by().values_list("pk", flat=True))
    done = Scorecard.objects.filter(seat=seat, state=ScorecardState.SUBMITTED)
    return SeatProgress(
        seat=seat,
        to_declare=seats.still_to_declare(seat),
        to_score=len(mine),
        handed_in=len(mine.intersection(done.values_list("submission", flat=True))),
    )


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
