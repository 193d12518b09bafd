"""Figures, periods and progress in words: "40 %", "3 of 5 projects reported", "from 1 to 31 March"."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.programmes.dates import describe
from core.programmes.enums import DatePrecision
from core.ui.wording import NBSP, day_text
from evaluation.enums import Comparator, IndicatorType, ReviewState, ValueStatus
from evaluation.models import Indicator, Measurement, Target
from evaluation.progress import Progress, Undefined
from evaluation.totals import Total

if TYPE_CHECKING:
    from core.access.blocked import Text

PLACES_AT_MOST = 2
HUNDRED = Decimal(100)

UNDEFINED_WORDS: "dict[Undefined, Text]" = {
    Undefined.NO_VALUE: gettext_lazy("no value yet"),
    Undefined.NO_BASELINE: gettext_lazy("progress can't be told: the initial value is not known"),
    Undefined.TARGET_IS_BASELINE: gettext_lazy(
        "progress can't be told: the expected value is the initial one"
    ),
    Undefined.BAND: gettext_lazy("what counts is to stay within the limits"),
}


def figure_text(value: Decimal | None, unit: str = "") -> str:
    """ "1.250 ore", "12,5 %", "0 reti"; a dash where there is no figure, since none is not zero (R24)."""
    if value is None:
        return "\N{EN DASH}"
    rounded = round(value, PLACES_AT_MOST)
    places = next(n for n in range(PLACES_AT_MOST + 1) if rounded == round(rounded, n))
    text = formats.number_format(rounded, decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"{text}{NBSP}{unit}" if unit else text


def value_text(row: Measurement) -> str:
    """What the row says: its figure, its two counts, its words, or why there is none."""
    indicator = row.indicator
    if row.value_status != ValueStatus.RECORDED:
        return str(ValueStatus(row.value_status).label)
    if indicator.type == IndicatorType.QUALITY:
        return row.told
    figure = figure_text(row.value, indicator.unit_words)
    if row.numerator is None or row.denominator is None:
        return figure
    counts = {"some": figure_text(row.numerator), "all": figure_text(row.denominator)}
    return f"{figure} ({_('%(some)s of %(all)s') % counts})"


def reported_text(total: Total) -> str:
    """ "3 of 5 reported": beside every figure (R24)."""
    words = ngettext(
        "%(reported)d of %(count)d reported", "%(reported)d of %(count)d reported", total.expected
    )
    return words % {"reported": total.reported, "count": total.expected}


def period_text(starts_on: date, ends_on: date) -> str:
    if starts_on == ends_on:
        return day_text(ends_on, year=True)
    days = {"first": _day(starts_on), "last": _day(ends_on)}
    return _("from %(first)s to %(last)s") % days


def expected_text(target: Target) -> str:
    """ "at least 40 services", "between 3 and 5"."""
    unit = target.indicator.unit_words
    if target.comparator == Comparator.BETWEEN:
        limits = {"low": figure_text(target.value), "high": figure_text(target.upper, unit)}
        return _("between %(low)s and %(high)s") % limits
    return f"{Comparator(target.comparator).label} {figure_text(target.value, unit)}"


def progress_text(made: Progress) -> str:
    """ "75 % of the way": more than all of it is said as more, and going back as less than nothing."""
    if made.share is not None:
        return _("%(share)s of the way") % {"share": figure_text(made.share * HUNDRED, "%")}
    assert made.undefined is not None
    return str(UNDEFINED_WORDS[made.undefined])


def met_text(made: Progress) -> str:
    if made.met is None:
        return ""
    return _("reached") if made.met else _("not reached yet")


def baseline_text(indicator: Indicator) -> str:
    if indicator.baseline is None:
        return str(indicator.get_baseline_status_display())
    return figure_text(indicator.baseline, indicator.unit_words)


def subject_text(row: Measurement) -> str:
    return row.subject_words or _("the whole programme")


def review_text(row: Measurement) -> str:
    return str(ReviewState(row.review_state).label)


def _day(value: date) -> str:
    return describe(value, None, DatePrecision.DAY)
