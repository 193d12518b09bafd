"""Dates that are known to the day, or only to the month: what they cover and how they read.

A month is kept as its first day plus `DatePrecision.MONTH`; nothing outside this module may read a
day into it.
"""

from calendar import monthrange
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.programmes.enums import DatePrecision


def last_day_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def covers(day: date, starts_on: date, ends_on: date | None, precision: str) -> bool:
    """Whether `day` lies in the period; "from April" has no end of its own and covers every later day."""
    if day < starts_on:
        return False
    if ends_on is None and precision == DatePrecision.FROM_MONTH:
        return True
    return day <= last_day_of(starts_on, ends_on, precision)


def last_day_of(starts_on: date, ends_on: date | None, precision: str) -> date:
    """The last day that the period can reach."""
    end = ends_on or starts_on
    return end if precision == DatePrecision.DAY else last_day_of_month(end)


def describe(starts_on: date, ends_on: date | None, precision: str) -> str:
    """The period in words of the active language: "maggio-luglio 2020", "25 marzo 2021"."""
    if precision == DatePrecision.FROM_MONTH:
        return _("from %(month)s") % {"month": _month(starts_on)}
    if precision == DatePrecision.MONTH:
        return _months(starts_on, ends_on)
    if ends_on is None or ends_on == starts_on:
        return _day(starts_on)
    return _("%(first)s to %(last)s") % {"first": _day(starts_on), "last": _day(ends_on)}


def _months(first: date, last: date | None) -> str:
    if last is None or last == first:
        return _month(first)
    if first.year == last.year:
        return f"{_name(first)}–{_month(last)}"
    return f"{_month(first)} – {_month(last)}"


def _day(day: date) -> str:
    return f"{day.day} {_month(day)}"


def _month(day: date) -> str:
    return f"{_name(day)} {day.year}"


def _name(day: date) -> str:
    """Italian writes months in small letters; Django's own formats don't."""
    name = date_format(day, "F")
    return name.lower() if (get_language() or "it").startswith("it") else name
