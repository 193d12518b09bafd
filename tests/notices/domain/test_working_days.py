"""Working days in Italy."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.notices.domain.working_days import (
    is_working_day,
    on_or_after,
    on_or_before,
    working_days_left,
)

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),  # Monday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 6, 2), False),  # Republic Day
        (date(2026, 12, 8), False),  # Immaculate Conception
        (date(2026, 6, 24), True),  # the patron saint of Turin is no national holiday
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@given(DAYS)
def test_a_day_moves_to_the_nearest_working_day(day: date) -> None:
    before, after = on_or_before(day), on_or_after(day)
    assert before <= day <= after
    assert is_working_day(before)
    assert is_working_day(after)
    assert (before == after == day) == is_working_day(day)
    assert working_days_left(before, after) == (0 if is_working_day(day) else 1)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_days_left_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)
    assert working_days_left(day, end) == working_days_left(day, middle) + working_days_left(
        middle, end
    )


def test_nothing_is_left_of_the_past() -> None:
    assert working_days_left(date(2026, 11, 23), date(2026, 11, 20)) == 0
