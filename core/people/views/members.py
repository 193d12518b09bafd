"""Who acts for an organisation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.people import forms, queries
from core.people.domain import invitations, members
from core.people.enums import LEVELS_THAT_MANAGE, MemberLevel
from core.people.models import Organisation, OrganisationMember
from core.people.models.periods import current
from core.people.views import loaders
from core.people.views.loaders import url
from core.ui.pieces import Crumb, trail

WRITES = {"POST"}


@page("people.see_contacts", load=loaders.known_organisation)
def member_list(request: PortalRequest, organisation: Organisation) -> HttpResponse:
    """The people who act for the organisation, and those who were invited."""
    may_manage = request.user.has_perm("people.manage_members", organisation)
    rows = (
        organisation.members.filter(current())
        .select_related("user")
        .order_by("user__full_name", "pk")
    )
    managers = [row for row in rows if row.level in LEVELS_THAT_MANAGE]
    context = {
        "organisation": organisation,
        "members": rows,
        "own": next((row for row in rows if row.user_id == request.user.pk), None),
        "only_manager": managers[0] if len(managers) == 1 else None,
        "levels": MemberLevel.choices,
        "may_manage": may_manage,
        "invitations": queries.open_invitations(organisation=organisation) if may_manage else [],
        "breadcrumbs": _trail(request, organisation, (_("People"), "")),
    }
    return render(request, "people/member_list.html", context)


@page("people.manage_members", writes=WRITES, load=loaders.known_organisation)
def member_invite(request: PortalRequest, organisation: Organisation) -> HttpResponse:
    """Invite an address to act for the organisation."""
    form = forms.MemberInvitationForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data | {"level": MemberLevel(form.cleaned_data["level"])}
        invitations.invite_to_organisation(organisation_id=organisation.pk, by=request.user, **data)
        messages.success(request, _("The invitation is on its way."))
        return _back(request, organisation)
    context = {
        "organisation": organisation,
        "form": form,
        "back_url": url(request, "member_list", organisation_id=organisation.pk),
        "breadcrumbs": _trail(request, organisation, (_("Invite"), "")),
    }
    return render(request, "people/member_invite.html", context)


@page("people.manage_members", writes=WRITES, load=loaders.known_member)
def member_change_level(request: PortalRequest, member: OrganisationMember) -> HttpResponse:
    """Move a member to another level."""
    asked = request.POST.get("level", "")
    if request.method == "POST" and asked in MemberLevel.values:
        members.change_level(member_id=member.pk, level=MemberLevel(asked), by=request.user)
        messages.success(request, _("The level of %(name)s has changed.") % {"name": member.user})
    return _back(request, member.organisation)


@page("people.end_member", writes=WRITES, load=loaders.known_member)
def member_end(request: PortalRequest, member: OrganisationMember) -> HttpResponse:
    """End a member's access; one may also leave."""
    if request.method == "POST":
        members.end_member(member_id=member.pk, by=request.user)
        if member.user == request.user:
            messages.success(request, _("You no longer act for this organisation."))
            return redirect(url(request, "organisation_list"))
    return _back(request, member.organisation)


@page("people.manage_members", writes=WRITES, load=loaders.known_member)
def member_hand_over(request: PortalRequest, member: OrganisationMember) -> HttpResponse:
    """Give the management to this member and leave."""
    if request.method == "POST":
        members.hand_over(member_id=member.pk, by=request.user)
        messages.success(
            request, _("%(name)s manages the organisation now.") % {"name": member.user}
        )
        return redirect(url(request, "organisation_list"))
    return _back(request, member.organisation)


@page("people.recover_access", writes=WRITES, load=loaders.known_organisation)
def access_recover(request: PortalRequest, organisation: Organisation) -> HttpResponse:
    """A facilitator gives the organisation back to its people, citing the proof."""
    form = forms.RecoveryForm(request.POST or None)
    if form.is_valid() and form.person is not None:
        members.recover_access(
            organisation_id=organisation.pk,
            user=form.person,
            proof=form.cleaned_data["proof"],
            end_others=form.cleaned_data["end_others"],
            by=request.user,
        )
        messages.success(
            request, _("%(name)s manages the organisation now.") % {"name": form.person}
        )
        return _back(request, organisation)
    context = {
        "organisation": organisation,
        "form": form,
        "back_url": url(request, "organisation_detail", organisation_id=organisation.pk),
        "breadcrumbs": _trail(request, organisation, (_("Give access back"), "")),
    }
    return render(request, "people/access_recover.html", context)


def _back(request: PortalRequest, organisation: Organisation) -> HttpResponse:
    return redirect(url(request, "member_list", organisation_id=organisation.pk))


def _trail(
    request: PortalRequest, organisation: Organisation, last: tuple[object, str]
) -> list[Crumb]:
    return trail(
        request,
        (_("Organisations"), url(request, "organisation_list")),
        (organisation.name, url(request, "organisation_detail", organisation_id=organisation.pk)),
        last,
    )
