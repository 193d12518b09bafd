"""Who is bound to which network: declared ties, and those that roles and memberships already say.

Nobody decides on a network to which they are tied (C7, T4, P9); which kinds bar from which act is a
setting of the call.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from core.access.models import User
from core.people.enums import NetworkMemberState, TieKind, TieOrigin
from core.people.models import Network, NetworkMember, Tie
from core.people.queries.standing import standing_of


@dataclass(frozen=True)
class KnownTie:
    """One bond between a person and a network."""

    kind: TieKind
    origin: TieOrigin


@dataclass(frozen=True)
class HeldTie:
    """A bond as a list tells it; `written` only where somebody declared it or a part wrote it down."""

    network: Network
    kind: TieKind
    written: Tie | None = None


def ties_of(user: User) -> list[HeldTie]:
    """Every tie of the person today, by network, in three queries."""
    networks = tied_networks(user, TieKind).select_related("territory").order_by("name", "pk")
    by_key = {network.pk: network for network in networks}
    written = Tie.objects.filter(user=user, network__in=by_key, ended_on__isnull=True)
    written = written.select_related("declared_by")
    held = [HeldTie(by_key[tie.network_id], TieKind(tie.kind), tie) for tie in written]
    derived = _derived(user, list(by_key.values()))
    held += [HeldTie(by_key[key], kind) for key, kind in set(derived)]
    order = {key: place for place, key in enumerate(by_key)}
    return sorted(held, key=lambda tie: (order[tie.network.pk], tie.kind))


def ties_with(user: User, network: Network) -> frozenset[KnownTie]:
    """Every tie of the person with the network today; empty means free to decide. Two queries."""
    return ties_by_network(user, [network]).get(network.pk, frozenset())


def ties_by_network(user: User, networks: Iterable[Network]) -> Mapping[UUID, frozenset[KnownTie]]:
    """Ties of the person with each of these networks, in two queries whatever their number."""
    networks = list(networks)
    keys = [network.pk for network in networks]
    found: dict[UUID, set[KnownTie]] = defaultdict(set)
    for key, kind, origin in Tie.objects.filter(
        user=user, network__in=keys, ended_on__isnull=True
    ).values_list("network_id", "kind", "origin"):
        found[key].add(KnownTie(TieKind(kind), TieOrigin(origin)))
    for key, kind in _derived(user, networks):
        found[key].add(KnownTie(kind, TieOrigin.DERIVED))
    return {key: frozenset(ties) for key, ties in found.items()}


def tied_networks(user: User, kinds: Iterable[TieKind]) -> QuerySet[Network]:
    """Networks with which the person has a tie of one of these kinds today; made to be a subquery."""
    wanted, standing = frozenset(kinds), standing_of(user)
    written = Tie.objects.filter(user=user, kind__in=wanted, ended_on__isnull=True)
    bound = Q(pk__in=written.values("network"))
    if TieKind.SAME_ORGANISATION in wanted:
        members = NetworkMember.objects.filter(
            organisation__in=list(standing.organisations), state=NetworkMemberState.ACTIVE
        )
        bound |= Q(pk__in=members.values("network"))
    if TieKind.MENTORS in wanted:
        bound |= Q(pk__in=standing.accompanied)
    if TieKind.MUNICIPALITY in wanted:
        bound |= Q(territory__in=standing.territories)
    return Network.objects.filter(bound)


def _derived(user: User, networks: list[Network]) -> Iterable[tuple[UUID, TieKind]]:
    standing = standing_of(user)
    belongs = NetworkMember.objects.filter(
        network__in=[network.pk for network in networks],
        organisation__in=list(standing.organisations),
        state=NetworkMemberState.ACTIVE,
    ).values_list("network_id", flat=True)
    yield from ((key, TieKind.SAME_ORGANISATION) for key in belongs)
    for network in networks:
        if network.pk in standing.accompanied:
            yield network.pk, TieKind.MENTORS
        if network.territory_id in standing.territories:
            yield network.pk, TieKind.MUNICIPALITY
