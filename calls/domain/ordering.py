"""The order of the proposals, as anybody can compute it again from the published file (C9, C11).

In each territory: by total, then by the criteria that the call names for equal totals, then by a draw of
lots. The lot of a proposal is the SHA-256 of "seed:pseudonym"; the smallest comes first. Nothing here
reads the database or the clock: the same numbers give the same list.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Self

from calls.enums import Outcome
from calls.queries.scores import weighted_total


@dataclass(frozen=True)
class Rule:
    """What the call published. Weights (by criterion, in its order) make 100, and so does the highest
    total; scores go from 0 to `highest_score`; without a threshold everybody is eligible."""

    highest_score: int
    threshold: Decimal | None
    places: int
    weights: Mapping[str, Decimal]
    tie_break: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "highest_score": self.highest_score,
            "threshold": None if self.threshold is None else str(self.threshold),
            "places": self.places,
            "weights": [[key, str(weight)] for key, weight in self.weights.items()],
            "tie_break": list(self.tie_break),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            highest_score=data["highest_score"],
            threshold=None if data["threshold"] is None else Decimal(data["threshold"]),
            places=data["places"],
            weights={key: Decimal(weight) for key, weight in data["weights"]},
            tie_break=tuple(data["tie_break"]),
        )


@dataclass(frozen=True)
class Candidate:
    """A proposal as the published file shows it: territory by its code, the mean of each criterion."""

    pseudonym: str
    territory: str
    averages: Mapping[str, Decimal]


@dataclass(frozen=True)
class Placed:
    """A proposal's place; `by_lot` tells that lots decided between it and an equal one."""

    candidate: Candidate
    total: Decimal
    position: int
    outcome: Outcome
    by_lot: bool


def total_of(rule: Rule, averages: Mapping[str, Decimal]) -> Decimal:
    """Out of 100, two places, half a cent upwards. ValueError where a criterion has no score."""
    total = weighted_total(rule.weights, averages, rule.highest_score)
    if total is None:
        raise ValueError("A proposal without a score in every criterion has no place.")
    return total


def lot_of(seed: str, pseudonym: str) -> str:
    return hashlib.sha256(f"{seed}:{pseudonym}".encode()).hexdigest()


def order(rule: Rule, seed: str, candidates: Iterable[Candidate]) -> list[Placed]:
    """Every proposal with its place, territory by territory (in the order of their codes)."""

    def territory_of(candidate: Candidate) -> str:
        return candidate.territory

    placed: list[Placed] = []
    for _territory, group in groupby(sorted(candidates, key=territory_of), key=territory_of):
        placed.extend(_order_of_one(rule, seed, list(group)))
    return placed


def _order_of_one(rule: Rule, seed: str, candidates: list[Candidate]) -> list[Placed]:
    merits = {each.pseudonym: _merit(rule, each) for each in candidates}
    alike = Counter(merits.values())
    ranked = sorted(
        candidates, key=lambda each: (merits[each.pseudonym], lot_of(seed, each.pseudonym))
    )
    placed = []
    for position, candidate in enumerate(ranked, start=1):
        total = total_of(rule, candidate.averages)
        placed.append(
            Placed(
                candidate,
                total,
                position,
                _outcome(rule, total, position),
                by_lot=alike[merits[candidate.pseudonym]] > 1,
            )
        )
    return placed


def _merit(rule: Rule, candidate: Candidate) -> tuple[Decimal, ...]:
    """What decides before lots do; the smallest is the best."""
    total = total_of(rule, candidate.averages)
    return (-total, *(-candidate.averages[key] for key in rule.tie_break))


def _outcome(rule: Rule, total: Decimal, position: int) -> Outcome:
    if rule.threshold is not None and total < rule.threshold:
        return Outcome.NOT_ELIGIBLE
    return Outcome.SELECTED if position <= rule.places else Outcome.RESERVE
