"""Ties with networks, one's own and those recorded for somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.models import User
from core.access.page import page
from core.people import forms, queries
from core.people.domain import ties
from core.people.enums import TieKind
from core.people.models import Role, Tie
from core.people.views import loaders
from core.people.views.loaders import url
from core.people.views.people import trail_of_role
from core.programmes.models import Programme
from core.ui.pieces import trail

WRITES = {"POST"}


@page("people.declare_tie", writes=WRITES, load=loaders.known_programme)
def tie_declare(request: PortalRequest, programme: Programme) -> HttpResponse:
    """Say that one has a tie with a network: others then decide on it."""
    back = url(request, "profile")
    crumbs = trail(request, (_("Profile"), back), (_("Declare a tie"), ""))
    return _declare(request, request.user, back, {"breadcrumbs": crumbs, "of": ""})


@page("people.manage_people", writes=WRITES, load=loaders.known_role)
def tie_record(request: PortalRequest, role: Role) -> HttpResponse:
    """Record a tie of somebody who holds a role, as they told it or as it became known."""
    crumbs = trail_of_role(request, role, (_("Record a tie"), ""))
    back = url(request, "role_detail", role_id=role.pk)
    return _declare(request, role.user, back, {"breadcrumbs": crumbs, "of": role.user.full_name})


def _declare(
    request: PortalRequest, person: User, back: str, context: dict[str, object]
) -> HttpResponse:
    networks = queries.visible_networks(request.user).order_by("name", "pk")
    form = forms.TieForm(request.POST or None, networks=networks)
    if form.is_valid():
        network, kind = form.cleaned_data["network"], TieKind(form.cleaned_data["kind"])
        ties.declare_tie(user=person, network=network, kind=kind, by=request.user)
        messages.success(
            request, _("The tie with %(network)s is on record.") % {"network": network}
        )
        return redirect(back)
    return render(request, "people/tie_declare.html", {**context, "form": form, "back_url": back})


@page("people.end_tie", writes=WRITES, load=loaders.known_tie)
def tie_end(request: PortalRequest, tie: Tie) -> HttpResponse:
    """The tie holds no more from today; it stays on record."""
    if request.method == "POST":
        ties.end_tie(tie_id=tie.pk, by=request.user)
        messages.success(
            request, _("The tie with %(network)s has ended.") % {"network": tie.network}
        )
    if tie.user == request.user:
        return redirect(url(request, "profile"))
    role = Role.objects.filter(user=tie.user).order_by("-starts_on", "pk").first()
    if role is None:
        return redirect(url(request, "people_list"))
    return redirect(url(request, "role_detail", role_id=role.pk))
