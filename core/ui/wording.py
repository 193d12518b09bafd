"""Amounts and dates as people say them: "9.000,00 €", "venerdì 12 marzo, fra 3 giorni"."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.access import clock

NBSP = "\N{NO-BREAK SPACE}"
DAYS_KEPT = 1000
DAYS_COUNTED = 60  # beyond two months a count of days says nothing


def is_english() -> bool:
    return (get_language() or "it").startswith("en")


def money_text(amount: Decimal | float | str) -> str:
    """Euro with two places: "9.000,00 €" in Italian, "€9,000.00" in English."""
    value = Decimal(str(amount)).quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)
    plain = f"{abs(value):,.2f}"
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    if is_english():
        return f"{sign}€{plain}"
    return f"{sign}{plain.translate(str.maketrans(',.', '.,'))}{NBSP}€"


def local_date(value: dt.date | dt.datetime) -> dt.date:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def day_text(
    value: dt.date | dt.datetime, *, now: dt.datetime | None = None, year: bool = False
) -> str:
    """ "venerdì 12 marzo", with the hour when there is one, with the year when asked or not this one."""
    day = local_date(value)
    year = year or day.year != local_date(now or clock.now()).year
    text = _day_words(day, year, get_language() or "it")
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        text = _("%(day)s at %(hour)s") % {"day": text, "hour": f"{local:%H:%M}"}
    return text


@lru_cache(maxsize=DAYS_KEPT)
def _day_words(day: dt.date, year: bool, language: str) -> str:
    """`language` is the active one; the rows of a list say the same few days."""
    text = formats.date_format(day, "l j F Y" if year else "l j F")
    # Django's Italian writes days and months with a capital
    return text if language.startswith("en") else text.lower()


def hour_text(value: dt.datetime) -> str:
    """ "23:41", on the portal's clock."""
    return formats.time_format(timezone.localtime(value), "H:i")


def saved_text(value: dt.datetime, *, now: dt.datetime | None = None) -> str:
    """When something was saved: the hour is enough today, another day is named."""
    if local_date(value) == local_date(now or clock.now()):
        return _("Saved at %(saved_at)s") % {"saved_at": hour_text(value)}
    return _("Saved on %(day)s") % {"day": day_text(value, now=now)}


def distance_text(value: dt.date | dt.datetime, *, now: dt.datetime | None = None) -> str:
    """How far a day is, in calendar days of Rome: "oggi", "domani", "fra 3 giorni", "2 mesi fa"."""
    days = (local_date(value) - local_date(now or clock.now())).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in near:
        return near[days]
    if abs(days) <= DAYS_COUNTED:
        text = (
            ngettext("in %(count)d day", "in %(count)d days", abs(days))
            if days > 0
            else ngettext("%(count)d day ago", "%(count)d days ago", abs(days))
        )
        return text % {"count": abs(days)}
    months = round(abs(days) / 30.44)
    text = (
        ngettext("in %(count)d month", "in %(count)d months", months)
        if days > 0
        else ngettext("%(count)d month ago", "%(count)d months ago", months)
    )
    return text % {"count": months}


def day_with_distance(value: dt.date | dt.datetime, *, now: dt.datetime | None = None) -> str:
    return f"{day_text(value, now=now)}, {distance_text(value, now=now)}"


def is_past(value: dt.date | dt.datetime, *, now: dt.datetime | None = None) -> bool:
    now = now or clock.now()
    return value < now if isinstance(value, dt.datetime) else value < local_date(now)
