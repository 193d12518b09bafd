"""Finding what a page speaks of, among what the person may know of: anything else is a 404."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.access.http import PortalRequest
from core.access.page import may_know
from core.people import queries
from core.people.models import (
    ContactPerson,
    Delegation,
    Invitation,
    Network,
    NetworkMember,
    Organisation,
    OrganisationMember,
    Registration,
    Role,
    Tie,
)
from core.people.models.invitations import OPEN
from core.programmes.models import Programme


def known_programme(request: PortalRequest) -> Programme:
    """A draft programme exists only for those who work on it, and for those it invites."""
    programme = request.programme
    if may_know(request.user, programme) or queries.invitations_for(request.user).exists():
        return programme
    raise Http404


def known_organisation(request: PortalRequest, organisation_id: UUID) -> Organisation:
    rows = queries.with_record(queries.visible_organisations(request.user))
    return get_object_or_404(rows.select_related("territory"), pk=organisation_id)


def known_member(request: PortalRequest, member_id: UUID) -> OrganisationMember:
    rows = OrganisationMember.objects.select_related("organisation", "user")
    return get_object_or_404(
        rows, pk=member_id, organisation__in=queries.visible_organisations(request.user).order_by()
    )


def known_registration(request: PortalRequest, registration_id: UUID) -> Registration:
    visible = queries.visible_organisations(request.user).order_by()
    rows = Registration.objects.select_related("organisation")
    return get_object_or_404(rows, pk=registration_id, organisation__in=visible)


def known_contact(request: PortalRequest, contact_id: UUID) -> ContactPerson:
    visible = queries.visible_organisations(request.user).order_by()
    rows = ContactPerson.objects.select_related("organisation")
    return get_object_or_404(rows, pk=contact_id, organisation__in=visible)


def known_network(request: PortalRequest, network_id: UUID) -> Network:
    rows = queries.visible_networks(request.user).select_related("territory", "lead")
    return get_object_or_404(rows, pk=network_id)


def known_partner(request: PortalRequest, member_id: UUID) -> NetworkMember:
    """A place in a network; one that is only kept for somebody is not a member to act on."""
    rows = NetworkMember.objects.select_related("network", "organisation")
    return get_object_or_404(
        rows,
        pk=member_id,
        organisation__isnull=False,
        network__in=queries.visible_networks(request.user).order_by(),
    )


def known_role(request: PortalRequest, role_id: UUID) -> Role:
    if not request.user.has_perm("people.see_people", request.programme):
        raise Http404
    rows = Role.objects.select_related("user", "territory", "network", "granted_by")
    return get_object_or_404(rows, pk=role_id)


def known_delegation(request: PortalRequest, delegation_id: UUID) -> Delegation:
    rows = Delegation.objects.select_related("delegate")
    found = get_object_or_404(rows, pk=delegation_id)
    known_role(request, found.role_id)
    return found


def known_tie(request: PortalRequest, tie_id: UUID) -> Tie:
    """One's own, or anybody's for those who run the programme."""
    found = get_object_or_404(Tie.objects.select_related("network", "user"), pk=tie_id)
    if found.user != request.user and not request.user.has_perm(
        "people.see_people", request.programme
    ):
        raise Http404
    return found


def own_invitation(request: PortalRequest, invitation_id: UUID) -> Invitation:
    """An unanswered invitation to the person's own address."""
    return get_object_or_404(queries.invitations_for(request.user), pk=invitation_id)


def managed_invitation(request: PortalRequest, invitation_id: UUID) -> Invitation:
    """An unanswered invitation to something that the person may know of."""
    rows = Invitation.objects.filter(OPEN).select_related("organisation", "network_member__network")
    found = get_object_or_404(rows, pk=invitation_id)
    if not _knows_target(request, found):
        raise Http404
    return found


def _knows_target(request: PortalRequest, invitation: Invitation) -> bool:
    if invitation.organisation is not None:
        return request.user.has_perm("people.see_organisation", invitation.organisation)
    if invitation.network_member is not None:
        return request.user.has_perm("people.see_network", invitation.network_member.network)
    return request.user.has_perm("people.see_people", request.programme)


def url(request: PortalRequest, name: str, **kwargs: object) -> str:
    """An address of this app in the request's programme."""
    return reverse(f"people:{name}", kwargs={"slug": request.programme.slug, **kwargs})
