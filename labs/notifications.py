"""What is told about events and registrations, and to whom."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.access.once import asked_once
from core.notices.domain.notice import Notice, Recipient
from core.notices.kinds import deadline_kind
from core.notices.models import Deadline
from labs import paths, queries
from labs.enums import ACTIVE, RegistrationState
from labs.models import Event, EventSession, Registration


class _OfRegistration(Notice):
    """Told to the person whose registration it is."""

    action_label = _("Open the event")

    def __init__(self, registration: Registration) -> None:
        self.registration = registration

    def recipients(self) -> Iterable[Recipient]:
        return [self.registration.person]

    def context(self) -> Mapping[str, Any]:
        event = self.registration.event
        return {
            "registration": self.registration,
            "event": event,
            "sessions": queries.coming_sessions(event),
            "calendar_path": calendar_of(event),
        }

    def path(self) -> str:
        return paths.public(self.registration.event)


class RegistrationConfirmed(_OfRegistration):
    """With the hours as an iCalendar file, if there are any."""

    kind = "labs.registration_confirmed"
    label = _("Your registration to an event is confirmed")
    template = "labs/emails/registration_confirmed"


class RegistrationWaiting(_OfRegistration):
    kind = "labs.registration_waiting"
    label = _("You are in the queue for an event")
    template = "labs/emails/registration_waiting"


class RegistrationRequested(_OfRegistration):
    kind = "labs.registration_requested"
    label = _("Your request to take part in an event has arrived")
    template = "labs/emails/registration_requested"


class RegistrationRefused(_OfRegistration):
    kind = "labs.registration_refused"
    label = _("Your request to take part in an event was not accepted")
    template = "labs/emails/registration_refused"


class SeatOffered(_OfRegistration):
    """A duty: the offer ends, whatever the person reads once a day."""

    kind = "labs.seat_offered"
    label = _("A seat is offered to you")
    template = "labs/emails/seat_offered"
    action_label = _("Accept or decline")
    duty = True


class PersonInvited(_OfRegistration):
    kind = "labs.person_invited"
    label = _("You are invited to an event")
    template = "labs/emails/person_invited"
    action_label = _("Accept or decline")
    duty = True


class RegistrationCancelled(_OfRegistration):
    """Also to who cancelled it: it is their proof. `by` tells whether somebody else did."""

    kind = "labs.registration_cancelled"
    label = _("Your registration to an event is cancelled")
    template = "labs/emails/registration_cancelled"

    def __init__(self, registration: Registration, *, by: User) -> None:
        super().__init__(registration)
        self.by = by

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "is_own": self.by.pk == self.registration.person_id}


class _ToParticipants(Notice):
    """Told to everybody who has or waits for a place, except who did it."""

    action_label = _("Open the event")

    def __init__(self, event: Event, *, by: User) -> None:
        self.event = event
        self.by = by

    def recipients(self) -> Iterable[Recipient]:
        people = queries.people_of_event(self.event, ACTIVE)
        return [person for person in people if person.pk != self.by.pk]

    def context(self) -> Mapping[str, Any]:
        return {"event": self.event, "calendar_path": calendar_of(self.event)}

    def path(self) -> str:
        return paths.public(self.event)


class EventCancelled(_ToParticipants):
    """A duty: nobody should travel to it."""

    kind = "labs.event_cancelled"
    label = _("An event that you take part in was cancelled")
    template = "labs/emails/event_cancelled"
    action_label = _("Read why")
    duty = True


class EventPostponed(_ToParticipants):
    kind = "labs.event_postponed"
    label = _("An event that you take part in was postponed")
    template = "labs/emails/event_postponed"
    action_label = _("Read why")
    duty = True


class EventRescheduled(_ToParticipants):
    kind = "labs.event_rescheduled"
    label = _("An event that you take part in has a new date")
    template = "labs/emails/event_rescheduled"
    duty = True


class _OfSession(_ToParticipants):
    def __init__(self, session: EventSession, *, by: User) -> None:
        super().__init__(session.event, by=by)
        self.session = session

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "session": self.session}


class SessionSet(_OfSession):
    """A new session, or one that was moved: then `previous` is when it would have begun."""

    kind = "labs.session_set"
    label = _("When and where you meet, for an event that you take part in")
    template = "labs/emails/session_set"
    duty = True

    def __init__(
        self, session: EventSession, *, by: User, previous: datetime | None = None
    ) -> None:
        super().__init__(session, by=by)
        self.previous = previous

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "previous": self.previous}


class SessionCancelled(_OfSession):
    kind = "labs.session_cancelled"
    label = _("A session of an event that you take part in was cancelled")
    template = "labs/emails/session_cancelled"
    duty = True


def calendar_of(event: Event) -> str:
    """Where its iCalendar file is; empty as long as no day is known."""
    return paths.calendar(event) if event.has_day or queries.kept_sessions(event) else ""


# ── Deadlines ───────────────────────────────────────────────────────────────────────────────────────


@asked_once
def _events_confirmed(user: User, *states: RegistrationState) -> set[Any]:
    rows = Registration.objects.filter(person=user, state__in=states)
    return set(rows.values_list("event", flat=True))


def sessions_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Sessions of the events in which the person has a confirmed seat. Two queries."""
    events = _events_confirmed(user, RegistrationState.CONFIRMED)
    keys = [deadline.object_id for deadline in deadlines]
    rows = EventSession.objects.filter(pk__in=keys, event__in=events)
    own = set(rows.values_list("pk", flat=True))
    return [deadline for deadline in deadlines if deadline.object_id in own]


