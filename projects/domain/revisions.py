"""Two people, or two tabs, in the same row: whoever saves says which revision they had read."""

from typing import Any, Protocol


class Revised(Protocol):
    """A row that counts its changes."""

    revision: int

    def save(self) -> None: ...


class Stale(Exception):
    """Somebody saved the row since it was read; `row` is how it stands now. Nothing was written."""

    def __init__(self, row: Any) -> None:
        super().__init__(f"{row._meta.label} {row.pk} is at revision {row.revision}")
        self.row = row


def refuse_stale(row: Revised, revision: int) -> None:
    """Raises Stale when the row moved on since `revision` was read. The row must be locked."""
    if row.revision != revision:
        raise Stale(row)
