"""Dates as a person reads them: by day for a fortnight, by month for a quarter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.notices.domain.working_days import working_days_left
from core.notices.enums import WITHOUT_A_DAY, DeadlinePrecision
from core.notices.kinds import DEADLINE_KINDS
from core.notices.models import Deadline
from core.ui.context import switched_url
from core.ui.wording import day_text, distance_text, is_english

FORTNIGHT = 14
QUARTER = 92


@dataclass(frozen=True)
class Line:
    """One deadline of the agenda."""

    title: str
    kind: str
    path: str
    when: str
    left: str = ""
    late: bool = False


@dataclass(frozen=True)
class Group:
    """A day, or a month, and what falls in it."""

    heading: str
    lines: list[Line] = field(default_factory=list)


def by_day(deadlines: Iterable[Deadline], *, today: date) -> list[Group]:
    """Each day that has something; what is known by its month only comes under that month."""
    return _grouped(deadlines, today, lambda deadline: _day_heading(deadline, today))


def by_month(deadlines: Iterable[Deadline], *, today: date) -> list[Group]:
    return _grouped(deadlines, today, _month_heading)


def when_text(deadline: Deadline) -> str:
    """ "venerdì 12 marzo, ore 23:59", "aprile", "da aprile", "data da definire"."""
    if deadline.at is not None:
        return day_text(deadline.at)
    if deadline.on is None:
        return _("no date yet")
    if deadline.precision == DeadlinePrecision.DAY:
        return day_text(deadline.on)
    month = _month(deadline.on)
    return _("from %(month)s") % {"month": month} if _is_from(deadline) else month


def page_of(deadline: Deadline) -> str:
    """Its page in the active language: the verb that set the date spoke its author's."""
    return switched_url(deadline.path, get_language() or "it")


def left_text(day: date, *, today: date) -> str:
    """How much time is left to work: "fra 5 giorni, 3 lavorativi"."""
    left = working_days_left(today, day)
    if left == 0 or day <= today:
        return distance_text(day)
    working = ngettext("%(count)d working day", "%(count)d working days", left) % {"count": left}
    return f"{distance_text(day)} · {working}"


def _grouped(
    deadlines: Iterable[Deadline], today: date, heading: Callable[[Deadline], str]
) -> list[Group]:
    return [
        Group(title, [_line(deadline, today) for deadline in rows])
        for title, rows in groupby(deadlines, key=heading)
    ]


def _line(deadline: Deadline, today: date) -> Line:
    known = DEADLINE_KINDS.get(deadline.kind)
    dated = deadline.day is not None and deadline.precision not in WITHOUT_A_DAY
    return Line(
        title=str(deadline.title),
        kind=str(known.label) if known else "",
        path=page_of(deadline),
        when=when_text(deadline),
        left=left_text(deadline.day, today=today) if dated and deadline.day else "",
        late=dated and deadline.day is not None and deadline.day < today,
    )


def _day_heading(deadline: Deadline, today: date) -> str:
    if deadline.day is None or deadline.precision in WITHOUT_A_DAY:
        return _month_heading(deadline)
    if deadline.day < today:
        return _("Already past")
    return day_text(deadline.day)


def _month_heading(deadline: Deadline) -> str:
    return _month(deadline.day) if deadline.day else _("No date yet")


def _month(day: date) -> str:
    text = formats.date_format(day, "F Y")
    return text if is_english() else text.lower()


def _is_from(deadline: Deadline) -> bool:
    return deadline.precision == DeadlinePrecision.FROM_MONTH


def window(days: int, *, today: date) -> tuple[date, date]:
    """First and last day of an agenda of so many days; what passed in the last two weeks is kept."""
    return today - timedelta(days=FORTNIGHT), today + timedelta(days=days)
