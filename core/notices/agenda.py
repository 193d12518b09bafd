"""Dates as a person reads them: by day for a fortnight, by month for a quarter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.access.clock import ROME
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
    """One deadline of the agenda; `note` says what its group's heading does not."""

    title: str
    path: str
    note: str
    late: bool = False


@dataclass(frozen=True)
class Group:
    """A day, or a month, and what falls in it; `left` is the time until that day."""

    heading: str
    left: str = ""
    lines: list[Line] = field(default_factory=list)


def by_day(deadlines: Iterable[Deadline], *, today: date) -> list[Group]:
    """Each day that has something; what is past, or known by its month only, has a group of its own."""
    groups = []
    for (heading, day), rows in groupby(deadlines, key=lambda row: _day_heading(row, today)):
        left = left_text(day, today=today) if day else ""
        lines = [
            _line(row, today, when=_hour(row) if day else _when_and_left(row, today))
            for row in rows
        ]
        groups.append(Group(heading, left, lines))
    return groups


def by_month(deadlines: Iterable[Deadline], *, today: date) -> list[Group]:
    return [
        Group(heading, lines=[_line(row, today, when=_when_and_left(row, today)) for row in rows])
        for heading, rows in groupby(deadlines, key=_month_heading)
    ]


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


def has_day(deadline: Deadline) -> bool:
    return deadline.day is not None and deadline.precision not in WITHOUT_A_DAY


def _line(deadline: Deadline, today: date, *, when: str) -> Line:
    known = DEADLINE_KINDS.get(deadline.kind)
    parts = [when, str(known.label) if known else ""]
    return Line(
        title=str(deadline.title),
        path=page_of(deadline),
        note=" · ".join(part for part in parts if part),
        late=has_day(deadline) and deadline.day is not None and deadline.day < today,
    )


def _when_and_left(deadline: Deadline, today: date) -> str:
    if deadline.day is None or not has_day(deadline):
        return when_text(deadline)
    return f"{when_text(deadline)} · {left_text(deadline.day, today=today)}"


def _hour(deadline: Deadline) -> str:
    if deadline.at is None:
        return ""
    return _("at %(hour)s") % {"hour": formats.time_format(deadline.at.astimezone(ROME), "H:i")}


def _day_heading(deadline: Deadline, today: date) -> tuple[str, date | None]:
    """The heading, and the day that it stands for if it is one to come."""
    if deadline.day is None or not has_day(deadline):
        return _month_heading(deadline), None
    if deadline.day < today:
        return _("Already past"), None
    return day_text(deadline.day), deadline.day


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
