"""Who has still to hand in a card before a ranking can be drawn."""

from uuid import UUID

from calls.enums import RANKABLE, SCORING_SEATS, ScorecardState, SeatKind
from calls.models import (
    Assignment,
    Call,
    CommissionSeat,
    Declaration,
    Scorecard,
    Submission,
    Substitution,
)
from calls.queries.scores import selection_of

Pair = tuple[UUID, UUID]
"""Key of an application, key of a seat."""


def missing_cards(call: Call) -> dict[UUID, list[str]]:
    """By application, the names of whoever has still to hand in a card. Seven queries at most."""
    seats = CommissionSeat.objects.filter(
        commission__call=call, commission__appointed_at__isnull=False
    ).select_related("person")
    names = {seat.pk: seat.person.full_name for seat in seats}
    rows = Submission.objects.filter(call=call, state__in=RANKABLE)
    networks = dict(rows.values_list("pk", "network"))
    handed_in = set(
        Scorecard.objects.filter(submission__call=call, state=ScorecardState.SUBMITTED).values_list(
            "submission", "seat"
        )
    )
    found: dict[UUID, list[str]] = {key: [] for key in networks}
    for submission, seat in _due(call, list(seats), networks) - handed_in:
        found[submission].append(names[seat])
    return {key: sorted(due) for key, due in found.items()}


def _due(call: Call, seats: list[CommissionSeat], networks: dict[UUID, UUID]) -> set[Pair]:
    selection = selection_of(call)
    collegial = selection is not None and selection.collegial
    kinds = {SeatKind.CHAIR} if collegial else SCORING_SEATS
    scoring = [seat.pk for seat in seats if seat.kind in kinds]
    barred = set(
        Declaration.objects.filter(seat__in=scoring, bars=True).values_list("seat", "network")
    )
    due = {
        (submission, seat)
        for submission, network in networks.items()
        for seat in scoring
        if (seat, network) not in barred
    }
    if selection is not None and selection.scorers_each:
        due &= _given(call)
    return due | _called(call, collegial=collegial, among=set(networks))


def _given(call: Call) -> set[Pair]:
    rows = Assignment.objects.filter(submission__call=call)
    return set(rows.values_list("submission", "seat"))


def _called(call: Call, *, collegial: bool, among: set[UUID]) -> set[Pair]:
    rows = Substitution.objects.filter(submission__call=call, ended_at__isnull=True)
    if collegial:
        rows = rows.filter(seat__kind=SeatKind.CHAIR)
    return {pair for pair in rows.values_list("submission", "alternate") if pair[0] in among}
