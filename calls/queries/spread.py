"""How far apart the cards of an application are: what the chair reads before the commission discusses."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from calls.models import Call, Scorecard, Submission
from calls.queries.scores import (
    card_total,
    counting_cards,
    final_scores,
    selection_of,
)


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
    def is_lone(self) -> bool:
        return len(self.cards) == 1

    @property
    def distance(self) -> Decimal | None:
        totals = [row.total for row in self.cards if row.total is not None]
        return max(totals) - min(totals) if totals else None


def spread_of(call: Call) -> list[Spread]:
    """Every examined application, those on which the commission differs most first."""
    selection = selection_of(call)
    if selection is None:
        return []
    cards: dict[UUID, list[CardTotal]] = defaultdict(list)
    for card in counting_cards(call):
        cards[card.submission_id].append(CardTotal(card, card_total(card, selection)))
    rows = [
        Spread(score.submission, cards.get(score.submission.pk, []), score.needed, score.total)
        for score in final_scores(call)
    ]
    return sorted(rows, key=lambda row: (-(row.distance or 0), row.submission.number))
