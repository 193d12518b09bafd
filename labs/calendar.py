"""An event's hours as an iCalendar file (RFC 5545): what has no day is left out, not given one (R11)."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar
from icalendar import Event as Entry

from labs import paths, queries
from labs.models import Event, EventSession


def to_ical(event: Event, *, with_room: bool) -> bytes:
    """Every session that is held; a day without sessions is an entry of the whole day.

    `with_room`: the reader has a seat, and may know where it is held online.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//topmetro//events//IT")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    sessions = queries.kept_sessions(event)
    for session in sessions:
        calendar.add_component(_sitting(event, session, with_room=with_room))
    if not sessions and event.has_day:
        calendar.add_component(_day(event))
    return bytes(calendar.to_ical())


def _sitting(event: Event, session: EventSession, *, with_room: bool) -> Entry:
    entry = _entry(event, str(session.pk))
    entry.add("dtstart", session.starts_at)
    entry.add("dtend", session.ends_at)
    if where := session.place or (session.online_url if with_room else ""):
        entry.add("location", where)
    return entry


def _day(event: Event) -> Entry:
    entry = _entry(event, str(event.pk))
    assert event.starts_on is not None
    entry.add("dtstart", event.starts_on)
    entry.add("dtend", (event.ends_on or event.starts_on) + timedelta(days=1))
    return entry


def _entry(event: Event, key: str) -> Entry:
    entry = Entry()
    # The same identity for ever: a calendar moves the entry when the session is moved.
    entry.add("uid", f"{key}@{urlsplit(settings.PUBLIC_URL).hostname}")
    entry.add("dtstamp", event.published_at or event.created_at)
    entry.add("summary", str(event.title))
    entry.add("url", f"{settings.PUBLIC_URL}{paths.public(event)}")
    return entry
