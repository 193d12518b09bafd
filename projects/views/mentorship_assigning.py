"""Asking a mentor, for one network or several: whom, on which terms; and handing on to another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access.blocked import Blocker
from core.access.http import PortalRequest
from core.access.models import User
from core.access.page import page
from core.people import queries as people
from core.people.models import Network
from core.ui.pieces import Crumb, Tab
from projects import mentorship_blockers as blockers
from projects.domain import mentorship
from projects.forms.mentorship import AssignForm, ReassignForm, chosen_networks
from projects.mentorship_enums import SupportKind
from projects.mentorship_lists import candidates_listing
from projects.models import MentorshipAssignment
from projects.queries import mentorship as queries
from projects.queries.mentorship_ties import duties_at_risk, ties_of
from projects.views.mentorship_loaders import assignment
from projects.views.mentorship_places import crumbs, of_assignment, to_assignment

AT_ONCE = 50
"""Networks in one go: more would not fit an address."""


@page("projects.assign_mentor")
def mentorship_choose(request: PortalRequest) -> HttpResponse:
    """Whom to ask: each with what they carry and what binds them to the networks that were chosen."""
    networks = _networks(request)
    if not networks:
        messages.info(request, _("Choose at least one network, then the mentor."))
        return redirect(_address(request, "mentorship_home"))
    if len(request.GET.getlist("networks")) > 1:  # the lists below keep one parameter of each name
        return redirect(_address(request, "mentorship_choose", networks=_joined(networks)))
    everybody = request.GET.get("everybody") == "1"
    rows = queries.candidates() if everybody else queries.candidates().filter(is_known=True)
    context = {
        "networks": networks,
        "page": _listing(request, networks).page(rows, request.GET),
        "tabs": _whom(request, networks, everybody=everybody),
        "breadcrumbs": crumbs(request, Crumb(_("Choose a mentor"))),
    }
    return render(request, "projects/mentorship_choose.html", context)


@page("projects.assign_mentor", writes={"POST"})
def mentorship_assign(request: PortalRequest) -> HttpResponse:
    """The terms, with the ties and the duties that would be left alone; then the proposal."""
    networks, mentor = _networks(request), _mentor(request)
    if not networks:
        raise Http404
    form = AssignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = mentorship.assign_to_many(
            network_ids=[network.pk for network in networks],
            mentor=mentor,
            phase=data["phase"],
            support_kind=SupportKind(data["support_kind"]),
            goals=data["goals"],
            hours_planned=data["hours_planned"],
            by=request.user,
        )
        words = ngettext(
            "%(name)s has been asked to accompany %(count)d network.",
            "%(name)s has been asked to accompany %(count)d networks.",
            len(made),
        )
        messages.success(request, words % {"name": mentor.full_name, "count": len(made)})
        return redirect(_address(request, "mentorship_home"))
    context = {
        "form": form,
        "mentor": mentor,
        "networks": networks,
        "ties": _tie_words(mentor, networks),
        "duties": duties_at_risk(mentor, networks, reader=request.user),
        "blockers": _blockers(mentor, networks),
        "choose_url": _address(request, "mentorship_choose", networks=_joined(networks)),
        "breadcrumbs": crumbs(request, Crumb(_("Ask a mentor"))),
    }
    return render(request, "projects/mentorship_assign.html", context)


@page("projects.reassign_mentor", writes={"POST"}, load=assignment)
def mentorship_reassign(request: PortalRequest, target: MentorshipAssignment) -> HttpResponse:
    current = queries.with_hours(MentorshipAssignment.objects.filter(pk=target.pk)).get()
    form = ReassignForm(request.POST or None, assignment=current)
    if request.method == "POST" and form.is_valid():
        new = mentorship.reassign_mentor(
            assignment_id=target.pk, by=request.user, **form.cleaned_data
        )
        words = _("%(name)s has been asked; the earlier mentorship stays on record.")
        messages.success(request, words % {"name": new.mentor.full_name})
        return to_assignment(new)
    context = {
        "assignment": target,
        "form": form,
        "blockers": blockers.reassign_blockers(target, None),
        "breadcrumbs": of_assignment(request, target, Crumb(_("Hand on to another mentor"))),
    }
    return render(request, "projects/mentorship_reassign.html", context)


def _networks(request: PortalRequest) -> list[Network]:
    keys = chosen_networks(request.GET.getlist("networks"))[:AT_ONCE]
    rows = people.visible_networks(request.user).filter(pk__in=keys)
    return list(rows.select_related("territory", "lead", "programme"))


def _mentor(request: PortalRequest) -> User:
    try:
        key = UUID(request.GET.get("mentor", ""))
    except ValueError as error:
        raise Http404 from error
    found: User = get_object_or_404(queries.candidates(), pk=key)
    return found


def _listing(request: PortalRequest, networks: list[Network]) -> Any:
    joined = _joined(networks)
    keys = queries.candidates().values_list("pk", flat=True)
    return candidates_listing(
        choose=lambda person: _address(
            request, "mentorship_assign", networks=joined, mentor=str(person.pk)
        ),
        ties=ties_of(keys, networks),
        names={network.pk: network.name for network in networks},
    )


def _whom(request: PortalRequest, networks: list[Network], *, everybody: bool) -> list[Tab]:
    joined = _joined(networks)
    known = _address(request, "mentorship_choose", networks=joined)
    others = _address(request, "mentorship_choose", networks=joined, everybody="1")
    return [
        Tab(_("Mentors"), known, not everybody),
        Tab(_("Everybody with a role"), others, everybody),
    ]


def _blockers(mentor: User, networks: list[Network]) -> list[Blocker]:
    return [one for network in networks for one in blockers.mentor_blockers(network, mentor)]


def _tie_words(mentor: User, networks: list[Network]) -> list[str]:
    names = {network.pk: network.name for network in networks}
    ties = ties_of([mentor.pk], networks).get(mentor.pk, frozenset())
    return sorted(f"{names[network]}: {kind.label}" for network, kind in ties)


def _joined(networks: list[Network]) -> str:
    return ",".join(str(network.pk) for network in networks)


def _address(request: PortalRequest, name: str, **query: str) -> str:
    path = reverse(f"projects:{name}", args=[request.programme.slug])
    return f"{path}?{urlencode(query)}" if query else path
