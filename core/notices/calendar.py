"""Deadlines as an iCalendar feed (RFC 5545), for the calendar that people already look at."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from icalendar import Calendar, Event

from core.notices.enums import WITHOUT_A_DAY
from core.notices.models import Deadline
from core.ui.context import switched_url

REFRESH = timedelta(hours=6)


def to_ical(deadlines: Iterable[Deadline], *, name: str) -> bytes:
    """The feed in the active language; what has no day yet is left out, not given one (R11)."""
    calendar = Calendar()
    calendar.add("prodid", "-//topmetro//agenda//IT")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for deadline in deadlines:
        if deadline.precision not in WITHOUT_A_DAY:
            calendar.add_component(_event(deadline))
    return bytes(calendar.to_ical())


def _event(deadline: Deadline) -> Event:
    event = Event()
    # The same identity for ever: a calendar moves the entry when the term is extended.
    event.add("uid", f"{deadline.pk}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("dtstamp", deadline.set_at)
    event.add("last-modified", deadline.set_at)
    event.add("summary", str(deadline.title))
    event.add("dtstart", deadline.at or deadline.on)
    if deadline.at is None and deadline.on is not None:
        event.add("dtend", deadline.on + timedelta(days=1))
    path = switched_url(deadline.path, get_language() or "it")
    event.add("url", f"{settings.PUBLIC_URL}{path}")
    event.add("transp", "TRANSPARENT")
    return event
