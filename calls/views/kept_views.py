"""The views that people keep of the list of applications: renamed, shared, copied, deleted."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import paths
from calls.domain import views_of_lists as verbs
from calls.forms.overview import ViewForm
from calls.models import Call, SavedView
from calls.queries.kept_views import own_and_offered
from calls.views.loaders import desk_call, from_address, view_of_list
from calls.views.places import desk_crumb, desk_crumbs
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb


@page("calls.see_submissions", load=desk_call)
def view_list(request: PortalRequest, call: Call) -> HttpResponse:
    mine, others = own_and_offered(request.user, verbs.SUBMISSIONS)
    context = {
        "call": call,
        "mine": mine,
        "others": [(view, request.user.has_perm("calls.unshare_view", view)) for view in others],
        "path": paths.applications(call),
        "breadcrumbs": _crumbs(request, call),
    }
    return render(request, "calls/view_list.html", context)


@page("calls.change_view", writes={"POST"}, load=view_of_list)
def view_rename(request: PortalRequest, view: SavedView) -> HttpResponse:
    verb = partial(verbs.rename_view, view_id=view.pk, by=request.user)
    return _named(request, view, verb, "calls/view_rename.html", _("The view is renamed."))


@page("calls.see_view", writes={"POST"}, load=view_of_list)
def view_copy(request: PortalRequest, view: SavedView) -> HttpResponse:
    """A copy of one's own, under a name that one gives it."""
    verb = partial(verbs.copy_view, view_id=view.pk, by=request.user)
    return _named(request, view, verb, "calls/view_copy.html", _("The copy is among your views."))


@page("calls.change_view", writes={"POST"}, load=view_of_list)
def view_share(request: PortalRequest, view: SavedView) -> HttpResponse:
    if request.method == "POST":
        verbs.share_view(view_id=view.pk, by=request.user)
        messages.success(request, _("Whoever may open the list finds the view above it."))
    return _to_views(request)


@page("calls.unshare_view", writes={"POST"}, load=view_of_list)
def view_unshare(request: PortalRequest, view: SavedView) -> HttpResponse:
    if request.method == "POST":
        verbs.unshare_view(view_id=view.pk, by=request.user)
        messages.success(request, _("The view is shared no longer."))
    return _to_views(request)


@page("calls.change_view", writes={"POST"}, load=view_of_list)
def view_forget(request: PortalRequest, view: SavedView) -> HttpResponse:
    if request.method == "POST":
        verbs.forget_view(view_id=view.pk, by=request.user)
        messages.success(request, _("The view is deleted."))
    return _to_views(request)


def _named(
    request: PortalRequest,
    view: SavedView,
    verb: Callable[..., SavedView],
    template: str,
    done: str,
) -> HttpResponse:
    """A page whose one question is the name."""
    form = ViewForm(request.POST or None, initial={"name": view.name})
    if request.method == "POST" and form.taken_by(verb) is not None:
        messages.success(request, done)
        return _to_views(request)
    call = desk_call(request, UUID(from_address(request, "key")))
    context = {
        "call": call,
        "view": view,
        "form": form,
        "breadcrumbs": _crumbs(request, call, Crumb(view.name)),
    }
    status = 422 if form.is_bound else 200
    return render(request, template, context, status=status)


def _to_views(request: PortalRequest) -> HttpResponse:
    return redirect(_views(request, from_address(request, "key")))


def _views(request: PortalRequest, key: str) -> str:
    return reverse("calls:view_list", kwargs={"slug": request.programme.slug, "key": key})


def _crumbs(request: PortalRequest, call: Call, *last: Crumb) -> list[Crumb]:
    return desk_crumbs(
        request,
        desk_crumb(call),
        Crumb(_("Applications"), paths.applications(call)),
        Crumb(_("Views"), _views(request, str(call.pk)) if last else ""),
        *last,
    )
