"""What comes next for a person, in one order: their own terms, and the programme's."""

from collections.abc import Iterable
from datetime import date, datetime

from core.access.clock import ROME
from core.access.portal import Coming, Todo
from core.ui.pieces import Step

SHOWN = 5


def steps(comings: Iterable[Coming], todos: Iterable[Todo]) -> list[Step]:
    """The first few by day, without what already stands among the to-dos or was told by another part."""
    told = {_page(todo.url) for todo in todos}
    found = []
    for coming in sorted(comings, key=_day):
        if coming.url and _page(coming.url) in told:
            continue
        told.add(_page(coming.url))
        found.append(Step(coming.text, "next", coming.when or coming.on, coming.note, coming.url))
    return found[:SHOWN]


def _page(url: str) -> str:
    return url.partition("#")[0]


def _day(coming: Coming) -> tuple[date, bool]:
    """What is known only in words comes after the days of its month's beginning."""
    on = coming.on
    return (on.astimezone(ROME).date() if isinstance(on, datetime) else on), bool(coming.when)
