"""Working days in Italy: Monday to Friday, without the national holidays (L. 260/1949)."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import holidays

DAY = timedelta(days=1)


@cache
def _italian() -> Any:
    return holidays.country_holidays("IT")


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _italian()


def on_or_before(day: date) -> date:
    """The day itself if people work on it, else the last working day before it."""
    while not is_working_day(day):
        day -= DAY
    return day


def on_or_after(day: date) -> date:
    """The day itself if people work on it, else the first working day after it."""
    while not is_working_day(day):
        day += DAY
    return day


def working_days_left(today: date, day: date) -> int:
    """Working days after `today` up to `day` included; 0 if it is today or past."""
    return sum(is_working_day(today + DAY * ahead) for ahead in range(1, (day - today).days + 1))
