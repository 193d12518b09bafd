"""Scores: what each card gives, and what a call's applications have when all cards are in (C8).

The published arithmetic, which anybody can repeat: for each criterion the mean of the cards' scores, to
two places; the total is the sum of weight x mean / highest score, to two places; halves go up.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from calls.enums import EXAMINED, SCORING_SEATS, ScorecardState
from calls.models import (
    Call,
    CommissionSeat,
    Declaration,
    Scorecard,
    Selection,
    Submission,
    Substitution,
)

CENT = Decimal("0.01")


@dataclass(frozen=True)
class SubmissionScore:
    """`total` out of 100 and `by_criterion` out of the highest score, once every appointed seat is in.

    `needed` is the number of chair and members; below it nothing counts as scored: `total` is None.
    """

    submission: Submission
    total: Decimal | None
    by_criterion: dict[str, Decimal]
    cards: int
    needed: int
    complete: bool
    below_threshold: bool

    @property
    def lone(self) -> bool:
        """A single card is in: it is shown as such, and decides nothing by itself."""
        return self.cards == 1


def selection_of(call: Call) -> Selection | None:
    return Selection.objects.filter(call=call).prefetch_related("criteria").order_by("pk").first()


def rounded(number: Decimal) -> Decimal:
    return number.quantize(CENT, rounding=ROUND_HALF_UP)


def weighted_total(
    weights: Mapping[str, Decimal], scores: Mapping[str, Decimal], highest: int
) -> Decimal | None:
    """The sum of weight x score / highest, 0-100 with two places; None while a score is missing."""
    if any(key not in scores for key in weights):
        return None
    return rounded(sum((weights[key] * scores[key] for key in weights), Decimal(0)) / highest)


def mean_scores(cards: Iterable[Mapping[str, Decimal]], keys: Iterable[str]) -> dict[str, Decimal]:
    """For each criterion the mean of the cards, to two places; a criterion that a card lacks is left out."""
    rows = list(cards)
    return {
        key: rounded(sum((row[key] for row in rows), Decimal(0)) / len(rows))
        for key in keys
        if rows and all(key in row for row in rows)
    }


def final_scores(call: Call) -> list[SubmissionScore]:
    """Every examined application of the call with its score. Six queries, whatever their number."""
    selection = selection_of(call)
    if selection is None:
        return []
    weights = {row.key: row.weight for row in selection.criteria.all()}
    needed = appointed_scorers(call)
    cards = counted_cards(call)
    submissions = (
        Submission.objects.filter(call=call, state__in=EXAMINED)
        .select_related("network", "territory", "lead", "programme", "call")
        .order_by("number", "pk")
    )
    return [_scored(row, cards.get(row.pk, []), selection, weights, needed) for row in submissions]


def _scored(
    submission: Submission,
    cards: list[dict[str, Decimal]],
    selection: Selection,
    weights: dict[str, Decimal],
    needed: int,
) -> SubmissionScore:
    complete = 0 < needed <= len(cards)
    means = mean_scores(cards, weights) if complete else {}
    total = weighted_total(weights, means, selection.highest_score) if complete else None
    below = total is not None and selection.threshold is not None and total < selection.threshold
    return SubmissionScore(submission, total, means, len(cards), needed, complete, below)


def appointed_scorers(call: Call) -> int:
    """How many seats score each application: chair and members. Zero until the act."""
    return CommissionSeat.objects.filter(
        commission__call=call, commission__appointed_at__isnull=False, kind__in=SCORING_SEATS
    ).count()


def counting_cards(call: Call) -> list[Scorecard]:
    """The cards that count: handed in, by a seat that scores the application and is not barred from it."""
    barred = set(
        Declaration.objects.filter(seat__commission__call=call, bars=True).values_list(
            "seat_id", "network_id"
        )
    )
    called = set(
        Substitution.objects.filter(submission__call=call, ended_at__isnull=True).values_list(
            "alternate_id", "submission_id"
        )
    )
    rows = (
        Scorecard.objects.filter(submission__call=call, state=ScorecardState.SUBMITTED)
        .select_related("seat__person", "submission")
        .prefetch_related("scores__criterion")
        .order_by("submission_id", "seat__position", "pk")
    )
    return [
        card
        for card in rows
        if (card.seat_id, card.submission.network_id) not in barred
        and (card.seat.kind in SCORING_SEATS or (card.seat_id, card.submission_id) in called)
    ]


def counted_cards(call: Call) -> dict[UUID, list[dict[str, Decimal]]]:
    """What the counting cards give, by application."""
    found: dict[UUID, list[dict[str, Decimal]]] = defaultdict(list)
    for card in counting_cards(call):
        found[card.submission_id].append(values_of(card))
    return found


def values_of(card: Scorecard) -> dict[str, Decimal]:
    """What the card gives, by criterion; what is missing is not there."""
    return {row.criterion.key: row.value for row in card.scores.all() if row.value is not None}


def card_total(card: Scorecard, selection: Selection) -> Decimal | None:
    """Out of 100, as far as one card goes; None while a score is missing."""
    weights = {row.key: row.weight for row in selection.criteria.all()}
    return weighted_total(weights, values_of(card), selection.highest_score)
