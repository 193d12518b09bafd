"""How far an indicator has come towards what is expected of it (R25, R26): arithmetic, no database.

Progress is the share of the way from the initial value to the expected one, so that it also holds where
less is better. It is a share, not a percentage: one is all the way, more is shown as more.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from evaluation.enums import FITTING_COMPARATORS, BaselineStatus, Comparator, Direction


class Undefined(StrEnum):
    """Why there is no share."""

    NO_VALUE = "no_value"
    NO_BASELINE = "no_baseline"
    TARGET_IS_BASELINE = "target_is_baseline"
    BAND = "band"


class Contradiction(StrEnum):
    """Why a value can't be expected of an indicator."""

    NEUTRAL = "neutral"
    COMPARATOR = "comparator"
    BELOW_BASELINE = "below_baseline"
    ABOVE_BASELINE = "above_baseline"
    BAND_TURNED = "band_turned"


@dataclass(frozen=True)
class Baseline:
    """The initial value; `value` is there if and only if it is known."""

    status: BaselineStatus
    value: Decimal | None = None


@dataclass(frozen=True)
class Expected:
    """At least or at most `value`, or between `value` and `upper`, limits included."""

    comparator: Comparator
    value: Decimal
    upper: Decimal | None = None

    def is_met_by(self, actual: Decimal) -> bool:
        if self.comparator == Comparator.AT_LEAST:
            return actual >= self.value
        if self.comparator == Comparator.AT_MOST:
            return actual <= self.value
        assert self.upper is not None
        return self.value <= actual <= self.upper


@dataclass(frozen=True)
class Progress:
    """`share` of the way, or `undefined` why there is none; `met` is None without a value."""

    share: Decimal | None
    met: bool | None
    undefined: Undefined | None = None


def contradiction(
    direction: Direction, expected: Expected, baseline: Baseline
) -> Contradiction | None:
    """Why `expected` goes against the indicator's direction; None if it does not."""
    if direction == Direction.NEUTRAL:
        return Contradiction.NEUTRAL
    if expected.comparator not in FITTING_COMPARATORS[direction]:
        return Contradiction.COMPARATOR
    if expected.upper is not None and expected.upper < expected.value:
        return Contradiction.BAND_TURNED
    return _beyond_baseline(direction, expected, baseline)


def _beyond_baseline(
    direction: Direction, expected: Expected, baseline: Baseline
) -> Contradiction | None:
    if baseline.value is None:
        return None
    if direction == Direction.INCREASE and expected.value < baseline.value:
        return Contradiction.BELOW_BASELINE
    if direction == Direction.DECREASE and expected.value > baseline.value:
        return Contradiction.ABOVE_BASELINE
    return None


def progress(
    actual: Decimal | None, expected: Expected, baseline: Baseline, direction: Direction
) -> Progress:
    """Where `actual` stands. A measured zero is a value; None is the absence of one."""
    if actual is None:
        return Progress(None, None, Undefined.NO_VALUE)
    met = expected.is_met_by(actual)
    if expected.comparator == Comparator.BETWEEN:
        return Progress(None, met, Undefined.BAND)
    start = baseline.value
    if baseline.status == BaselineStatus.NOT_APPLICABLE and direction == Direction.INCREASE:
        start = Decimal(0)  # only then is the share of the expected value itself a progress
    if start is None:
        return Progress(None, met, Undefined.NO_BASELINE)
    if expected.value == start:
        return Progress(None, met, Undefined.TARGET_IS_BASELINE)
    return Progress((actual - start) / (expected.value - start), met)
