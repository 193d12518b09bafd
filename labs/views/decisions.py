"""Acts on an event: publish, hold, postpone, give a new date, cancel; each page shows what would refuse it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb
from labs import blockers, queries
from labs.domain import events
from labs.enums import ACTIVE
from labs.forms import PeriodForm, ReasonForm
from labs.models import Event
from labs.views.loaders import desk_event
from labs.views.places import desk_crumb, desk_crumbs, to_desk


@page("labs.publish_event", writes={"POST"}, load=desk_event)
def event_publish(request: PortalRequest, event: Event) -> HttpResponse:
    if request.method == "POST":
        events.publish_event(event_id=event.pk, by=request.user)
        messages.success(request, _("The event is published: everybody can read of it now."))
        return to_desk(event)
    context = {
        "event": event,
        "sessions": queries.kept_sessions(event),
        "blockers": blockers.publish_blockers(event),
        "breadcrumbs": desk_crumbs(request, desk_crumb(event), Crumb(_("Publish"))),
    }
    return render(request, "labs/event_publish.html", context)


@page("labs.hold_event", writes={"POST"}, load=desk_event)
def event_hold(request: PortalRequest, event: Event) -> HttpResponse:
    if request.method == "POST":
        events.hold_event(event_id=event.pk, by=request.user)
        messages.success(request, _("The event is marked as held."))
    return to_desk(event)


@page("labs.postpone_event", writes={"POST"}, load=desk_event)
def event_postpone(request: PortalRequest, event: Event) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        events.postpone_event(
            event_id=event.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The event is postponed; who is registered has been told."))
        return to_desk(event)
    context = {
        "event": event,
        "form": form,
        "people": queries.people_of_event(event, ACTIVE).count(),
        "blockers": blockers.postpone_blockers(event),
        "breadcrumbs": desk_crumbs(request, desk_crumb(event), Crumb(_("Postpone"))),
    }
    return render(request, "labs/event_postpone.html", context)


@page("labs.reschedule_event", writes={"POST"}, load=desk_event)
def event_reschedule(request: PortalRequest, event: Event) -> HttpResponse:
    form = PeriodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        events.reschedule_event(event_id=event.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The event has its new date; who is registered has been told."))
        return to_desk(event)
    context = {
        "event": event,
        "form": form,
        "blockers": blockers.reschedule_blockers(event),
        "breadcrumbs": desk_crumbs(request, desk_crumb(event), Crumb(_("New date"))),
    }
    return render(request, "labs/event_reschedule.html", context)


@page("labs.cancel_event", writes={"POST"}, load=desk_event)
def event_cancel(request: PortalRequest, event: Event) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        events.cancel_event(event_id=event.pk, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The event is cancelled; who is registered has been told."))
        return to_desk(event)
    context = {
        "event": event,
        "form": form,
        "people": queries.people_of_event(event, ACTIVE).count(),
        "blockers": blockers.cancel_blockers(event),
        "breadcrumbs": desk_crumbs(request, desk_crumb(event), Crumb(_("Cancel"))),
    }
    return render(request, "labs/event_cancel.html", context)
