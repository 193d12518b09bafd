"""Where many tests begin: built once by the real verbs, in a transaction that each test rolls back to.

    @stage(at=AT_WORK)                              # in tests/factories: a builder without arguments
    def at_work() -> AtWork: ...

    pytestmark = pytest.mark.begins_from(stage=commission.at_work)          # in a module, or on one test

Before the first test that begins from it the builder runs, in the fixture `programme`'s programme; each of
these tests then finds its rows in the database, and is given what it returned, as it was returned, when it
calls the builder. Tests with the same beginning run one after another, in one test process.
"""

import copy
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation

from core.access import clock
from core.access.scope import open_programme
from core.programmes.models import Programme
from tests.factories import programmes

T = TypeVar("T")
Builder = Callable[..., Any]


@dataclass
class Beginning:
    """A programme and what the builder returned, copied for one test; `given` once the test has asked."""

    programme: Programme
    value: Any
    given: bool = False


class Stages:
    """The one that stands in the database of this test process, if any."""

    def __init__(self) -> None:
        self.builder: Builder | None = None
        self.test: Beginning | None = None
        self._built: tuple[Programme, Any] | None = None
        self._transaction = ExitStack()
        self._blocker: Any = None

    def enter(self, builder: Builder, blocker: Any) -> None:
        """Build it unless it stands, and hand a test its own copy; `blocker` is pytest-django's."""
        if self.builder is not builder:
            self.leave()
            self._blocker = blocker
            atomic = transaction.atomic()
            atomic._from_testcase = True  # type: ignore[attr-defined]  # as Django's own tests: durable blocks may open
            self._transaction.enter_context(atomic)
            self._transaction.callback(transaction.set_rollback, True)
            try:
                self._built = self._build(builder)
            except BaseException:
                self.leave()
                raise
            self.builder = builder
        self.test = Beginning(*copy.deepcopy(self._built))  # type: ignore[misc]  # built above

    def leave(self) -> None:
        """Take it down; nothing of it stays."""
        self.test = self.builder = self._built = None
        if self._blocker is not None:
            with self._blocker.unblock():
                self._transaction.close()

    def given_to_test(self, builder: Builder) -> Beginning | None:
        """The test's copy, the first time that it asks this builder for it."""
        if self.test is None or self.builder is not builder or self.test.given:
            return None
        self.test.given = True
        return self.test

    @staticmethod
    def _build(builder: Builder) -> tuple[Programme, Any]:
        made = programmes.programme(slug="prova", name="Programma di prova")
        with (
            open_programme(made.pk),
            clock.at(builder.at),  # type: ignore[attr-defined]  # `stage` has set it
            translation.override(settings.LANGUAGE_CODE),
        ):
            return made, builder()


STAGES = Stages()


def stage(*, at: datetime) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Let tests begin from what a builder makes at this instant; with arguments it builds as ever."""

    def decorate(build: Callable[..., T]) -> Callable[..., T]:
        @wraps(build)
        def builder(*args: Any, **kwargs: Any) -> T:
            found = None if args or kwargs else STAGES.given_to_test(builder)
            return build(*args, **kwargs) if found is None else found.value

        builder.at = at  # type: ignore[attr-defined]  # read when the stage is built
        return builder

    return decorate


def beginning_of(item: pytest.Item) -> Builder | None:
    """The builder that the test names as its beginning."""
    marker = item.get_closest_marker("begins_from")
    found: Builder | None = marker.kwargs["stage"] if marker else None
    return found
