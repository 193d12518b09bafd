"""What waits for a person, sorted by how soon: the words and the groups of the landing page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.access.clock import ROME
from core.access.portal import Todo

if TYPE_CHECKING:
    from core.access.blocked import Text

NOON_ENDS = 13
EVENING_BEGINS = 18
NIGHT_ENDS = 5
SUNDAY = 6


@dataclass(frozen=True)
class Group:
    """The to-dos of one stretch of time, soonest first."""

    title: "Text"
    tone: str
    todos: list[Todo]
    overdue: bool = False


def group(todos: Iterable[Todo], now: datetime) -> list[Group]:
    """Overdue, by tomorrow, this week, later, undated; empty groups are left out."""
    today = now.astimezone(ROME).date()
    tomorrow = today + timedelta(days=1)
    sunday = today + timedelta(days=SUNDAY - today.weekday())
    late: list[Todo] = []
    soon: list[Todo] = []
    week: list[Todo] = []
    later: list[Todo] = []
    undated: list[Todo] = []
    for todo in sorted(todos, key=_by_due):
        if todo.due is None:
            undated.append(todo)
        elif todo.due < now:
            late.append(todo)
        elif _day(todo.due) <= tomorrow:
            soon.append(todo)
        else:
            (week if _day(todo.due) <= sunday else later).append(todo)
    groups = [
        Group(_("Overdue"), "danger", late, overdue=True),
        Group(_("By tomorrow"), "warning", soon),
        Group(_("This week"), "active", week),
        Group(_("Later"), "neutral", later),
        Group(_("When you can"), "neutral", undated),
    ]
    return [each for each in groups if each.todos]


def greeting(name: str, now: datetime) -> str:
    """ "Buongiorno Giulia", by the hour in Rome."""
    hour = now.astimezone(ROME).hour
    if NIGHT_ENDS <= hour < NOON_ENDS:
        words = _("Good morning %(name)s")
    elif NOON_ENDS <= hour < EVENING_BEGINS:
        words = _("Good afternoon %(name)s")
    else:
        words = _("Good evening %(name)s")
    return words % {"name": name}


def summary(groups: list[Group]) -> str:
    """One sentence: "Tre cose da fare, una entro domani." """
    everything = sum(len(each.todos) for each in groups)
    if not everything:
        return _("Nothing waits for you.")
    first = ngettext("%(count)s thing to do", "%(count)s things to do", everything) % {
        "count": count_in_words(everything)
    }
    first = first[:1].upper() + first[1:]
    late = sum(len(each.todos) for each in groups if each.overdue)
    soon = sum(len(each.todos) for each in groups if each.tone == "warning")
    if late:
        words = _("%(things)s, %(count)s overdue.")
    elif soon:
        words = _("%(things)s, %(count)s by tomorrow.")
    else:
        words = _("%(things)s, none by tomorrow.")
    return words % {"things": first, "count": count_in_words(late or soon)}


def count_in_words(count: int) -> str:
    """Up to nine in words, agreeing with "things" (feminine in Italian), then figures."""
    words = {
        1: pgettext("how many things", "one"),
        2: pgettext("how many things", "two"),
        3: pgettext("how many things", "three"),
        4: pgettext("how many things", "four"),
        5: pgettext("how many things", "five"),
        6: pgettext("how many things", "six"),
        7: pgettext("how many things", "seven"),
        8: pgettext("how many things", "eight"),
        9: pgettext("how many things", "nine"),
    }
    return words.get(count, str(count))


def _by_due(todo: Todo) -> tuple[bool, float]:
    return (todo.due is None, todo.due.timestamp() if todo.due else 0.0)


def _day(instant: datetime) -> date:
    return instant.astimezone(ROME).date()
