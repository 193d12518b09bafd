"""Ties with networks, one's own and those recorded for somebody; and who acts in a role for its holder."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.blocked import Blocked
from core.access.http import PortalRequest
from core.access.models import User
from core.access.page import page
from core.people import forms, queries
from core.people.domain import delegations, ties
from core.people.enums import TieKind
from core.people.models import Delegation, Role, Tie
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


@page("people.manage_people", writes=WRITES, load=loaders.known_role)
def role_delegate(request: PortalRequest, role: Role) -> HttpResponse:
    """Let another person act in the role for some days, by an act."""
    form = forms.DelegationForm(request.POST or None)
    back = url(request, "role_detail", role_id=role.pk)
    if form.is_valid() and _delegated(request, role, form):
        return redirect(back)
    context = {
        "form": form,
        "role": role,
        "back_url": back,
        "breadcrumbs": trail_of_role(request, role, (_("Delegate the role"), "")),
    }
    return render(request, "people/role_delegate.html", context)


def _delegated(request: PortalRequest, role: Role, form: forms.DelegationForm) -> bool:
    """False where the verb refuses: the form then says why, and keeps what was typed."""
    data = form.cleaned_data
    assert form.person is not None
    try:
        delegations.delegate_role(
            role_id=role.pk,
            delegate=form.person,
            starts_on=data["starts_on"],
            ends_on=data["last_day"] + timedelta(days=1),
            act_reference=data["act_number"],
            act_date=data["act_date"],
            by=request.user,
        )
    except Blocked as refusal:
        for blocker in refusal.blockers:
            form.add_error(None, str(blocker.message))
        return False
    messages.success(
        request, _("%(name)s may act in this role, and is told.") % {"name": form.person}
    )
    return True


@page("people.manage_people", writes=WRITES, load=loaders.known_delegation)
def delegation_end(request: PortalRequest, delegation: Delegation) -> HttpResponse:
    """The delegate acts in the role no more."""
    if request.method == "POST":
        delegations.end_delegation(delegation_id=delegation.pk, by=request.user)
        messages.success(
            request,
            _("%(name)s no longer acts in this role, and is told.") % {"name": delegation.delegate},
        )
    return redirect(url(request, "role_detail", role_id=delegation.role_id))
