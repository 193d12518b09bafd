"""The people of an event, as the team sees them: list, table, invitations, requests."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.blocked import Blocked
from core.access.http import PortalRequest
from core.access.page import page
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.ui.downloads import download
from core.ui.pieces import Crumb
from labs import exports, paths, queries
from labs.domain import registrations
from labs.enums import RegistrationState
from labs.forms import ParticipantForm
from labs.lists import REGISTRATIONS
from labs.models import Event, Registration
from labs.views.loaders import desk_event, desk_registration
from labs.views.places import desk_crumb, desk_crumbs

AT_MOST = 50
"""Requests shown for an answer at once; the others come up as these are answered."""


@page("labs.see_registrations", load=desk_event)
def registration_list(request: PortalRequest, event: Event) -> HttpResponse:
    rows = event.registrations.select_related("person", "network", "organisation")
    waiting = rows.filter(state=RegistrationState.REQUESTED).order_by("registered_at", "pk")
    is_team = request.user.has_perm("labs.invite_person")
    context = {
        "event": event,
        "page": REGISTRATIONS.page(rows, request.GET),
        "requests": waiting[:AT_MOST] if is_team else [],
        "seats_left": queries.seats_left(event),
        "may_invite": is_team and event.is_live,
        "may_export": request.user.has_perm("labs.export_registrations"),
        "query": request.GET.urlencode(),
        "breadcrumbs": desk_crumbs(request, desk_crumb(event), Crumb(_("People"))),
    }
    return render(request, "labs/registration_list.html", context)


@page(
    "labs.export_registrations",
    writes={"GET"},
    reason="An export of personal data leaves an entry in the register.",
    load=desk_event,
)
def registration_export(request: PortalRequest, event: Event) -> HttpResponse:
    """What the list shows, with the addresses."""
    rows = event.registrations.select_related("person", "network", "organisation")
    narrowed = REGISTRATIONS.narrow(rows, request.GET).order_by("person__full_name", "pk")
    record(event, Verb.EXPORT, by=request.user, data={"format": "csv"})
    return download(exports.registrations_csv(narrowed), f"{event.key}.csv")


@page("labs.invite_person", writes={"POST"}, load=desk_event)
def registration_add(request: PortalRequest, event: Event) -> HttpResponse:
    """Invite somebody, or enter somebody who said that they come."""
    form = ParticipantForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, event, form):
        return redirect(paths.registrations(event))
    context = {
        "event": event,
        "form": form,
        "seats_left": queries.seats_left(event),
        "breadcrumbs": desk_crumbs(request, desk_crumb(event), Crumb(_("Add a person"))),
    }
    return render(request, "labs/registration_add.html", context)


def _added(request: PortalRequest, event: Event, form: ParticipantForm) -> bool:
    """Whether it went through; what stands against the person is said beside the form."""
    invites = form.cleaned_data["how"] == "invite"
    verb = registrations.invite_person if invites else registrations.register
    try:
        verb(event_id=event.pk, person=form.person, by=request.user)
    except Blocked as blocked:
        for blocker in blocked.blockers:
            form.add_error(None, str(blocker.message))
        return False
    said = _("The invitation is on its way.") if invites else _("The person is registered.")
    messages.success(request, said)
    return True


@page("labs.confirm_registration", writes={"POST"}, load=desk_registration)
def registration_confirm(request: PortalRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        registrations.confirm_registration(registration_id=registration.pk, by=request.user)
        messages.success(request, _("The person has been told."))
    return redirect(paths.registrations(registration.event))


@page("labs.refuse_registration", writes={"POST"}, load=desk_registration)
def registration_refuse(request: PortalRequest, registration: Registration) -> HttpResponse:
    if request.method == "POST":
        registrations.refuse_registration(registration_id=registration.pk, by=request.user)
        messages.success(request, _("The person has been told."))
    return redirect(paths.registrations(registration.event))


@page("labs.cancel_registration", writes={"POST"}, load=desk_registration)
def registration_remove(request: PortalRequest, registration: Registration) -> HttpResponse:
    """The team cancels somebody's registration; the person is told."""
    if request.method == "POST":
        registrations.cancel_registration(registration_id=registration.pk, by=request.user)
        messages.success(request, _("The person has been told."))
    return redirect(paths.registrations(registration.event))
