"""Scores: what each card gives, and what a call's applications have when all cards are in (C8).

The published arithmetic, which anybody can repeat: for each criterion the mean of the cards' scores, to
two places; the total is the sum of weight x mean / highest score, to two places; halves go up.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from calls.enums import EXAMINED, SCORING_SEATS, ScorecardState, SeatKind
from calls.models import (
    Assignment,
    Call,
    CommissionSeat,
    Declaration,
    Scorecard,
    Selection,
    Submission,
    Substitution,
)
from core.access.once import asked_once

CENT = Decimal("0.01")
STEP = Decimal("0.5")
"""Cards are scored in half points."""


@dataclass(frozen=True)
class SubmissionScore:
    """`total` out of 100 and `by_criterion` out of the highest score, once every needed card is in.

    `needed`: see `needed_cards`; below it nothing counts as scored: `total` is None.
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


@asked_once
def rule_of(call_id: UUID) -> Selection | None:
    """Without its criteria, which `selection_of` brings along."""
    return Selection.objects.filter(call=call_id).order_by("pk").first()


def selection_of(call: Call) -> Selection | None:
    rule = rule_of(call.pk)
    if rule is not None:
        prefetch_related_objects([rule], "criteria")
    return rule


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


def final_scores(call: Call, *, among: Q | None = None) -> list[SubmissionScore]:
    """Every examined application of the call (those `among` lets through) with its score. Eight queries,
    whatever their number."""
    selection = selection_of(call)
    if selection is None:
        return []
    weights = {row.key: row.weight for row in selection.criteria.all()}
    needed = needed_cards(call, selection)
    cards = counted_cards(call, among=among)
    submissions = (
        Submission.objects.filter(among or Q(), call=call, state__in=EXAMINED)
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


def needed_cards(call: Call, selection: Selection | None) -> int:
    """How many cards an application needs: one of a collegial commission, those that the rule asks for,
    else one of the chair and of every member. Zero until the act."""
    seats = CommissionSeat.objects.filter(
        commission__call=call, commission__appointed_at__isnull=False, kind__in=SCORING_SEATS
    ).count()
    if selection is None or not seats:
        return seats
    return 1 if selection.collegial else selection.scorers_each or seats


def counting(call: Call) -> QuerySet[Scorecard]:
    """The cards that count: handed in, by a seat that scores the application and is not barred from it."""
    barred = Declaration.objects.filter(
        seat=OuterRef("seat"), network=OuterRef("submission__network"), bars=True
    )
    rows = Scorecard.objects.filter(submission__call=call, state=ScorecardState.SUBMITTED)
    return rows.filter(~Exists(barred), written_by_its_scorer(selection_of(call)))


def written_by_its_scorer(selection: Selection | None) -> Q:
    """Of cards: their seat scores the application, by its kind, by assignment or called as an alternate."""
    called = Substitution.objects.filter(
        alternate=OuterRef("seat"), submission=OuterRef("submission"), ended_at__isnull=True
    )
    if selection is not None and selection.collegial:
        for_the_chair = called.filter(seat__kind=SeatKind.CHAIR)
        return Q(seat__kind=SeatKind.CHAIR) | Q(Exists(for_the_chair))
    if selection is not None and selection.scorers_each:
        given = Assignment.objects.filter(seat=OuterRef("seat"), submission=OuterRef("submission"))
        return Q(Exists(given)) | Q(Exists(called))
    return Q(seat__kind__in=SCORING_SEATS) | Q(Exists(called))


def counting_cards(call: Call, *, among: Q | None = None) -> list[Scorecard]:
    """The same with their scores, by application. Two queries, whatever their number."""
    rows = counting(call).select_related("seat__person", "submission")
    if among is not None:
        opened = Submission.objects.filter(among, call=call).order_by()
        rows = rows.filter(submission__in=opened.values("pk"))
    return list(
        rows.prefetch_related("scores__criterion").order_by("submission_id", "seat__position", "pk")
    )


def counted_cards(call: Call, *, among: Q | None = None) -> dict[UUID, list[dict[str, Decimal]]]:
    """What the counting cards give, by application."""
    found: dict[UUID, list[dict[str, Decimal]]] = defaultdict(list)
    for card in counting_cards(call, among=among):
        found[card.submission_id].append(values_of(card))
    return found


def values_of(card: Scorecard) -> dict[str, Decimal]:
    """What the card gives, by criterion; what is missing is not there."""
    return {row.criterion.key: row.value for row in card.scores.all() if row.value is not None}


def card_total(card: Scorecard, selection: Selection) -> Decimal | None:
    """Out of 100, as far as one card goes; None while a score is missing."""
    weights = {row.key: row.weight for row in selection.criteria.all()}
    return weighted_total(weights, values_of(card), selection.highest_score)
