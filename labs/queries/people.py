"""Seats, queues and attendance."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from core.access.models import User
from labs.enums import ACTIVE, CAME, SEATED, RegistrationState
from labs.models import Attendance, Event, EventSession, Registration


def active_registration(event: Event, person: User) -> Registration | None:
    """The person's place or wait, if they have one (R6)."""
    return Registration.objects.filter(event=event, person=person, state__in=ACTIVE).first()


def mine(user: User) -> QuerySet[Registration]:
    """Everything that the person ever registered for, the newest first."""
    return (
        Registration.objects.filter(person=user)
        .select_related("event__programme", "event__series", "network", "organisation")
        .prefetch_related("event__sessions")
        .order_by("-registered_at", "pk")
    )


def seats_taken(event: Event) -> int:
    """Confirmed seats and those kept for an offer."""
    return Registration.objects.filter(event=event, state__in=SEATED).count()


def seats_left(event: Event) -> int | None:
    """None without a limit; never negative, even after the capacity was lowered (R4)."""
    if event.capacity is None:
        return None
    return max(0, event.capacity - seats_taken(event))


def seats_taken_by_network(event: Event, network_id: UUID) -> int:
    rows = Registration.objects.filter(event=event, network=network_id, state__in=SEATED)
    return rows.count()


def waiting_of(event: Event) -> QuerySet[Registration]:
    """The queue, its head first."""
    return (
        Registration.objects.filter(event=event, state=RegistrationState.WAITING)
        .select_related("person", "network")
        .order_by("queued_at", "pk")
    )


def confirmed_of(event: Event) -> QuerySet[Registration]:
    return (
        Registration.objects.filter(event=event, state=RegistrationState.CONFIRMED)
        .select_related("person", "network", "organisation")
        .order_by("person__full_name", "pk")
    )


def people_of_event(
    event: Event, states: Iterable[RegistrationState] = (RegistrationState.CONFIRMED,)
) -> QuerySet[User]:
    """Active accounts whose registration is in one of these states."""
    rows = Registration.objects.filter(event=event, state__in=list(states))
    return User.objects.filter(pk__in=rows.values("person"), is_active=True).order_by(
        "full_name", "pk"
    )


def numbers_of(event: Event) -> dict[RegistrationState, int]:
    """How many registrations the event has in each state. One query."""
    counts = _counted(Registration.objects.filter(event=event), "state")
    return {state: counts.get(state, 0) for state in RegistrationState}


def head_count(session: EventSession) -> int:
    """How many were there, counted from what was recorded and never typed (R10)."""
    return Attendance.objects.filter(session=session, status__in=CAME).count()


def head_counts(event: Event) -> dict[UUID, int]:
    """`head_count` of each session of which something was recorded. One query."""
    came = _counted(Attendance.objects.filter(session__event=event, status__in=CAME), "session")
    marked = Attendance.objects.filter(session__event=event).values_list("session", flat=True)
    return {session: came.get(session, 0) for session in marked.distinct().order_by()}


def _counted(rows: QuerySet[Any], name: str) -> dict[Any, int]:
    found = rows.values(name).annotate(total=Count("pk")).order_by()
    return dict(found.values_list(name, "total"))
