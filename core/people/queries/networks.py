"""Networks that a person belongs to, or may know of."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from core.access.models import User
from core.people.enums import MemberLevel, NetworkMemberState, RoleName
from core.people.models import Network, NetworkMember, Organisation, OrganisationMember
from core.people.models.periods import current
from core.people.queries.organisations import SEE_EVERY_ORGANISATION
from core.people.queries.standing import NOBODY, Person, standing_of

SEE_EVERY_NETWORK = (*SEE_EVERY_ORGANISATION, RoleName.SCIENTIFIC_EDITOR)


def networks_of(
    user: Person, *, levels: Iterable[MemberLevel] = tuple(MemberLevel), leading: bool = False
) -> QuerySet[Network]:
    """Networks in which an organisation of the person takes part today; `leading`: only as lead."""
    own = standing_of(user).organisations_at(frozenset(levels))
    rows = Network.objects.order_by("name", "pk")
    if leading:
        return rows.filter(lead__in=own)
    return rows.filter(pk__in=_memberships(own).values("network"))


def visible_networks(user: Person) -> QuerySet[Network]:
    """Networks that the person may know of: theirs, accompanied, of their territory, or by role."""
    standing = standing_of(user)
    rows = Network.objects.order_by("name", "pk")
    if standing.holds(*SEE_EVERY_NETWORK):
        return rows
    if standing == NOBODY:
        return rows.none()
    return rows.filter(
        Q(pk__in=_memberships(standing.organisations).values("network"))
        | Q(pk__in=standing.accompanied)
        | Q(territory__in=standing.territories)
    )


def organisations_of_network(network: Network) -> QuerySet[Organisation]:
    """The organisations that take part today, the lead included."""
    members = NetworkMember.objects.filter(network=network, state=NetworkMemberState.ACTIVE)
    return Organisation.objects.filter(pk__in=members.values("organisation")).order_by("name", "pk")


def people_of_network(
    network: Network, *, levels: Iterable[MemberLevel] = tuple(MemberLevel), lead_only: bool = False
) -> QuerySet[User]:
    """Active accounts that act at these levels for an organisation of the network."""
    organisations = organisations_of_network(network)
    if lead_only:
        organisations = organisations.filter(pk=network.lead_id)
    members = OrganisationMember.objects.filter(
        current(), organisation__in=organisations.order_by().values("pk"), level__in=list(levels)
    )
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by(
        "full_name", "pk"
    )


def people_of_networks(
    networks: QuerySet[Network], *, levels: Iterable[MemberLevel] = tuple(MemberLevel)
) -> QuerySet[User]:
    """The same for many networks: each person once."""
    taking_part = NetworkMember.objects.filter(
        network__in=networks.order_by().values("pk"), state=NetworkMemberState.ACTIVE
    )
    members = OrganisationMember.objects.filter(
        current(), organisation__in=taking_part.values("organisation"), level__in=list(levels)
    )
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by(
        "full_name", "pk"
    )


IDENTIFYING = ("name", "tax_code", "vat_number", "pec", "email")
"""What of an organisation's record says at once which one it is."""


def identities_by_network(networks: Iterable[UUID]) -> dict[UUID, set[str]]:
    """What identifies each network's organisations, and the people who act for them today. Two queries."""
    members = NetworkMember.objects.filter(
        network__in=list(networks), state=NetworkMemberState.ACTIVE
    ).values_list(
        "network_id", "organisation_id", *(f"organisation__{name}" for name in IDENTIFYING)
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    taking_part: dict[UUID, set[UUID]] = defaultdict(set)
    for network, organisation, *identities in members:
        found[network].update(filter(None, identities))
        taking_part[organisation].add(network)
    people = OrganisationMember.objects.filter(
        current(), organisation__in=list(taking_part), user__is_active=True
    ).values_list("organisation_id", "user__full_name")
    for organisation, name in people:
        for network in taking_part[organisation]:
            found[network].add(name)
    return found


def partners_waiting(networks: QuerySet[Network]) -> QuerySet[NetworkMember]:
    """Places kept for partners who have not answered yet."""
    return (
        NetworkMember.objects.filter(network__in=networks, state=NetworkMemberState.INVITED)
        .select_related("network")
        .order_by("invited_at", "pk")
    )


def _memberships(organisations: Iterable[Any]) -> QuerySet[NetworkMember]:
    return NetworkMember.objects.filter(
        organisation__in=list(organisations), state=NetworkMemberState.ACTIVE
    )
