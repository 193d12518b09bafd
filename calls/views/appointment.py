"""Before and at the act: the coordinator's list of the commission, and the official's appointment."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from calls import commission_blockers as blockers
from calls import paths
from calls.domain import commission
from calls.enums import SeatKind
from calls.forms.commission import AlternateForm, AppointForm, SeatForm
from calls.models import Call, CommissionSeat
from calls.queries import blind, progress
from calls.queries import commission as seats
from calls.queries.scores import selection_of
from calls.views.loaders import desk_call
from calls.views.places import desk_crumb, desk_crumbs
from calls.views.seats import seat_of_call
from core.access.http import PortalRequest
from core.access.page import page
from core.people import queries as people
from core.people.enums import RoleName
from core.ui.pieces import Crumb

READS_APPLICATIONS = (
    RoleName.COORDINATOR,
    RoleName.FACILITATOR,
    RoleName.METROPOLITAN_OFFICIAL,
    RoleName.MUNICIPAL_OFFICIAL,
)


@page("calls.see_commission", load=desk_call)
def commission_prepare(request: PortalRequest, call: Call) -> HttpResponse:
    """Who sits, who is tied to whom, which applications would lack scorers, and the act."""
    held = seats.commission_of(call)
    rows = seats.seats_of(held) if held else []
    may_prepare = request.user.has_perm("calls.prepare_commission")
    may_appoint = request.user.has_perm("calls.appoint_commission")
    everybody = progress.progress_of(held) if held and held.is_appointed else []
    context = {
        "call": call,
        "commission": held,
        "seats": [(row, people.has_role(row.person, *READS_APPLICATIONS)) for row in rows],
        "selection": selection_of(call),
        "coverage": seats.coverage_of(call, rows) if rows else [],
        "progress": everybody,
        "all_in": progress.all_in(everybody),
        "substitutions": blind.substitutions_shown(
            call, masked=seats.is_seated(request.user, call.pk)
        ),
        "may_prepare": may_prepare and not blockers.prepare_blockers(call, held),
        "may_appoint": may_appoint and not (held and held.is_appointed),
        "may_add_alternate": may_appoint and not commission.further_alternate_blockers(held),
        "blockers": _blockers(call, held),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Commission"))),
    }
    return render(request, "calls/commission_prepare.html", context)


@page("calls.prepare_commission", writes={"POST"}, load=desk_call)
def seat_add(request: PortalRequest, call: Call) -> HttpResponse:
    form = SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert form.person is not None  # the form found the account
        commission.add_seat(
            call_id=call.pk,
            person=form.person,
            kind=SeatKind(form.cleaned_data["kind"]),
            by=request.user,
        )
        messages.success(request, _("Added to the list; nothing is sent before the act."))
        return redirect(paths.commission_prepare(call))
    found = blockers.prepare_blockers(call, seats.commission_of(call))
    title = _("Add a person to the commission")
    return _form_page(
        request, call, template="calls/seat_add.html", form=form, found=found, title=title
    )


@page("calls.prepare_commission", writes={"POST"}, load=seat_of_call)
def seat_remove(request: PortalRequest, seat: CommissionSeat) -> HttpResponse:
    if request.method == "POST":
        commission.remove_seat(seat_id=seat.pk, by=request.user)
        messages.success(request, _("Taken off the list."))
    return redirect(paths.commission_prepare(seat.commission.call))


@page("calls.appoint_commission", writes={"POST"}, load=desk_call)
def commission_appoint(request: PortalRequest, call: Call) -> HttpResponse:
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commission.appoint_commission(call_id=call.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The commission is appointed; everybody in it has been told."))
        return redirect(paths.commission_prepare(call))
    found = blockers.appoint_blockers(call, seats.commission_of(call))
    title = _("Appoint the commission")
    return _form_page(
        request, call, template="calls/commission_appoint.html", form=form, found=found, title=title
    )


@page("calls.appoint_commission", writes={"POST"}, load=desk_call)
def alternate_appoint(request: PortalRequest, call: Call) -> HttpResponse:
    form = AlternateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert form.person is not None  # the form found the account
        commission.appoint_alternate(
            call_id=call.pk,
            person=form.person,
            act_number=form.cleaned_data["act_number"],
            act_date=form.cleaned_data["act_date"],
            by=request.user,
        )
        messages.success(
            request, _("The alternate is appointed, and called where one was missing.")
        )
        return redirect(paths.commission_prepare(call))
    found = commission.further_alternate_blockers(seats.commission_of(call))
    title = _("Appoint a further alternate")
    return _form_page(
        request, call, template="calls/alternate_appoint.html", form=form, found=found, title=title
    )


def _blockers(call: Call, held: Any) -> list[Any]:
    if held is not None and held.is_appointed:
        return []
    return blockers.appoint_blockers(call, held)


def _form_page(
    request: PortalRequest, call: Call, *, template: str, form: Any, found: list[Any], title: str
) -> HttpResponse:
    back = Crumb(_("Commission"), paths.commission_prepare(call))
    context = {
        "call": call,
        "form": form,
        "blockers": found,
        "back_url": back.url,
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), back, Crumb(title)),
    }
    return render(request, template, context)
