"""The portal's only clock. Nothing else asks the system for the time.

The demo that keeps the programme's original dates, and the tests, shift it; any other installation
refuses a shift (`CLOCK_SHIFT`), because closings, terms and payments stand on it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

ROME = ZoneInfo("Europe/Rome")
_held: ContextVar[datetime | None] = ContextVar("held_instant", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    held = _held.get()
    if held is not None:
        return held
    return timezone.now() + (stored_offset() if settings.CLOCK_SHIFT else timedelta())


def today() -> date:
    """The present day in Italy, whatever the server's own zone."""
    return now().astimezone(ROME).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Hold the clock at `instant` (aware): how the demo plays history and tests stand at a second."""
    _refuse_unless_allowed()
    token = _held.set(instant)
    try:
        yield
    finally:
        _held.reset(token)


@cache
def stored_offset() -> timedelta:
    """The offset kept in the database; read once per process, processes start after it is set."""
    from core.access.models import ClockOffset

    row = ClockOffset.objects.first()
    return row.offset if row else timedelta()


def store_offset(offset: timedelta) -> None:
    """Keep the offset that every process started from now on adds to the system's time."""
    from core.access.models import ClockOffset

    _refuse_unless_allowed()
    ClockOffset.objects.update_or_create(pk=1, defaults={"offset": offset})
    stored_offset.cache_clear()


def _refuse_unless_allowed() -> None:
    if not settings.CLOCK_SHIFT:
        raise ImproperlyConfigured("The clock moves only in the demo and in tests (CLOCK_SHIFT=1).")
