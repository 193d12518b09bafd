"""A query whose text never varies, compiled once in a process: with each request only its values change.

To build a query and turn it into SQL takes several times as long as PostgreSQL needs to answer a small one.
What is asked with every page may be worth it; nothing that was read is kept, only the text of the question.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django_scopes import scope

from core.access.scope import current_programme_id

PROGRAMME = UUID("00000000-0000-4000-8000-0000000009e0")
"""Stands for the open programme in the compiled text; no row has it."""


class Compiled:
    """The rows, as tuples, of a query made by `build(**stand_ins)`.

    A stand-in is a value that the query would never hold by itself: where it was written, the value of the
    same name is put each time, by the driver. The programme's is always that of the open one.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **stand_ins: Any) -> None:
        self.build, self.stand_ins = build, stand_ins

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        text, written = self._statement
        put: Mapping[Any, Any] = {
            PROGRAMME: current_programme_id(),
            **{stand_in: values[name] for name, stand_in in self.stand_ins.items()},
        }
        with connection.cursor() as cursor:
            cursor.execute(text, [put.get(value, value) for value in written])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        with scope(programme=PROGRAMME):
            text, written = self.build(**self.stand_ins).query.sql_with_params()
        missing = [name for name, one in self.stand_ins.items() if one not in written]
        if missing:
            raise ValueError(f"Never asked for in the compiled query: {', '.join(missing)}")
        return text, written
