"""What binds people to networks before they are asked to accompany them, and what that would cost.

Whoever accompanies a network may no longer decide on it: before assigning, the coordinator sees which
duties would be left without an untied person (C7).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls import queries as calls
from calls.enums import CallState
from core.access.models import User
from core.people import queries as people
from core.people.enums import NetworkMemberState, RoleName, TieKind
from core.people.models import Network, NetworkMember, OrganisationMember, Role, Tie
from core.people.models.periods import current
from core.people.models.roles import OF_A_CALL

DECIDING = (RoleName.VERIFIER, RoleName.METROPOLITAN_OFFICIAL, RoleName.FINANCE_OFFICER)
UNDECIDED = (CallState.DRAFT, CallState.PUBLISHED, CallState.CLOSED)

Ties = Mapping[UUID, frozenset[tuple[UUID, TieKind]]]
"""By person: the networks to which they are tied, and how."""


@dataclass(frozen=True)
class Duty:
    """Something that the person could no longer do for a network; `others` are free to do it."""

    text: str
    others: int

    @property
    def is_left_alone(self) -> bool:
        return self.others == 0


def ties_of(persons: Iterable[UUID], networks: Iterable[Network]) -> Ties:
    """Ties of many people with many networks, in four queries whatever their numbers."""
    who, where = list(persons), list(networks)
    keys = [network.pk for network in where]
    found: dict[UUID, set[tuple[UUID, TieKind]]] = defaultdict(set)
    declared = Tie.objects.filter(user__in=who, network__in=keys, ended_on__isnull=True)
    for person, network, kind in declared.order_by("pk").values_list("user", "network", "kind"):
        found[person].add((network, TieKind(kind)))
    for person, network in _in_organisations(who, keys):
        found[person].add((network, TieKind.SAME_ORGANISATION))
    granted = Role.objects.filter(current(), user__in=who).order_by("pk")
    for person, accompanied, territory in granted.values_list("user", "network", "territory"):
        if accompanied in keys:
            found[person].add((accompanied, TieKind.MENTORS))
        for one in where:
            if one.territory_id == territory:
                found[person].add((one.pk, TieKind.MUNICIPALITY))
    return {person: frozenset(ties) for person, ties in found.items()}


def _in_organisations(who: list[UUID], networks: list[UUID]) -> Iterable[tuple[UUID, UUID]]:
    members = NetworkMember.objects.filter(
        network__in=networks, state=NetworkMemberState.ACTIVE
    ).order_by("pk")
    belongs: dict[UUID, set[UUID]] = defaultdict(set)
    for network, organisation in members.values_list("network", "organisation"):
        if organisation is not None:
            belongs[organisation].add(network)
    rows = OrganisationMember.objects.filter(
        current(), user__in=who, organisation__in=list(belongs)
    ).order_by("pk")
    for person, organisation in rows.values_list("user", "organisation"):
        for network in belongs[organisation]:
            yield person, network


def duties_at_risk(mentor: User, networks: Iterable[Network], *, reader: User) -> list[Duty]:
    """What the mentor could no longer do for these networks, and how many untied people remain."""
    where = list(networks)
    own = Role.objects.filter(current(), user=mentor, name__in=[*DECIDING, *OF_A_CALL])
    held = list(own.order_by("pk").values_list("name", "call_id"))
    if not held:
        return []
    titles = _titles([call for _name, call in held if call], reader)
    return [
        duty
        for name, call in held
        if call is None or call in titles
        for duty in [_duty(mentor, RoleName(name), call, titles.get(call, ""), where)]
    ]


def _duty(mentor: User, name: RoleName, call: UUID | None, title: str, where: Any) -> Duty:
    """One role: the network for which fewest others remain is the one that counts."""
    holders = people.people_with_role(name, call=call) if call else people.people_with_role(name)
    others = [person.pk for person in holders if person.pk != mentor.pk]
    ties = ties_of(others, where)
    free = min(
        sum(all(tied != network.pk for tied, _kind in ties.get(one, ())) for one in others)
        for network in where
    )
    words = {"name": mentor.full_name, "role": name.label, "call": title}
    text = (
        _("%(name)s is %(role)s for “%(call)s” and could not score these networks.") % words
        if call
        else _("%(name)s is %(role)s and could not decide on these networks.") % words
    )
    if free == 0:
        remains = _("Nobody else without a tie would be left.")
    else:
        remains = ngettext(
            "%(count)d other person without a tie remains.",
            "%(count)d other people without a tie remain.",
            free,
        ) % {"count": free}
    return Duty(f"{text} {remains}", free)


def _titles(keys: list[UUID], reader: User) -> dict[UUID | None, str]:
    """Titles of those calls on which something is still to be decided."""
    rows = calls.calls_visible_to(reader).filter(pk__in=keys, state__in=UNDECIDED)
    return {call.pk: str(call.title) for call in rows.order_by("pk")}
