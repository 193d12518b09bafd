"""What a person is in the open programme: roles, delegations and memberships, read in one query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, F, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast, Concat

from core.access import clock
from core.access.compiled import Compiled
from core.access.models import User
from core.access.once import asked_once
from core.access.scope import current_programme_id, opened_programme_id
from core.people.enums import MemberLevel, RoleName
from core.people.models import Delegation, OrganisationMember, Role
from core.people.models.periods import current

Person = User | AnonymousUser
_CACHE = "_people_standings"
_SECOND_FACTOR = "_people_second_factor"
_FACTOR_ROW = "second_factor"
_COLUMNS = ("held", "of_territory", "of_network", "of_call", "of_organisation")


@dataclass(frozen=True)
class Standing:
    """Everything that decides what a person may see and do in one programme, today."""

    roles: frozenset[RoleName] = frozenset()
    territories: frozenset[UUID] = frozenset()
    accompanied: frozenset[UUID] = frozenset()
    calls: frozenset[tuple[RoleName, UUID]] = frozenset()
    organisations: Mapping[UUID, MemberLevel] = field(default_factory=dict)
    second_factor: bool = field(default=False, compare=False)

    def holds(self, *names: RoleName) -> bool:
        return not self.roles.isdisjoint(names)

    def organisations_at(self, levels: frozenset[MemberLevel]) -> frozenset[UUID]:
        """Keys of the organisations for which the person acts at one of these levels."""
        return frozenset(key for key, level in self.organisations.items() if level in levels)


NOBODY = Standing()


def standing_of(user: Person) -> Standing:
    """The person's standing, cached on the user object for each programme."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    # By attribute, never by `__dict__`: a request's user is a lazy proxy, whose own dictionary is not
    # the one that a permission's rule sees. Both would read, and `forget` would leave one behind.
    cache: dict[UUID, Standing] | None = getattr(user, _CACHE, None)
    if cache is None:
        cache = {}
        setattr(user, _CACHE, cache)
    programme = current_programme_id()
    if programme not in cache:
        cache[programme] = _read(user)
    return cache[programme]


def forget(*users: User) -> None:
    """Drop what is cached on these user objects: roles or memberships have changed."""
    for user in users:
        for name in (_CACHE, _SECOND_FACTOR):
            if hasattr(user, name):
                delattr(user, name)


def roles_in(user: Person) -> frozenset[RoleName]:
    """Roles of the person in the open programme, delegated ones and those in organisations included."""
    return standing_of(user).roles


def has_role(user: Person, *names: RoleName) -> bool:
    return standing_of(user).holds(*names)


def territories_of(user: Person) -> frozenset[UUID]:
    """Keys of the territories for which the person is the municipality's official."""
    return standing_of(user).territories


def has_second_factor(user: User) -> bool:
    """Whether the person has set one up: told by their standing, once that is known in this programme.

    Otherwise one query, cached on the user object.
    """
    standings: dict[UUID | None, Standing] = getattr(user, _CACHE, {})
    if (standing := standings.get(opened_programme_id())) is not None:
        return standing.second_factor
    if not hasattr(user, _SECOND_FACTOR):
        setattr(user, _SECOND_FACTOR, bool(is_mfa_enabled(user)))
    return bool(getattr(user, _SECOND_FACTOR))


def people_with_role(
    *names: RoleName, territory: Any = None, network: Any = None, call: UUID | None = None
) -> QuerySet[User]:
    """Active people who hold one of these granted roles today, their delegates included.

    `territory` and `network` are rows or keys. Names are enough for roles of the whole programme.
    """
    scope = {"territory": territory, "network": network, "call_id": call}
    wanted = {key: value for key, value in scope.items() if value is not None}
    roles = Role.objects.filter(current(), name__in=names, **wanted)
    delegations = Delegation.objects.filter(current(), role__in=roles.values("pk"))
    return User.objects.filter(
        Q(pk__in=roles.values("user")) | Q(pk__in=delegations.values("delegate")), is_active=True
    ).order_by("full_name", "pk")


@asked_once
def _read(user: User) -> Standing:
    found = _ROWS.rows(user=user.pk, day=clock.today())
    rows = [row for row in found if row[0] != _FACTOR_ROW]
    return Standing(
        roles=frozenset(RoleName(name) for name, *_scope in rows),
        territories=frozenset(territory for _n, territory, *_rest in rows if territory),
        accompanied=frozenset(network for _n, _t, network, *_rest in rows if network),
        calls=frozenset((RoleName(name), call) for name, _t, _n, call, _o in rows if call),
        organisations={
            organisation: MemberLevel(name.removeprefix("organisation_"))
            for name, *_scope, organisation in rows
            if organisation
        },
        second_factor=len(rows) < len(found),
    )


def _absent() -> Cast:
    return Cast(Value(None), UUIDField())


def _granted(user: UUID, day: date) -> QuerySet[Any, tuple[Any, ...]]:
    return (
        Role.objects.filter(current(on=day), user=user)
        .annotate(
            held=F("name"),
            of_territory=F("territory_id"),
            of_network=F("network_id"),
            of_call=F("call_id"),
            of_organisation=_absent(),
        )
        .values_list(*_COLUMNS)
    )


def _delegated(user: UUID, day: date) -> QuerySet[Any, tuple[Any, ...]]:
    """Rights last as long as both the delegation and the role that was delegated."""
    return (
        Delegation.objects.filter(current(on=day), current("role__", on=day), delegate=user)
        .annotate(
            held=F("role__name"),
            of_territory=F("role__territory_id"),
            of_network=F("role__network_id"),
            of_call=F("role__call_id"),
            of_organisation=_absent(),
        )
        .values_list(*_COLUMNS)
    )


def _memberships(user: UUID, day: date) -> QuerySet[Any, tuple[Any, ...]]:
    return (
        OrganisationMember.objects.filter(current(on=day), user=user)
        .annotate(
            held=Concat(Value("organisation_"), F("level"), output_field=CharField()),
            of_territory=_absent(),
            of_network=_absent(),
            of_call=_absent(),
            of_organisation=F("organisation_id"),
        )
        .values_list(*_COLUMNS)
    )


def _second_factors(user: UUID) -> QuerySet[Any, tuple[Any, ...]]:
    """Not a role: one row for each, beside those that are."""
    rows: QuerySet[Any, tuple[Any, ...]] = Authenticator.objects.filter(user=user).annotate(
        held=Value(_FACTOR_ROW, output_field=CharField()),
        of_territory=_absent(),
        of_network=_absent(),
        of_call=_absent(),
        of_organisation=_absent(),
    )
    return rows.values_list(*_COLUMNS)


def _every_row(user: UUID, day: date) -> QuerySet[Any, tuple[Any, ...]]:
    parts = _delegated(user, day), _memberships(user, day), _second_factors(user)
    return _granted(user, day).union(*parts, all=True)


_ROWS = Compiled(_every_row, user=UUID("00000000-0000-4000-8000-0000000009e1"), day=date.max)
"""Asked with every page of whoever is signed in: built anew it took a tenth of a list's time."""