def days_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Days of the events in which the person has a confirmed seat. One query."""
    own = _events_confirmed(user, RegistrationState.CONFIRMED)
    return [deadline for deadline in deadlines if deadline.object_id in own]


def closings_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Closings of the events that the person prepared. One query."""
    keys = [deadline.object_id for deadline in deadlines]
    rows = Event.objects.filter(pk__in=keys, created_by=user)
    own = set(rows.values_list("pk", flat=True))
    return [deadline for deadline in deadlines if deadline.object_id in own]


def offers_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """The person's own offers. One query."""
    keys = [deadline.object_id for deadline in deadlines]
    rows = Registration.objects.filter(pk__in=keys, person=user)
    own = set(rows.values_list("pk", flat=True))
    return [deadline for deadline in deadlines if deadline.object_id in own]


@deadline_kind(
    "labs.session",
    label=_("A meeting that you take part in"),
    days_before=(7, 1, 0),
    concerning=sessions_of,
)
def session_audience(deadline: Deadline) -> Iterable[User]:
    session = EventSession.objects.filter(pk=deadline.object_id).select_related("event").first()
    return queries.people_of_event(session.event) if session else []


@deadline_kind(
    "labs.event", label=_("An event that you take part in"), days_before=(7, 1), concerning=days_of
)
def event_audience(deadline: Deadline) -> Iterable[User]:
    event = Event.objects.filter(pk=deadline.object_id).first()
    return queries.people_of_event(event) if event else []


@deadline_kind(
    "labs.registration_closing",
    label=_("Registration to an event closes"),
    days_before=(7, 1),
    concerning=closings_of,
)
def closing_audience(deadline: Deadline) -> Iterable[User]:
    """Whoever prepared the event: there may still be seats to fill."""
    event = Event.objects.filter(pk=deadline.object_id).select_related("created_by").first()
    return [event.created_by] if event and event.created_by else []


@deadline_kind(
    "labs.offer",
    label=_("A seat is offered to you until then"),
    days_before=(1, 0),
    duty=True,
    concerning=offers_of,
)
def offer_audience(deadline: Deadline) -> Iterable[User]:
    """The person, as long as the seat is only offered."""
    rows = Registration.objects.filter(pk=deadline.object_id, state=RegistrationState.OFFERED)
    registration = rows.select_related("person").first()
    return [registration.person] if registration else []
