"""A person's own registrations: registering, accepting or declining a seat, giving it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.access.http import PortalRequest
from core.access.page import SIGNED_IN, page
from core.ui.pieces import Crumb, home_crumb
from labs import paths, queries
from labs.blockers import register_blockers
from labs.domain import registrations
from labs.enums import RegistrationState
from labs.forms import RegisterForm
from labs.models import Event, Registration
from labs.views.loaders import own_registration, visible_event
from labs.views.places import public_crumbs, to_public

SAID = {
    RegistrationState.CONFIRMED: lambda: _("You are registered: the confirmation is on its way."),
    RegistrationState.WAITING: lambda: _(
        "You are in the queue: we write to you if a seat is free."
    ),
    RegistrationState.REQUESTED: lambda: _("Your request has arrived: the team will answer you."),
}


@page(SIGNED_IN)
def registration_mine(request: PortalRequest) -> HttpResponse:
    """Everything that the person registered for, what is alive first."""
    rows = list(queries.mine(request.user))
    context = {
        "alive": [row for row in rows if row.is_active and not queries.is_past(row.event)],
        "past": [row for row in rows if not row.is_active or queries.is_past(row.event)],
        "breadcrumbs": [
            home_crumb(request),
            Crumb(_("My registrations")),
        ],
    }
    return render(request, "labs/registration_mine.html", context)


@page("labs.register", writes={"POST"}, load=visible_event)
def registration_create(request: PortalRequest, event: Event) -> HttpResponse:
    form = RegisterForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        made = registrations.register(
            event_id=event.pk,
            by=request.user,
            network=form.cleaned_data.get("network"),
            organisation=form.cleaned_data.get("organisation"),
        )
        messages.success(request, SAID[RegistrationState(made.state)]())
        return to_public(event)
    if queries.active_registration(event, request.user) is not None:
        return to_public(event)
    context = {
        "event": event,
        "form": form,
        "sessions": queries.coming_sessions(event),
        "seats_left": queries.seats_left(event),
        "must_queue": event.capacity is not None and not _has_seat(event),
        "blockers": register_blockers(event, request.user),
        "breadcrumbs": public_crumbs(
            request, Crumb(event.title, paths.public(event)), Crumb(pgettext("event", "Register"))
        ),
    }
    return render(request, "labs/registration_create.html", context)


@page("labs.cancel_registration", writes={"POST"}, load=own_registration)
def registration_cancel(request: PortalRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        registrations.cancel_registration(registration_id=registration.pk, by=request.user)
        messages.success(request, _("Your registration is cancelled."))
    return _to_mine(request)


@page("labs.accept_offer", writes={"POST"}, load=own_registration)
def offer_accept(request: PortalRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        registrations.accept_offer(registration_id=registration.pk, by=request.user)
        messages.success(request, SAID[RegistrationState.CONFIRMED]())
    return to_public(registration.event)


@page("labs.decline_offer", writes={"POST"}, load=own_registration)
def offer_decline(request: PortalRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        registrations.decline_offer(registration_id=registration.pk, by=request.user)
        messages.success(request, _("You have left the seat to somebody else."))
    return _to_mine(request)


def _has_seat(event: Event) -> bool:
    return queries.seats_left(event) != 0 and not queries.waiting_of(event).exists()


def _to_mine(request: PortalRequest) -> HttpResponse:
    return redirect(reverse("labs:registration_mine", args=[request.programme.slug]))
