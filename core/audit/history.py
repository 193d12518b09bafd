"""What was done to a row, as the history of a page shows it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from core.audit import queries
from core.audit.queries import Event
from core.ui.pieces import HistoryEntry, Words


def history_of(
    row: Model,
    *,
    noun: str = "",
    what: Callable[[Event], Words] | None = None,
    note: Callable[[dict[str, Any]], str] | None = None,
    keep: Callable[[Event], bool] | None = None,
) -> list[HistoryEntry]:
    """Newest first; `Event.who` names whoever did it, also where nobody may be named any more.

    Each line says "noun: act", or what `what` answers; `note` adds a word on the event's data, and `keep`
    leaves out what nobody asks about.
    """
    return [
        HistoryEntry(
            when=event.at,
            what=what(event) if what else f"{noun}: {event.act}",
            who=event.who,
            note=note(event.data) if note else "",
        )
        for event in queries.history_of(row)
        if keep is None or keep(event)
    ]
