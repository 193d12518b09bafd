"""Moving dates by whole weeks: what stays, whatever the dates."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access.clock import ROME
from core.programmes.shift import Shift, shift_to, shifted

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
SHIFTS = st.builds(shift_to, DAYS, DAYS)
HOURS = st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2090-01-01"))


@given(DAYS, DAYS)
def test_the_reference_day_becomes_today_or_one_of_the_six_days_before(
    reference: date, today: date
) -> None:
    arrived = shift_to(reference, today).day(reference)
    assert timedelta(0) <= today - arrived < timedelta(days=7)


@given(DAYS, SHIFTS)
def test_a_weekday_stays(day: date, shift: Shift) -> None:
    assert shift.day(day).weekday() == day.weekday()


@given(DAYS, DAYS, SHIFTS)
def test_order_and_distance_of_days_stay(one: date, other: date, shift: Shift) -> None:
    assert shift.day(one) - shift.day(other) == one - other


@given(HOURS, SHIFTS)
def test_the_hour_in_rome_stays(wall: datetime, shift: Shift) -> None:
    moved = shift.instant(wall.replace(tzinfo=ROME))
    assert moved.replace(tzinfo=None) - wall == timedelta(weeks=shift.weeks)
    assert shift.instant(wall) == moved.replace(tzinfo=None)


@given(DAYS, DAYS, SHIFTS)
def test_order_and_distance_of_months_stay(one: date, other: date, shift: Shift) -> None:
    def count(day: date) -> int:
        return day.year * 12 + day.month

    first, second = shift.month(one.replace(day=1)), shift.month(other.replace(day=1))
    assert first.day == second.day == 1
    assert count(first) - count(second) == count(one) - count(other)


@given(DAYS, DAYS)
def test_this_month_of_the_programme_becomes_the_month_of_its_reference_day(
    reference: date, today: date
) -> None:
    shift = shift_to(reference, today)
    assert shift.month(reference.replace(day=1)) == shift.day(reference).replace(day=1)


@given(st.dates(date(2020, 5, 1), date(2021, 12, 31)), DAYS)
def test_a_day_never_leaves_its_month_by_more_than_half_a_month(day: date, today: date) -> None:
    """Months and days move differently, so they may part, but never by more than 16 days."""
    shift = shift_to(date(2021, 2, 15), today)
    first = shift.month(day.replace(day=1))
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    moved = shift.day(day)
    assert first - timedelta(days=16) <= moved <= last + timedelta(days=16)


def test_every_kind_of_date_of_a_file_moves_and_nothing_else() -> None:
    shift = shift_to(date(2021, 2, 15), date(2026, 11, 22))
    before = {
        "day": date(2021, 3, 25),
        "hour": datetime.fromisoformat("2020-07-17T12:00"),
        "month": "2021-04",
        "months": "2020-05/2020-07",
        "from": "2021-04/..",
        "days": "2020-05-18/2020-07-17",
        "text": "Nel 2021-04",
        "number": 2021,
        "code": "001090",
        "bad": "2020-13",
        "nested": [{"when": "2021-12"}],
        "impossible": "2021-02-30",
    }
    assert shifted(before, shift) == {
        "day": date(2026, 12, 24),
        "hour": datetime.fromisoformat("2026-04-17T12:00"),
        "month": "2027-01",
        "months": "2026-02/2026-04",
        "from": "2027-01/..",
        "days": "2026-02-16/2026-04-17",
        "text": "Nel 2021-04",
        "number": 2021,
        "code": "001090",
        "bad": "2020-13",
        "nested": [{"when": "2027-09"}],
        "impossible": "2021-02-30",
    }


@pytest.mark.parametrize("month", ["2020-10", "2021-03"])
def test_a_closing_at_noon_stays_at_noon_across_the_change_of_the_hour(month: str) -> None:
    wall = datetime.fromisoformat(f"{month}-20T12:00").replace(tzinfo=ROME)
    for weeks in (1, 2, 26):
        assert Shift(weeks=weeks).instant(wall).hour == 12
