"""The last changes of a draft, as whoever writes it reads them."""

from dataclasses import dataclass

from core.access.models import User
from core.questionnaires.models import DraftChange, Version


@dataclass(frozen=True)
class Changes:
    """What can be undone, the last first; what was undone and can be done again, the next first."""

    done: list[DraftChange]
    undone: list[DraftChange]
    reader: User

    @property
    def last(self) -> DraftChange | None:
        return next(iter(self.done), None)

    @property
    def next(self) -> DraftChange | None:
        return next(iter(self.undone), None)

    @property
    def last_is_anothers(self) -> bool:
        return self.last is not None and self.last.made_by_id != self.reader.pk


def changes_of(version: Version | None, reader: User) -> Changes:
    """One query; nothing without a version that can be written."""
    if version is None:
        return Changes([], [], reader)
    rows = list(version.changes.select_related("made_by", "undone_by").defer("before", "after"))
    return Changes(
        [row for row in rows if row.undone_at is None],
        [row for row in reversed(rows) if row.undone_at is not None],
        reader,
    )
