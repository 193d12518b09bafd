"""Where facilitators prepare and follow the events; officials and mentors read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access.blocked import Blocker
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb
from labs import blockers, queries
from labs.domain import events
from labs.enums import EventKind, EventState, RegistrationState
from labs.forms import EventForm
from labs.lists import desk_listing, with_numbers
from labs.models import Event
from labs.views.history import history_of
from labs.views.loaders import desk_event
from labs.views.places import desk_crumb, desk_crumbs, to_desk
from labs.views.public import counted, series_words

FORM = "labs/event_form.html"
_VERBS = ("change", "publish", "hold", "postpone", "reschedule", "cancel")


@page("labs.see_desk")
def event_desk(request: PortalRequest) -> HttpResponse:
    rows = with_numbers(queries.events_visible_to(request.user))
    context = {
        "page": desk_listing().page(rows, request.GET),
        "may_create": request.user.has_perm("labs.create_event"),
        "breadcrumbs": desk_crumbs(request),
    }
    return render(request, "labs/event_desk.html", context)


@page("labs.create_event", writes={"POST"})
def event_create(request: PortalRequest) -> HttpResponse:
    form = EventForm(request.POST or None, initial={"kind": EventKind.WORKSHOP})
    if request.method == "POST" and form.is_valid():
        event = events.create_event(by=request.user, **form.cleaned_data)
        messages.success(request, _("The draft is saved: only the team can see it."))
        return to_desk(event)
    context = {
        "form": form,
        "event": None,
        "breadcrumbs": desk_crumbs(request, Crumb(_("New event"))),
    }
    return render(request, FORM, context)


@page("labs.change_event", writes={"POST"}, load=desk_event)
def event_change(request: PortalRequest, event: Event) -> HttpResponse:
    form = EventForm(request.POST or None, instance=event)
    if request.method == "POST" and form.is_valid():
        events.change_event(event_id=event.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return to_desk(event)
    context = {
        "form": form,
        "event": event,
        "blockers": blockers.change_blockers(event),
        "breadcrumbs": desk_crumbs(request, desk_crumb(event), Crumb(_("Change"))),
    }
    return render(request, FORM, context)


@page("labs.see_desk", load=desk_event)
def event_manage(request: PortalRequest, event: Event) -> HttpResponse:
    may = {name: request.user.has_perm(f"labs.{name}_event", event) for name in _VERBS}
    numbers = queries.numbers_of(event)
    context = {
        "event": event,
        "series_words": series_words(event),
        "sessions": counted(event, event.sessions.all()),
        "numbers": [(state.label, count) for state, count in numbers.items() if count],
        "requests": numbers[RegistrationState.REQUESTED],
        "seats_left": queries.seats_left(event),
        "partners": [row.funder for row in event.partners.select_related("funder")],
        "is_past": queries.is_past(event),
        "publish_blockers": _reasons_not_to_publish(event),
        "may": {name: allowed and not _barred(name, event) for name, allowed in may.items()},
        "is_team": may["change"],
        "may_add_session": may["change"] and not blockers.session_blockers(event),
        "may_invite": may["change"] and event.is_live,
        "is_public": event.state != EventState.DRAFT and event.published_at is not None,
        "history": history_of(event) if may["change"] else [],
        "breadcrumbs": desk_crumbs(request, Crumb(event.title)),
    }
    return render(request, "labs/event_manage.html", context)


def _barred(verb: str, event: Event) -> bool:
    found = {
        "change": blockers.change_blockers,
        "publish": blockers.publish_blockers,
        "hold": blockers.hold_blockers,
        "postpone": blockers.postpone_blockers,
        "reschedule": blockers.reschedule_blockers,
        "cancel": blockers.cancel_blockers,
    }
    return bool(found[verb](event))


def _reasons_not_to_publish(event: Event) -> list[Blocker]:
    return blockers.publish_blockers(event) if event.state == EventState.DRAFT else []
