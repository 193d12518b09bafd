"""What the labs give to the whole portal: places, to-dos, and the list of the next meetings."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import clock
from core.access.http import PortalRequest
from core.access.portal import (
    Family,
    IfAny,
    NavItem,
    Panel,
    Panels,
    Portal,
    Thing,
    Todo,
    Todos,
    of_each,
)
from core.ui.wording import day_with_distance
from labs import option_portal, paths, queries
from labs.enums import EventState, RegistrationState
from labs.models import Event, EventSession, Registration

SHOWN = 5
AFTER_SESSION = timedelta(days=7)
"""How long after a session its attendance and minutes are expected."""


def navigation(request: PortalRequest) -> list[NavItem]:
    slug = request.programme.slug
    items = []
    if request.user.has_perm("labs.see_desk"):
        items.append(
            NavItem(
                _("Meetings"),
                reverse("labs:event_desk", args=[slug]),
                "presentation",
                family=Family.MEETINGS,
            )
        )
    own = NavItem(
        _("My registrations"),
        reverse("labs:registration_mine", args=[slug]),
        "bookmark",
        family=Family.MEETINGS,
        if_any=[Registration.objects.filter(person=request.user)],
    )
    return [*items, own]


def todos(request: PortalRequest) -> Todos:
    if not request.user.has_perm("labs.change_event"):
        return [_offers(request)]
    return [_offers(request), _to_publish(), _requests(), _to_record(), _to_hold()]


def _offers(request: PortalRequest) -> IfAny[Todo]:
    """Seats that wait for this person's word."""
    rows = Registration.objects.filter(
        person=request.user,
        state=RegistrationState.OFFERED,
        event__state__in=[EventState.DRAFT, EventState.PUBLISHED],
    )
    return of_each(
        rows.select_related("event__programme").order_by("offer_expires_at", "pk"),
        lambda row: Todo(
            text=_("Accept or decline the seat"),
            url=paths.public(row.event),
            due=row.offer_expires_at,
            about=str(row.event.title),
        ),
    )


def _to_publish() -> IfAny[Todo]:
    drafts = Event.objects.filter(state=EventState.DRAFT).select_related("programme")
    return IfAny(drafts.order_by("starts_on", "pk"), _publishable)


def _publishable(drafts: Iterable[Event]) -> list[Todo]:
    """Drafts, except the tables that work without being public."""
    return [
        Todo(text=_("Publish the event"), url=paths.desk(event), about=str(event.title))
        for event in drafts
        if not event.is_closed_table
    ]


def _requests() -> IfAny[Todo]:
    waiting = Registration.objects.filter(
        state=RegistrationState.REQUESTED, event__state=EventState.PUBLISHED
    )
    rows = waiting.select_related("event__programme").order_by("registered_at", "pk")
    return IfAny(rows, _by_event)


def _by_event(waiting: Iterable[Registration]) -> list[Todo]:
    """One line for each event, with the count of its requests."""
    counts: dict[Event, int] = {}
    for row in waiting:
        counts[row.event] = counts.get(row.event, 0) + 1
    return [
        Todo(
            text=ngettext("Answer %(count)d request", "Answer %(count)d requests", count)
            % {"count": count},
            url=paths.registrations(event),
            due=event.registration_closes_at,
            about=str(event.title),
        )
        for event, count in counts.items()
    ]


def _to_record() -> IfAny[Todo]:
    """Sessions that were held and of which nothing is written yet."""
    over = EventSession.objects.filter(
        ends_at__lt=clock.now(),
        cancelled_at=None,
        event__state__in=[EventState.DRAFT, EventState.PUBLISHED, EventState.HELD],
    )
    bare = over.filter(attendance=None) | over.filter(minutes="")
    rows = bare.select_related("event__programme").prefetch_related("attendance").distinct()
    return of_each(rows.order_by("ends_at", "pk"), _bare)


def _bare(session: EventSession) -> Todo:
    lacks_people = not session.attendance.all()
    return Todo(
        text=_("Record who was there") if lacks_people else _("Record the minutes"),
        url=paths.attendance(session) if lacks_people else paths.minutes(session),
        due=session.ends_at + AFTER_SESSION,
        about=str(session.event.title),
    )


def _to_hold() -> IfAny[Todo]:
    published = Event.objects.filter(state=EventState.PUBLISHED).order_by("starts_on", "pk")
    return IfAny(queries.with_sessions(published), _over)


def _over(published: Iterable[Event]) -> list[Todo]:
    """Over by their dates: whether they were held is for somebody to say."""
    now = clock.now()
    return [
        Todo(text=_("Say whether it was held"), url=paths.desk(event), about=str(event.title))
        for event in published
        if queries.is_past(event, now)
    ]


def panels(request: PortalRequest) -> Panels:
    """The meetings in which the person has a place; for the team, those of the programme."""
    if request.user.has_perm("labs.see_desk"):
        return [_team_panel(request)]
    return [IfAny(queries.mine(request.user), lambda rows: _own_panel(request, rows))]


def _own_panel(request: PortalRequest, own: Iterable[Registration]) -> list[Panel]:
    rows = [row for row in own if row.is_active and not queries.is_past(row.event)]
    if not rows:
        return []
    return [
        Panel(
            title=_("My registrations"),
            things=[
                Thing(
                    title=str(row.event.title),
                    url=paths.public(row.event),
                    note=_when(row.event),
                    state=row.get_state_display(),
                    tone=row.tone,
                )
                for row in rows[:SHOWN]
            ],
            url=reverse("labs:registration_mine", args=[request.programme.slug]),
        )
    ]


def _team_panel(request: PortalRequest) -> Panel:
    live = Event.objects.filter(state__in=[EventState.DRAFT, EventState.PUBLISHED])
    now = clock.now()
    rows = [
        event
        for event in queries.with_sessions(live).order_by("starts_on", "pk")
        if not queries.is_past(event, now)
    ]
    return Panel(
        title=_("Next meetings"),
        things=[
            Thing(
                title=str(event.title),
                url=paths.desk(event),
                note=_when(event),
                state=event.get_state_display(),
                tone=event.tone,
            )
            for event in rows[:SHOWN]
        ],
        empty=_("The meetings of the programme appear here when the first one is prepared."),
        url=reverse("labs:event_desk", args=[request.programme.slug]),
    )


def _when(event: Event) -> str:
    coming = queries.coming_sessions(event)
    return day_with_distance(coming[0].starts_at) if coming else event.when


PORTAL = Portal(
    navigation=navigation,
    todos=todos,
    panels=panels,
    options=option_portal.options,
    comings=option_portal.comings,
)
