"""Networks: the list, the record, partners and form."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access.http import PortalRequest
from core.access.page import SIGNED_IN, page
from core.people import forms, queries
from core.people.domain import networks as verbs
from core.people.enums import LEVELS_THAT_MANAGE, NetworkForm, NetworkMemberState, RoleName
from core.people.models import Network, NetworkMember
from core.people.views import loaders
from core.people.views.loaders import url
from core.people.views.organisations import history
from core.programmes.lists import territory_filter
from core.programmes.models import Programme
from core.ui import cells
from core.ui.pieces import trail
from core.ui.tables import Column, Filter, Listing

WRITES = {"POST"}


def listing(request: PortalRequest) -> Listing[Network]:
    return Listing(
        columns=[
            Column("name", gettext_lazy("Name"), _name_cell, sort="name"),
            Column("lead", gettext_lazy("Lead"), lambda row: row.lead.name, sort="lead__name"),
            Column("form", gettext_lazy("Form"), lambda row: row.get_form_display()),
            Column("members", gettext_lazy("Members"), _members_cell),
        ],
        default_sort="name",
        row_url=lambda row: url(request, "network_detail", network_id=row.pk),
        filters=[
            territory_filter(),
            Filter("form", gettext_lazy("Form"), NetworkForm.choices),
        ],
        search=lambda rows, words: rows.filter(
            Q(name__icontains=words) | Q(lead__name__icontains=words)
        ),
    )


def _name_cell(row: Network) -> cells.Text:
    return cells.Text(row.name, str(row.territory))


def _members_cell(row: Any) -> cells.Number:
    return cells.Number(row.active_members)


@page(SIGNED_IN, load=loaders.known_programme, before_publication=True)
def network_list(request: PortalRequest, programme: Programme) -> HttpResponse:
    """The networks that the person may know of."""
    rows = (
        queries.visible_networks(request.user)
        .select_related("territory", "lead")
        .annotate(
            active_members=Count("members", filter=Q(members__state=NetworkMemberState.ACTIVE))
        )
    )
    context = {
        "programme": programme,
        "page": listing(request).page(rows, request.GET),
        "has_organisation": queries.organisations_of(
            request.user, levels=LEVELS_THAT_MANAGE
        ).exists(),
        "breadcrumbs": trail(request, (_("Networks"), "")),
    }
    return render(request, "people/network_list.html", context)


@page("people.create_network", writes=WRITES, load=loaders.known_programme, before_publication=True)
def network_create(request: PortalRequest, programme: Programme) -> HttpResponse:
    """Begin a network led by an organisation that one manages."""
    form = forms.NetworkStartForm(request.POST or None, user=request.user)
    if form.is_valid():
        network = verbs.create_network(by=request.user, **form.cleaned_data)
        messages.success(request, _("The network is here: now invite its partners."))
        return _back(request, network)
    context = {
        "programme": programme,
        "form": form,
        "can_lead": queries.has_role(request.user, RoleName.COORDINATOR, RoleName.FACILITATOR)
        or queries.organisations_of(request.user, levels=LEVELS_THAT_MANAGE).exists(),
        "breadcrumbs": trail(
            request, (_("Networks"), url(request, "network_list")), (_("New"), "")
        ),
    }
    return render(request, "people/network_create.html", context)


@page("people.see_network", load=loaders.known_network)
def network_detail(request: PortalRequest, network: Network) -> HttpResponse:
    """Members, form and history. Whom to call in a partner stays with that partner's page."""
    members = list(
        network.members.filter(state__in=[NetworkMemberState.ACTIVE, NetworkMemberState.INVITED])
        .select_related("organisation")
        .order_by("state", "invited_at", "pk")
    )
    managed = queries.standing_of(request.user).organisations_at(LEVELS_THAT_MANAGE)
    helps = queries.has_role(request.user, RoleName.COORDINATOR, RoleName.FACILITATOR)
    may_change = request.user.has_perm("people.change_network", network)
    active = [one for one in members if one.state == NetworkMemberState.ACTIVE]
    known = set(
        queries.visible_organisations(request.user)
        .filter(pk__in=[one.organisation_id for one in members if one.organisation_id])
        .values_list("pk", flat=True)
    )
    context = {
        "network": network,
        "rows": [
            {
                "member": one,
                "is_known": one.organisation_id in known,
                "state": NetworkMemberState(one.state),
                "is_lead": one.organisation_id == network.lead_id,
                "may_leave": one.organisation_id != network.lead_id
                and one.state == NetworkMemberState.ACTIVE
                and (helps or one.organisation_id in managed),
                "may_lead": may_change
                and one.organisation_id != network.lead_id
                and not verbs.lead_blockers(one),
            }
            for one in members
        ],
        "lead_line": ngettext(
            "One organisation, led by %(lead)s.",
            "%(count)d organisations, led by %(lead)s.",
            len(active),
        )
        % {"count": len(active), "lead": network.lead.name},
        "changes": network.form_changes.order_by("-since", "-recorded_at"),
        "may_change": may_change,
        "invitations": queries.open_invitations(network=network) if may_change else [],
        "history": history(network) if may_change else [],
        "breadcrumbs": trail(
            request, (_("Networks"), url(request, "network_list")), (network.name, "")
        ),
    }
    return render(request, "people/network_detail.html", context)


