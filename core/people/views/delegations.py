"""Who acts in a role for its holder, for some days and by an act."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.people import forms
from core.people.domain import delegations
from core.people.models import Delegation, Role
from core.people.views import loaders
from core.people.views.loaders import url
from core.people.views.people import trail_of_role

WRITES = {"POST"}


@page("people.manage_people", writes=WRITES, load=loaders.known_role)
def role_delegate(request: PortalRequest, role: Role) -> HttpResponse:
    """Let another person act in the role for some days, by an act."""
    form = forms.DelegationForm(request.POST or None)
    back = url(request, "role_detail", role_id=role.pk)
    if form.taken_by(partial(_delegate, request, role, form)):
        text = _("%(name)s may act in this role, and is told.") % {"name": form.person}
        messages.success(request, text)
        return redirect(back)
    context = {
        "form": form,
        "role": role,
        "back_url": back,
        "breadcrumbs": trail_of_role(request, role, (_("Delegate the role"), "")),
    }
    return render(request, "people/role_delegate.html", context)


def _delegate(
    request: PortalRequest, role: Role, form: forms.DelegationForm, **typed: Any
) -> Delegation:
    assert form.person is not None
    return delegations.delegate_role(
        role_id=role.pk,
        delegate=form.person,
        starts_on=typed["starts_on"],
        ends_on=typed["last_day"] + timedelta(days=1),
        act_reference=typed["act_number"],
        act_date=typed["act_date"],
        by=request.user,
    )


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
