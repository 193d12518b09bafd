"""How far one has come: on every pair of initial and expected values, both ways (R25, R26)."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaluation.enums import BaselineStatus, Comparator, Direction
from evaluation.progress import (
    Baseline,
    Contradiction,
    Expected,
    Progress,
    Undefined,
    contradiction,
    progress,
)

figures = st.decimals(min_value=-10_000, max_value=10_000, places=2)
UNKNOWN = Baseline(BaselineStatus.UNKNOWN)
NOT_APPLICABLE = Baseline(BaselineStatus.NOT_APPLICABLE)
TOLERANCE = Decimal("1e-20")


def known(value: Decimal | int) -> Baseline:
    return Baseline(BaselineStatus.KNOWN, Decimal(value))


def at_least(value: Decimal | int) -> Expected:
    return Expected(Comparator.AT_LEAST, Decimal(value))


def at_most(value: Decimal | int) -> Expected:
    return Expected(Comparator.AT_MOST, Decimal(value))


def far(actual: Decimal | int | None, expected: Expected, baseline: Baseline) -> Progress:
    way = Direction.DECREASE if expected.comparator == Comparator.AT_MOST else Direction.INCREASE
    return progress(None if actual is None else Decimal(actual), expected, baseline, way)


@pytest.mark.rule("R26")
@given(start=figures, goal=figures)
def test_the_beginning_is_nothing_and_the_goal_is_all(start: Decimal, goal: Decimal) -> None:
    assume(start != goal)
    expected = at_least(goal) if goal > start else at_most(goal)
    assert far(start, expected, known(start)).share == 0
    reached = far(goal, expected, known(start))
    assert (reached.share, reached.met) == (Decimal(1), True)


@pytest.mark.rule("R26")
@given(start=figures, goal=figures, actual=figures)
def test_all_the_way_and_reached_are_the_same(
    start: Decimal, goal: Decimal, actual: Decimal
) -> None:
    """More is shown as more, and a step back as less than nothing; nothing is clipped."""
    assume(start != goal)
    expected = at_least(goal) if goal > start else at_most(goal)
    found = far(actual, expected, known(start))
    assert found.share is not None
    assert abs(found.share * (goal - start) - (actual - start)) < TOLERANCE * 10**8
    assert found.met == (found.share >= 1)


@pytest.mark.rule("R26")
@given(start=figures, goal=figures, actual=figures)
def test_a_decrease_mirrors_an_increase(start: Decimal, goal: Decimal, actual: Decimal) -> None:
    assume(goal > start)
    up = far(actual, at_least(goal), known(start))
    down = far(-actual, at_most(-goal), known(-start))
    assert (up.share, up.met) == (down.share, down.met)


@pytest.mark.rule("R26")
@pytest.mark.parametrize(
    ("actual", "expected", "baseline", "share", "why"),
    [
        (None, at_least(10), known(0), None, Undefined.NO_VALUE),
        (5, at_least(10), UNKNOWN, None, Undefined.NO_BASELINE),
        (5, at_least(5), known(5), None, Undefined.TARGET_IS_BASELINE),
        (5, at_least(10), NOT_APPLICABLE, Decimal("0.5"), None),
        (0, at_least(0), NOT_APPLICABLE, None, Undefined.TARGET_IS_BASELINE),
        (5, at_most(2), NOT_APPLICABLE, None, Undefined.NO_BASELINE),
        (30, at_least(10), known(0), Decimal(3), None),
        (-5, at_least(10), known(0), Decimal("-0.5"), None),
        (8, at_most(5), known(10), Decimal("0.4"), None),
    ],
)
def test_when_there_is_a_share_and_when_there_is_none(
    actual: int | None,
    expected: Expected,
    baseline: Baseline,
    share: Decimal | None,
    why: Undefined | None,
) -> None:
    found = far(actual, expected, baseline)
    assert (found.share, found.undefined) == (share, why)


@pytest.mark.rule("R25")
def test_zero_is_a_value_and_can_be_a_goal() -> None:
    assert far(0, at_least(10), known(5)).share == -1
    gone = far(0, at_most(0), known(12))
    assert (gone.share, gone.met) == (Decimal(1), True)
    assert far(0, at_most(0), UNKNOWN).met is True
    assert far(None, at_most(0), known(12)).met is None


@pytest.mark.rule("R26")
@given(low=figures, high=figures, actual=figures)
def test_a_band_is_kept_or_left(low: Decimal, high: Decimal, actual: Decimal) -> None:
    assume(low <= high)
    band = Expected(Comparator.BETWEEN, low, high)
    found = progress(actual, band, known(low), Direction.MAINTAIN)
    assert found == Progress(None, low <= actual <= high, Undefined.BAND)


@pytest.mark.rule("R26")
@pytest.mark.parametrize(
    ("direction", "expected", "baseline", "against"),
    [
        (Direction.INCREASE, at_least(10), known(5), None),
        (Direction.INCREASE, at_least(10), UNKNOWN, None),
        (Direction.INCREASE, at_least(5), known(5), None),
        (Direction.INCREASE, at_least(4), known(5), Contradiction.BELOW_BASELINE),
        (Direction.INCREASE, at_most(10), known(5), Contradiction.COMPARATOR),
        (Direction.DECREASE, at_most(4), known(5), None),
        (Direction.DECREASE, at_most(6), known(5), Contradiction.ABOVE_BASELINE),
        (Direction.DECREASE, at_least(4), known(5), Contradiction.COMPARATOR),
        (Direction.MAINTAIN, at_least(4), known(5), Contradiction.COMPARATOR),
        (
            Direction.MAINTAIN,
            Expected(Comparator.BETWEEN, Decimal(6), Decimal(4)),
            known(5),
            Contradiction.BAND_TURNED,
        ),
        (Direction.NEUTRAL, at_least(4), UNKNOWN, Contradiction.NEUTRAL),
    ],
)
def test_what_goes_against_the_direction_is_found(
    direction: Direction, expected: Expected, baseline: Baseline, against: Contradiction | None
) -> None:
    assert contradiction(direction, expected, baseline) == against