@page("people.change_network", writes=WRITES, load=loaders.known_network)
def network_change(request: PortalRequest, network: Network) -> HttpResponse:
    """Rename the network or move it to another territory."""
    form = forms.NetworkRecordForm(request.POST or None, instance=network)
    if form.is_valid():
        verbs.change_network(network_id=network.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The network is saved."))
        return _back(request, network)
    return _part(request, network, form, _("Change the network"))


@page("people.invite_partner", writes=WRITES, load=loaders.known_network)
def partner_invite(request: PortalRequest, network: Network) -> HttpResponse:
    """Write to a partner, who may have no account yet."""
    form = forms.PartnerInvitationForm(request.POST or None)
    if form.is_valid():
        verbs.invite_partner(network_id=network.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The invitation is on its way."))
        return _back(request, network)
    return _part(request, network, form, _("Invite a partner"))


@page("people.change_network", writes=WRITES, load=loaders.known_network)
def network_change_form(request: PortalRequest, network: Network) -> HttpResponse:
    """Record a step of the network's growth."""
    form = forms.NetworkChangeForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        since, step = data["since"], NetworkForm(data["form"])
        blockers = verbs.change_form_blockers(network, form=step, since=since)
        for blocker in blockers:
            form.add_error(None, str(blocker.message))
        if not blockers:
            verbs.change_form(
                network_id=network.pk,
                form=step,
                since=since,
                reference=data["reference"],
                by=request.user,
            )
            return _back(request, network)
    return _part(request, network, form, _("A new form"))


@page("people.leave_network", writes=WRITES, load=loaders.known_partner)
def network_leave(request: PortalRequest, member: NetworkMember) -> HttpResponse:
    """The organisation leaves the network."""
    if request.method == "POST":
        verbs.leave_network(member_id=member.pk, by=request.user)
        messages.success(
            request, _("%(organisation)s has left the network.") % {"organisation": member}
        )
        return redirect(url(request, "network_list"))
    return _back(request, member.network)


@page("people.change_network", writes=WRITES, load=loaders.known_partner)
def network_change_lead(request: PortalRequest, member: NetworkMember) -> HttpResponse:
    """Make this member the lead."""
    if request.method == "POST":
        verbs.change_lead(member_id=member.pk, by=request.user)
        messages.success(
            request, _("%(organisation)s leads the network now.") % {"organisation": member}
        )
    return _back(request, member.network)


def _back(request: PortalRequest, network: Network) -> HttpResponse:
    return redirect(url(request, "network_detail", network_id=network.pk))


def _part(request: PortalRequest, network: Network, form: Any, title: str) -> HttpResponse:
    here = url(request, "network_detail", network_id=network.pk)
    context = {
        "network": network,
        "form": form,
        "title": title,
        "back_url": here,
        "breadcrumbs": trail(
            request,
            (_("Networks"), url(request, "network_list")),
            (network.name, here),
            (title, ""),
        ),
    }
    return render(request, "people/network_change.html", context)
