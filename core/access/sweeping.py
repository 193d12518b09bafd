"""What is due in whatever programme, found by a sweep function and done one row at a time."""

import logging
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import connection

from core.access import clock
from core.access.scope import open_programme

AT_MOST = 100
logger = logging.getLogger(__name__)


def sweep(function: str, verb: Callable[[UUID], object], *, at_most: int = AT_MOST) -> int:
    """Run `verb` on each row that a `SweepFunction` says is due now; how many it moved."""
    return each_alone(function, due(function, at_most=at_most), verb)


def due(function: str, *, at_most: int = AT_MOST) -> list[tuple[UUID, UUID]]:
    """(programme, key) of what is due now; asked outside a programme."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT programme_id, id FROM {function}(%s, %s)", [clock.now(), at_most])  # noqa: S608 - a name written in our modules
        return list(cursor.fetchall())


def each_alone(what: str, rows: Iterable[tuple[UUID, UUID]], verb: Callable[[UUID], object]) -> int:
    """Run `verb` on each (programme, key) in a transaction of its own; how many it moved.

    One that fails is told in the log, as a failure of `what`, and stops no other.
    """
    moved = 0
    for programme_id, key in rows:
        try:
            with open_programme(programme_id):
                moved += bool(verb(key))
        except Exception:
            logger.exception("%s: %s of programme %s failed", what, key, programme_id)
    return moved
