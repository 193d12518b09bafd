"""How far apart the cards of an application are: what the chair reads before the commission discusses."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from calls.models import Call, Criterion, Scorecard, Submission
from calls.queries.scores import (
    card_total,
    counting_cards,
    final_scores,
    selection_of,
)

FAR_APART = Decimal(20)
"""Points out of 100 between the highest and the lowest card."""


@dataclass(frozen=True)
class CardTotal:
    card: Scorecard
    total: Decimal | None


@dataclass(frozen=True)
class Spread:
    """The cards of one application that count; `distance` between the highest and the lowest total."""

    submission: Submission
    cards: list[CardTotal]
    needed: int
    total: Decimal | None

    @property
    def is_complete(self) -> bool:
        return 0 < self.needed <= len(self.cards)

    @property
    def by_criterion(self) -> list[tuple[Criterion, list[tuple[Scorecard, Decimal | None]]]]:
        """Each criterion, in its order, with what every card gives it, in the order of the cards."""
        criteria: dict[UUID, Criterion] = {}
        given: dict[tuple[UUID, UUID], Decimal | None] = {}
        for one in self.cards:
            for score in one.card.scores.all():
                criteria[score.criterion_id] = score.criterion
                given[score.criterion_id, one.card.pk] = score.value
        return [
            (row, [(one.card, given.get((row.pk, one.card.pk))) for one in self.cards])
            for row in sorted(criteria.values(), key=lambda row: row.position)
        ]

    @property
    def is_outlier(self) -> bool:
        """So far apart that the commission should talk: a fifth of the scale between two cards."""
        return self.distance is not None and self.distance >= FAR_APART

    @property
    def is_lone(self) -> bool:
        return len(self.cards) == 1

    @property
    def distance(self) -> Decimal | None:
        totals = [row.total for row in self.cards if row.total is not None]
        return max(totals) - min(totals) if totals else None


def spread_of(call: Call, *, opened: Q | None = None) -> list[Spread]:
    """Every examined application, or those that `opened` lets through; where the commission differs most
    comes first."""
    selection = selection_of(call)
    if selection is None:
        return []
    cards: dict[UUID, list[CardTotal]] = defaultdict(list)
    for card in counting_cards(call, among=opened):
        cards[card.submission_id].append(CardTotal(card, card_total(card, selection)))
    rows = [
        Spread(score.submission, cards.get(score.submission.pk, []), score.needed, score.total)
        for score in final_scores(call, among=opened)
    ]
    return sorted(rows, key=lambda row: (-(row.distance or 0), row.submission.number))
