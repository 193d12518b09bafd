"""Answering an invitation, by its link or from one's own list; taking one back, sending it again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.access.blocked import Blocked
from core.access.http import OpenRequest, PortalRequest
from core.access.models import User
from core.access.page import PUBLIC, SIGNED_IN, page
from core.people import forms, queries
from core.people.domain import invitations as verbs
from core.people.enums import InvitationPurpose, InvitationState
from core.people.models import Invitation
from core.people.notifications import offer_of
from core.people.views import loaders
from core.people.views.loaders import url
from core.programmes.models import Programme
from core.ui.pieces import trail

WRITES = {"POST"}


def invitation_of_link(request: OpenRequest, token: str) -> Invitation:
    """The invitation of this programme that the link opens; any other link is unknown."""
    found = queries.invitation_of_token(token)
    if found is None:
        raise Http404
    return found


@page(SIGNED_IN, load=loaders.known_programme, before_publication=True)
def invitation_list(request: PortalRequest, programme: Programme) -> HttpResponse:
    """Invitations to one's own address."""
    found = queries.invitations_for(request.user)
    context = {
        "programme": programme,  # a draft's name is told to those it invites
        "invitations": [(one, offer_of(one)) for one in found],
        "breadcrumbs": trail(request, (_("Invitations"), "")),
    }
    return render(request, "people/invitation_list.html", context)


@page(PUBLIC, writes=WRITES, load=invitation_of_link, before_publication=True)
def invitation_answer(request: OpenRequest, invitation: Invitation) -> HttpResponse:
    """The page of the link: anybody who holds it reads it; accepting needs an account."""
    if not isinstance(request.user, User):
        if request.method == "POST":
            return redirect_to_login(request.path)
        return _shown(request, invitation, form=None)
    return _answered(request, invitation, request.user)


@page(PUBLIC, writes=WRITES, load=invitation_of_link, before_publication=True)
def invitation_decline(request: OpenRequest, invitation: Invitation) -> HttpResponse:
    """Say no; it needs an account too, so that nobody else says it."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.path.removesuffix("rifiuta/"))
    return _declined(request, invitation, request.user)


@page(
    "people.answer_invitation", writes=WRITES, load=loaders.own_invitation, before_publication=True
)
def own_invitation_answer(request: PortalRequest, invitation: Invitation) -> HttpResponse:
    """The same answer from one's own list, for whoever lost the message."""
    return _answered(request, invitation, request.user)


@page(
    "people.answer_invitation", writes=WRITES, load=loaders.own_invitation, before_publication=True
)
def own_invitation_decline(request: PortalRequest, invitation: Invitation) -> HttpResponse:
    return _declined(request, invitation, request.user)


@page("people.manage_invitation", writes=WRITES, load=loaders.managed_invitation)
def invitation_revoke(request: PortalRequest, invitation: Invitation) -> HttpResponse:
    """Take an invitation back."""
    if request.method == "POST":
        verbs.revoke_invitation(invitation_id=invitation.pk, by=request.user)
        messages.success(request, _("The invitation is taken back: its link no longer works."))
    return redirect(_where_managed(request, invitation))


@page("people.manage_invitation", writes=WRITES, load=loaders.managed_invitation)
def invitation_resend(request: PortalRequest, invitation: Invitation) -> HttpResponse:
    """Send a new link; the former one stops working."""
    if request.method == "POST":
        verbs.resend_invitation(invitation_id=invitation.pk, by=request.user)
        messages.success(request, _("A new link is on its way, valid for thirty days."))
    return redirect(_where_managed(request, invitation))


def _answered(request: Any, invitation: Invitation, user: User) -> HttpResponse:
    if invitation.accepted_by_id == user.pk:
        return redirect(_where_accepted(request, invitation))
    form = forms.AnswerForm(
        request.POST if request.method == "POST" else None,
        user=user,
        joins_network=invitation.purpose == InvitationPurpose.NETWORK,
        from_other_address=verbs.is_other_address(invitation, user),
    )
    if form.is_bound and (form.is_valid() or verbs.answer_blockers(invitation)):
        try:
            verbs.accept_invitation(
                invitation_id=invitation.pk,
                by=user,
                organisation=form.cleaned_data.get("organisation"),
                other_address_confirmed=form.cleaned_data.get("other_address", False),
            )
        except Blocked as refusal:
            for blocker in refusal.blockers:
                form.add_error(None, str(blocker.message))
        else:
            messages.success(request, _("Done: you accepted the invitation."))
            return redirect(_where_accepted(request, invitation))
    return _shown(request, invitation, form=form)


def _declined(request: Any, invitation: Invitation, user: User) -> HttpResponse:
    if request.method == "POST":
        verbs.decline_invitation(invitation_id=invitation.pk, by=user)
        messages.success(request, _("You declined the invitation; whoever invited you is told."))
        return redirect(reverse("area:home", args=[request.programme.slug]))
    return redirect(request.path.removesuffix("rifiuta/"))


def _shown(request: Any, invitation: Invitation, *, form: forms.AnswerForm | None) -> HttpResponse:
    state = invitation.state
    back = urlencode({"next": request.path})
    start = url(request, "organisation_create")
    context = {
        "programme": request.programme,
        "invitation": invitation,
        "offer": offer_of(invitation),
        "is_open": state == InvitationState.PENDING,
        "state": state,
        "closed_because": verbs.CLOSED.get(state, ""),
        "form": form,
        "needs_organisation": form is not None
        and "organisation" in form.fields
        and not form.fields["organisation"].queryset.exists(),  # type: ignore[attr-defined]  # a model choice
        "start_url": f"{start}?{back}",
        "login_url": f"{reverse('account_login')}?{back}",
        "signup_url": f"{reverse('account_signup')}?{back}",
        "decline_url": f"{request.path}rifiuta/",
    }
    return render(request, "people/invitation_answer.html", context)


def _where_accepted(request: Any, invitation: Invitation) -> str:
    if invitation.organisation_id:
        return url(request, "organisation_detail", organisation_id=invitation.organisation_id)
    if invitation.network_member:
        return url(request, "network_detail", network_id=invitation.network_member.network_id)
    return reverse("area:home", args=[request.programme.slug])


def _where_managed(request: PortalRequest, invitation: Invitation) -> str:
    if invitation.organisation_id:
        return url(request, "member_list", organisation_id=invitation.organisation_id)
    if invitation.network_member:
        return url(request, "network_detail", network_id=invitation.network_member.network_id)
    return url(request, "people_list")
