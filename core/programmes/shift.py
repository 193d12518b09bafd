"""Moving every date of a definition, once, so that a chosen day of the programme becomes today.

Days and instants move by whole weeks: a Thursday stays a Thursday, the order stays, and a closing at
noon stays at noon in Rome, whichever side of the change of the hour it falls on. Months have no week
to keep: they move by the number of months by which the reference day's month moves, so that two
months stay as far apart as they were and "this month" of the programme is this month of today. See
docs/adr/0031.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.access.clock import ROME

MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
DATE_TEXT = re.compile(rf"({MONTH}(?:-\d\d)?)(?:/({MONTH}(?:-\d\d)?|\.\.))?")


@dataclass(frozen=True)
class Shift:
    """How far: `weeks` for days and instants, `months` for what is known to the month only."""

    weeks: int = 0
    months: int = 0

    def __bool__(self) -> bool:
        return bool(self.weeks or self.months)

    def day(self, day: date) -> date:
        return day + timedelta(weeks=self.weeks)

    def month(self, first: date) -> date:
        """The first day of the month that a month becomes."""
        count = first.year * 12 + first.month - 1 + self.months
        return date(count // 12, count % 12 + 1, 1)

    def instant(self, instant: datetime) -> datetime:
        """The same hour of the wall clock in Rome; a naive instant is Rome's own."""
        if instant.tzinfo is None:
            return instant + timedelta(weeks=self.weeks)
        wall = instant.astimezone(ROME).replace(tzinfo=None) + timedelta(weeks=self.weeks)
        return wall.replace(tzinfo=ROME)


def shift_to(reference: date, today: date) -> Shift:
    """The shift by whole weeks after which `reference` is today, or one of the six days before it."""
    weeks = (today - reference).days // 7
    arrived = reference + timedelta(weeks=weeks)
    months = (arrived.year - reference.year) * 12 + arrived.month - reference.month
    return Shift(weeks=weeks, months=months)


def shifted(value: Any, shift: Shift) -> Any:
    """The same data with every date moved: TOML's dates and instants, and the texts that are dates only
    ("2021-04", "2020-05/2020-07", "2021-04/..", "2021-03-25"). A text that is no real date stays as it is."""
    if isinstance(value, Mapping):
        return {key: shifted(inner, shift) for key, inner in value.items()}
    if isinstance(value, list):
        return [shifted(inner, shift) for inner in value]
    if isinstance(value, datetime):
        return shift.instant(value)
    if isinstance(value, date):
        return shift.day(value)
    if isinstance(value, str) and (match := DATE_TEXT.fullmatch(value)):
        return "/".join(_shifted_text(part, shift) for part in match.groups() if part)
    return value


def _shifted_text(text: str, shift: Shift) -> str:
    if text == "..":
        return text
    try:
        if len(text) == len("2021-04"):
            return shift.month(date.fromisoformat(f"{text}-01")).isoformat()[:7]
        return shift.day(date.fromisoformat(text)).isoformat()
    except ValueError:
        return text
