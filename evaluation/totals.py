"""How values make one figure (R24, R25, R27, R28): arithmetic, no database.

What is missing is left out and counted: a total says how many of how many reported. Values of one
subject are first put together over time, then the subjects over territories.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evaluation.enums import Aggregation, Reporting

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Reading:
    """An approved value of one subject at the end of a period; `value` None if nothing was recorded.

    A ratio has its counts, and its value is their percentage.
    """

    subject: Hashable
    ends_on: date
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class Method:
    """How an indicator's values are put together."""

    reporting: Reporting
    over_time: Aggregation
    over_territories: Aggregation


@dataclass(frozen=True)
class Total:
    """`value` is None when nothing was reported, or when values of this kind never make one."""

    value: Decimal | None
    reported: int
    expected: int

    @property
    def is_complete(self) -> bool:
        return self.reported >= self.expected


def percentage(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """Undefined over zero (R28)."""
    return None if denominator == 0 else WHOLE * numerator / denominator


def total(readings: Iterable[Reading], method: Method, expected: Iterable[Hashable]) -> Total:
    """One figure from all readings; `expected` are the subjects from whom a value is awaited."""
    by_subject: dict[Hashable, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.value is not None:
            by_subject[reading.subject].append(reading)
    awaited = set(expected) | set(by_subject)
    single = [over_time(found, method) for found in by_subject.values()]
    figures = [one for one in single if one is not None]
    return Total(_over_subjects(figures, method), len(by_subject), len(awaited))


def over_time(readings: list[Reading], method: Method) -> Reading | None:
    """The readings of one subject as one; None if they are never put together, or are none.

    Only what happened in each period is ever added up: of a situation, and of what is counted from the
    beginning, the latest counts (R27).
    """
    found = sorted(
        (reading for reading in readings if reading.value is not None), key=lambda row: row.ends_on
    )
    if not found or (method.over_time == Aggregation.NONE and len(found) > 1):
        return None
    last = found[-1]
    if method.reporting != Reporting.INCREMENTAL or method.over_time not in _ADDED:
        return last
    if method.over_time == Aggregation.RATIO:
        return _with_counts(found, last)
    return Reading(last.subject, last.ends_on, _sum_of(row.value for row in found))


_ADDED = frozenset({Aggregation.SUM, Aggregation.RATIO})


def _over_subjects(figures: list[Reading], method: Method) -> Decimal | None:
    if not figures:
        return None
    if method.over_territories == Aggregation.SUM:
        return _sum_of(row.value for row in figures)
    if method.over_territories == Aggregation.RATIO:
        return _with_counts(figures, figures[0]).value
    if method.over_territories == Aggregation.LATEST:
        return max(figures, key=lambda row: row.ends_on).value
    return figures[0].value if len(figures) == 1 else None


def _with_counts(readings: list[Reading], last: Reading) -> Reading:
    """Counts added up, then divided: the mean of percentages would weigh a few people as many (R28)."""
    numerator = _sum_of(row.numerator for row in readings)
    denominator = _sum_of(row.denominator for row in readings)
    value = percentage(numerator, denominator)
    return Reading(last.subject, last.ends_on, value, numerator, denominator)


def _sum_of(figures: Iterable[Decimal | None]) -> Decimal:
    return sum((figure for figure in figures if figure is not None), Decimal(0))
