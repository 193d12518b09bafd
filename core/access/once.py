"""What several parts of one page ask of the database, asked once.

An answer is kept only while `open_programme(…, read_only=True)` is open, which is how a GET is served:
PostgreSQL refuses every write there, so nothing that the page itself does can make the answer old. It is
dropped with the block. Verbs, tasks and forms that are sent open their programme for writing: they ask again
each time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
Answer = TypeVar("Answer")

_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept_answers", default=None)


def asked_once(question: Callable[P, Answer]) -> Callable[P, Answer]:
    """Keep what the function answers to the same arguments (by position; rows are the same by their key).

    Everybody who asks gets the same object: it is read, never changed.
    """

    @wraps(question)
    def ask(*args: P.args, **kwargs: P.kwargs) -> Answer:
        kept = _kept.get()
        if kept is None or kwargs:
            return question(*args, **kwargs)
        key = (question, *args)
        if key not in kept:
            kept[key] = question(*args, **kwargs)
        found: Answer = kept[key]
        return found

    return ask


@contextmanager
def keeping_answers(*, read_only: bool) -> Iterator[None]:
    """Begin with none; where something may be written none is kept."""
    token = _kept.set({} if read_only else None)
    try:
        yield
    finally:
        _kept.reset(token)
