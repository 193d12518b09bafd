"""Acts on a call: publish, extend, cancel, archive. Each POST shows the blockers that would refuse it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from calls import queries
from calls.domain import calls, reopening
from calls.domain.closing import blockers_everywhere
from calls.forms import CancelForm, ExtendForm, ReopenForm
from calls.models import Call
from calls.views.loaders import desk_call
from calls.views.notice import notice_context
from calls.views.places import desk_crumb, desk_crumbs, to_desk
from core.access.blocked import refuse
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb


@page("calls.publish_call", writes={"POST"}, load=desk_call)
def call_publish(request: PortalRequest, call: Call) -> HttpResponse:
    if request.method == "POST":
        calls.publish_call(call_id=call.pk, by=request.user)
        messages.success(request, _("The call is published: everybody can read it now."))
        return to_desk(call)
    context = {
        "call": call,
        "windows": queries.moments_by_territory(call),
        "blockers": calls.publish_blockers(call),
        **notice_context(call),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Publish"))),
    }
    return render(request, "calls/call_publish.html", context)


@page("calls.extend_call", writes={"POST"}, load=desk_call)
def call_extend(request: PortalRequest, call: Call) -> HttpResponse:
    done = _("The closing is moved; who is writing has been told.")
    form = ExtendForm(request.POST or None, call=call)
    return _move_closing(
        request,
        form,
        calls.extend_call,
        here=Crumb(_("Extend")),
        done=done,
        template="calls/call_extend.html",
    )


@page("calls.reopen_call", writes={"POST"}, load=desk_call)
def call_reopen(request: PortalRequest, call: Call) -> HttpResponse:
    done = _("The call is open again; who began an answer has been told.")
    form = ReopenForm(request.POST or None, call=call)
    return _move_closing(
        request,
        form,
        reopening.reopen_call,
        here=Crumb(_("Reopen")),
        done=done,
        template="calls/call_reopen.html",
    )


def _move_closing(
    request: PortalRequest,
    form: ExtendForm,
    verb: Callable[..., object],
    *,
    here: Crumb,
    done: str,
    template: str,
) -> HttpResponse:
    call = form.call
    found = blockers_everywhere(call, form.blockers)
    if request.method == "POST":
        refuse(found)
    if form.is_valid():
        territory = form.cleaned_data.pop("territory")
        territory_id = territory.pk if territory else None
        verb(call_id=call.pk, territory_id=territory_id, by=request.user, **form.cleaned_data)
        messages.success(request, done)
        return to_desk(call)
    context = {
        "call": call,
        "form": form,
        "windows": queries.moments_by_territory(call),
        "blockers": found,
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), here),
    }
    return render(request, template, context)


@page("calls.cancel_call", writes={"POST"}, load=desk_call)
def call_cancel(request: PortalRequest, call: Call) -> HttpResponse:
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        calls.cancel_call(call_id=call.pk, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The call is cancelled; who answered has been told."))
        return to_desk(call)
    context = {
        "call": call,
        "form": form,
        "blockers": calls.cancel_blockers(call),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Cancel"))),
    }
    return render(request, "calls/call_cancel.html", context)


@page("calls.archive_call", writes={"POST"}, load=desk_call)
def call_archive(request: PortalRequest, call: Call) -> HttpResponse:
    if request.method == "POST":
        calls.archive_call(call_id=call.pk, by=request.user)
        messages.success(request, _("The call is archived."))
    return to_desk(call)
