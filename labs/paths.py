"""Addresses of the pages of labs, for notices, deadlines and to-dos."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import translation

from labs.models import Event, EventSession


def public(event: Event) -> str:
    """What the event is; of a closed table, the page of its people."""
    return event.public_path(event.programme.slug)


def calendar(event: Event) -> str:
    """Its hours as an iCalendar file."""
    return reverse(
        "labs:event_calendar", kwargs={"slug": event.programme.slug, "event_key": event.key}
    )


def desk(event: Event) -> str:
    """The page from which facilitators run the event."""
    return reverse("labs:event_manage", kwargs={"slug": event.programme.slug, "key": event.pk})


def registrations(event: Event) -> str:
    return reverse("labs:registration_list", kwargs={"slug": event.programme.slug, "key": event.pk})


def minutes(session: EventSession) -> str:
    return _of_session(session, "labs:session_minutes")


def attendance(session: EventSession) -> str:
    return _of_session(session, "labs:session_attendance")


def in_italian(path: Callable[[Any], str], row: Any) -> str:
    """An address that is kept, whatever language its author was reading in."""
    with translation.override("it"):
        return path(row)


def _of_session(session: EventSession, name: str) -> str:
    slug = session.event.programme.slug
    return reverse(name, kwargs={"slug": slug, "key": session.pk})
