"""What everybody reads: the events to come and the past ones, and each event."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import clock
from core.access.blocked import Blocker
from core.access.http import PortalRequest
from core.access.models import User
from core.access.page import PUBLIC, page
from core.ui.downloads import download
from core.ui.pieces import Crumb, Step
from labs import blockers, calendar, paths, queries
from labs.enums import EventState, RegistrationState
from labs.lists import past_listing
from labs.models import Event, EventSession, Registration
from labs.queries.events import sort_key
from labs.views.loaders import visible_event
from labs.views.places import public_crumbs

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True)
class EventCard:
    """An event in a list: the next session if it is known, else the period in words."""

    event: Event
    url: str
    session: EventSession | None


@page(PUBLIC)
def event_list(request: PortalRequest) -> HttpResponse:
    listing = past_listing()
    now = clock.now()
    rows = queries.public_events().select_related("programme")
    open_ones = rows.filter(state__in=[EventState.PUBLISHED, EventState.POSTPONED])
    dated = list(queries.with_sessions(open_ones).order_by("pk"))
    over = [event.pk for event in dated if queries.is_past(event, now)]
    wanted = set(listing.narrow(open_ones, request.GET).values_list("pk", flat=True).order_by())
    coming = [event for event in dated if event.pk in wanted and event.pk not in over]
    past = rows.exclude(state__in=[EventState.PUBLISHED, EventState.POSTPONED])
    context = {
        "page": listing.page(past | rows.filter(pk__in=over), request.GET),
        "cards": [_card(event) for event in sorted(coming, key=lambda e: sort_key(e, now))],
        "any": bool(dated) or past.exists(),
        "breadcrumbs": public_crumbs(request),
    }
    return render(request, "labs/event_list.html", context)


@page(PUBLIC, load=visible_event)
def event_detail(request: PortalRequest, event: Event) -> HttpResponse:
    registration = own_registration(event, request.user)
    is_past = queries.is_past(event)
    reasons = register_reasons(event, request.user)
    context = {
        "event": event,
        "series_words": series_words(event),
        "sessions": counted(event, queries.kept_sessions(event)),
        "partners": [row.funder for row in event.partners.select_related("funder")],
        "registration": registration,
        "reads_minutes": registration is not None or _is_team(request),
        "knows_room": knows_room(request, registration),
        "is_past": is_past,
        "reasons": [] if registration else reasons,
        "may_register": registration is None and not reasons,
        "seats_left": queries.seats_left(event),
        "waiting": queries.waiting_of(event).count() if event.capacity else 0,
        "is_offered": registration is not None and registration.state == RegistrationState.OFFERED,
        "calendar_url": paths.calendar(event) if _has_hours(event) and not is_past else "",
        "desk_url": paths.desk(event) if _is_team(request) else "",
        "register_url": _url(request, "registration_create", event),
        "steps": steps_of(event),
        "breadcrumbs": public_crumbs(request, Crumb(event.title)),
    }
    return render(request, "labs/event_detail.html", context)


@page(PUBLIC, load=visible_event)
def event_calendar(request: PortalRequest, event: Event) -> HttpResponse:
    """The hours for the calendar that people already look at."""
    if not _has_hours(event):
        raise Http404
    content = calendar.to_ical(
        event, with_room=knows_room(request, own_registration(event, request.user))
    )
    return download(content, f"{event.key}.ics", public=True)


def series_words(event: Event) -> str:
    """Its series, unless that says no more than its kind."""
    words = str(event.series) if event.series else ""
    return "" if words.casefold() == str(event.get_kind_display()).casefold() else words


def counted(
    event: Event, sessions: Iterable[EventSession]
) -> list[tuple[EventSession, int | None]]:
    """Each session with how many were there; None as long as nobody was marked."""
    counts = queries.head_counts(event)
    return [(session, counts.get(session.pk)) for session in sessions]


def own_registration(event: Event, user: "User | AnonymousUser") -> Registration | None:
    """The reader's place or wait; None for somebody who has not signed in."""
    return queries.active_registration(event, user) if isinstance(user, User) else None


def knows_room(request: PortalRequest, registration: Registration | None) -> bool:
    """Where it is held online is told to the team, and to who has a confirmed seat."""
    confirmed = registration is not None and registration.state == RegistrationState.CONFIRMED
    return confirmed or _is_team(request)


def register_reasons(event: Event, user: "User | AnonymousUser") -> list[Blocker]:
    """Why this reader cannot register; somebody who has not signed in is asked only what holds for all."""
    if isinstance(user, User):
        return blockers.register_blockers(event, user)
    return blockers.open_blockers(event)


def steps_of(event: Event) -> list[Step]:
    """Registration, then the sessions; a day or a month if there are none yet."""
    now = clock.now()
    steps = []
    closes = event.registration_closes_at
    if event.state == EventState.PUBLISHED and closes:
        steps.append(Step(_("Registration closes"), "done" if closes < now else "next", closes))
    for session in queries.kept_sessions(event):
        state = "done" if session.ends_at < now else "now" if session.starts_at <= now else "next"
        steps.append(Step(_("Meeting"), state, session.starts_at, note=session.place))
    if not queries.kept_sessions(event) and event.starts_on:
        when = event.starts_on if event.has_day else event.when
        steps.append(Step(_("Meeting"), "done" if queries.is_past(event, now) else "next", when))
    return steps


def _card(event: Event) -> EventCard:
    coming = queries.coming_sessions(event)
    return EventCard(event, paths.public(event), coming[0] if coming else None)


def _is_team(request: PortalRequest) -> bool:
    return request.user.has_perm("labs.see_desk")


def _has_hours(event: Event) -> bool:
    live = event.state in {EventState.DRAFT, EventState.PUBLISHED, EventState.HELD}
    return live and (event.has_day or bool(queries.kept_sessions(event)))


def _url(request: PortalRequest, name: str, event: Event) -> str:
    return reverse(f"labs:{name}", kwargs={"slug": request.programme.slug, "event_key": event.key})
