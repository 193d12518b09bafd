"""Dates known to the month: in words, and without a day that nobody said."""

from datetime import date

import pytest
from django.utils import translation

from core.programmes.dates import covers, describe, last_day_of
from core.programmes.enums import DatePrecision

DAY, MONTH, FROM = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.FROM_MONTH
MAY, JULY, APRIL = date(2020, 5, 1), date(2020, 7, 1), date(2021, 4, 1)


@pytest.mark.parametrize(
    ("starts", "ends", "precision", "words"),
    [
        (date(2021, 3, 25), None, DAY, "25 March 2021"),
        (date(2021, 3, 25), date(2021, 3, 25), DAY, "25 March 2021"),
        (date(2021, 3, 25), date(2021, 4, 1), DAY, "25 March 2021 to 1 April 2021"),
        (MAY, None, MONTH, "May 2020"),
        (MAY, JULY, MONTH, "May–July 2020"),
        (date(2020, 11, 1), date(2021, 2, 1), MONTH, "November 2020 – February 2021"),
        (APRIL, None, FROM, "from April 2021"),
    ],
)
def test_in_words(starts: date, ends: date | None, precision: DatePrecision, words: str) -> None:
    with translation.override("en"):
        assert describe(starts, ends, precision) == words


@pytest.mark.rule("R11")
def test_from_april_names_no_day() -> None:
    with translation.override("it"):
        text = describe(APRIL, None, FROM)
    assert text.endswith("aprile 2021")
    assert not any(char.isdigit() for char in text.removesuffix("2021"))


def test_italian_writes_months_in_small_letters() -> None:
    with translation.override("it"):
        assert describe(date(2021, 3, 25), None, DAY) == "25 marzo 2021"
        assert describe(MAY, JULY, MONTH) == "maggio–luglio 2020"


@pytest.mark.parametrize(
    ("starts", "ends", "precision", "last"),
    [
        (date(2021, 3, 25), None, DAY, date(2021, 3, 25)),
        (MAY, JULY, MONTH, date(2020, 7, 31)),
        (date(2024, 2, 1), None, MONTH, date(2024, 2, 29)),
    ],
)
def test_the_last_day(
    starts: date, ends: date | None, precision: DatePrecision, last: date
) -> None:
    assert last_day_of(starts, ends, precision) == last


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2020, 4, 30), False), (MAY, True), (date(2020, 7, 31), True), (date(2020, 8, 1), False)],
)
def test_what_a_period_of_months_covers(day: date, expected: bool) -> None:
    assert covers(day, MAY, JULY, MONTH) is expected


def test_what_begins_and_does_not_end_covers_every_later_day() -> None:
    assert covers(date(2030, 1, 1), APRIL, None, FROM)
    assert not covers(date(2021, 3, 31), APRIL, None, FROM)
