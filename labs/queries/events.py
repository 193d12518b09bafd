"""Events: who sees which, and where each stands by the clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from core.access import clock
from core.access.models import User
from core.people import queries as people
from core.people.enums import RoleName
from core.ui.bilingual import Bilingual
from labs.enums import ACTIVE, PUBLIC_STATES, EventState
from labs.models import Event, EventSession, Registration

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

READS_EVERYTHING = (
    RoleName.COORDINATOR,
    RoleName.FACILITATOR,
    RoleName.METROPOLITAN_OFFICIAL,
    RoleName.MUNICIPAL_OFFICIAL,
    RoleName.MENTOR,
    RoleName.EVALUATOR,
)


@dataclass(frozen=True)
class UpcomingEvent:
    """An event to come, as the programme's home shows it.

    `starts_at` is the next session, aware; without one only `when` is known, in words.
    """

    title: Bilingual
    description: Bilingual
    kind: str
    url: str
    when: str
    starts_at: datetime | None


def public_events() -> QuerySet[Event]:
    """What anybody may read about; a table that was never published is not among them."""
    return Event.objects.filter(state__in=PUBLIC_STATES, published_at__isnull=False)


def events_visible_to(user: "User | AnonymousUser") -> QuerySet[Event]:
    """Everything for the team and the officials; for others what is public, and what they are in."""
    if not isinstance(user, User):
        return public_events()
    if people.has_role(user, *READS_EVERYTHING):
        return Event.objects.all()
    own = Registration.objects.filter(person=user, state__in=ACTIVE).values("event")
    return Event.objects.filter(
        Q(state__in=PUBLIC_STATES, published_at__isnull=False) | Q(pk__in=own)
    )


def event_by_key(key: str) -> Event | None:
    """The event that a definition or an address calls so, whatever its state."""
    return Event.objects.filter(key=key).first()


def with_sessions(events: QuerySet[Event]) -> QuerySet[Event]:
    """What the functions below read, for many events in two queries."""
    return events.select_related("programme", "series").prefetch_related("sessions")


def kept_sessions(event: Event) -> list[EventSession]:
    """Its sessions that were not cancelled, the first one first."""
    return [session for session in event.sessions.all() if session.cancelled_at is None]


def coming_sessions(event: Event, now: datetime | None = None) -> list[EventSession]:
    """Those that have not begun."""
    instant = now or clock.now()
    return [session for session in kept_sessions(event) if session.starts_at > instant]


def is_past(event: Event, now: datetime | None = None) -> bool:
    """Held, cancelled, or its last session or last day is over. "From April" ends when somebody says so."""
    if event.state in {EventState.HELD, EventState.CANCELLED}:
        return True
    if event.state == EventState.POSTPONED:
        return False
    instant = now or clock.now()
    sessions = kept_sessions(event)
    if sessions and event.has_day:
        return max(session.ends_at for session in sessions) < instant
    if any(session.ends_at >= instant for session in sessions):
        return False
    return event.last_day is not None and event.last_day < instant.astimezone(clock.ROME).date()


def cut_off(event: Event, now: datetime | None = None) -> datetime | None:
    """Until when seats are given: the closing, and never later than the next session or the day itself.

    Aware; None as long as neither is known.
    """
    instant = now or clock.now()
    limits = [event.registration_closes_at] if event.registration_closes_at else []
    sessions = kept_sessions(event)
    if sessions:
        coming = coming_sessions(event, instant)
        limits.append(coming[0].starts_at if coming else sessions[-1].starts_at)
    elif event.has_day and event.last_day is not None:
        limits.append(_end_of(event.last_day))
    return min(limits, default=None)


def upcoming_public(limit: int) -> list[UpcomingEvent]:
    """The next public events, the soonest first; those without a day after those of the same month.

    Two queries.
    """
    now = clock.now()
    rows = with_sessions(public_events().filter(state=EventState.PUBLISHED)).order_by("pk")
    coming = sorted((event for event in rows if not is_past(event, now)), key=_by_time(now))
    return [_upcoming(event, now) for event in coming[:limit]]


def sort_key(event: Event, now: datetime) -> tuple[date, bool, str]:
    """Orders events by time: the next session or the first day; a month comes after its days."""
    sessions = coming_sessions(event, now) or kept_sessions(event)
    if sessions:
        return sessions[0].starts_at.astimezone(clock.ROME).date(), False, str(event.pk)
    return event.starts_on or date.max, not event.has_day, str(event.pk)


def _by_time(now: datetime):  # type: ignore[no-untyped-def]  # a closure for sorted
    return lambda event: sort_key(event, now)


def _upcoming(event: Event, now: datetime) -> UpcomingEvent:
    coming = coming_sessions(event, now)
    return UpcomingEvent(
        title=event.title,
        description=event.description,
        kind=str(event.get_kind_display()),
        url=event.public_path(event.programme.slug),
        when=event.when,
        starts_at=coming[0].starts_at if coming else None,
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.ROME)
