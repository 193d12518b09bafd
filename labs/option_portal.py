"""What anybody can begin with meetings, and the next one of the programme."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import clock
from core.access.http import PortalRequest
from core.access.models import User
from core.access.once import asked_once
from core.access.portal import Coming, Often, Option
from core.ui.wording import day_with_distance
from labs import paths, queries
from labs.blockers import open_blockers
from labs.enums import EventState
from labs.models import Event, Registration
from labs.queries.events import sort_key


def options(request: PortalRequest) -> list[Option]:
    """Prepare meetings, for who may; for the others a seat in the next one where they have none yet."""
    if request.user.has_perm("labs.create_event"):
        url = reverse("labs:event_create", args=[request.programme.slug])
        note = _("A workshop, a lab, an exchange: with its sessions and seats.")
        return [Option(_("Prepare a meeting"), url, note, "presentation", Often.DAILY)]
    seated = _seated(request.user)
    for event in _coming():
        if event.pk not in seated and not open_blockers(event):
            note = f"{event.title} · {_when(event)}"
            return [Option(_("Register for a meeting"), paths.public(event), note, "calendar")]
    return []


def comings(request: PortalRequest) -> list[Coming]:
    """The next public meeting, and whether the person has a seat."""
    event = next(iter(_coming()), None)
    if event is None:
        return []
    first = next(iter(queries.coming_sessions(event)), None)
    seated = event.pk in _seated(request.user)
    return [
        Coming(
            str(event.title),
            first.starts_at if first else sort_key(event, clock.now())[0],
            paths.public(event),
            "" if first else event.when,
            _("You have a seat.") if seated else str(event.get_kind_display()),
        )
    ]


@asked_once
def _coming() -> list[Event]:
    """Published meetings that are not over, the soonest first. Two queries."""
    now = clock.now()
    rows = queries.with_sessions(queries.public_events().filter(state=EventState.PUBLISHED))
    coming = [event for event in rows.order_by("pk") if not queries.is_past(event, now)]
    return sorted(coming, key=lambda event: sort_key(event, now))


@asked_once
def _seated(user: User) -> set[object]:
    """Keys of the events in which the person has a seat."""
    rows = Registration.objects.filter(person=user).order_by("pk")
    return {row.event_id for row in rows if row.is_active}


def _when(event: Event) -> str:
    coming = queries.coming_sessions(event)
    return day_with_distance(coming[0].starts_at) if coming else event.when
