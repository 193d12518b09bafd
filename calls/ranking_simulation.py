"""What a ranking would be under another threshold or order of the criteria. It reads, and keeps nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from calls.domain.ordering import Candidate, Placed, Rule, order
from calls.enums import Outcome
from calls.models import Call, RankingEntry, Submission
from calls.queries import rankings as queries

UNDRAWN = "simulazione"
"""Stands for the seed of the lots while no ranking is drawn: the real one nobody knows yet."""


@dataclass(frozen=True)
class Simulated:
    """A proposal's place under the other rule, and under the published one."""

    submission: Submission
    placed: Placed
    published: Placed

    @property
    def changes(self) -> bool:
        return (self.placed.position, self.placed.outcome) != (
            self.published.position,
            self.published.outcome,
        )

    @property
    def outcome(self) -> str:
        return str(Outcome(self.placed.outcome).label)

    @property
    def tone(self) -> str:
        return Outcome(self.placed.outcome).tone


def simulate(
    call: Call, rule: Rule, *, threshold: Decimal | None, tie_break: Sequence[str]
) -> list[Simulated]:
    """Every proposal, territory by territory; nothing while a card is missing, so that nobody who still
    scores sees what others gave. Lots follow from the seed once it is drawn."""
    ranking = queries.current_ranking(call)
    seed = ranking.seed if ranking else UNDRAWN
    known = dict(
        RankingEntry.objects.filter(ranking__call=call)
        .order_by("pk")
        .values_list("submission", "pseudonym")
    )
    scores = queries.rankable_scores(call)
    if not all(row.complete for row in scores):
        return []
    rows = {known.get(row.submission.pk, row.submission.number): row for row in scores}
    candidates = [
        Candidate(name, row.submission.territory.code, row.by_criterion)
        for name, row in rows.items()
    ]
    other = replace(rule, threshold=threshold, tie_break=tuple(tie_break))
    published = {one.candidate.pseudonym: one for one in order(rule, seed, candidates)}
    return [
        Simulated(rows[one.candidate.pseudonym].submission, one, published[one.candidate.pseudonym])
        for one in order(other, seed, candidates)
    ]
