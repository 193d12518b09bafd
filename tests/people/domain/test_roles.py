"""Granting and ending roles."""

from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from core.access.blocked import Blocked
from core.access.models import User
from core.access.scope import open_programme
from core.notices.models import OutboxMessage
from core.people import queries
from core.people.domain import roles
from core.people.enums import RoleName
from core.people.models import Role
from core.people.models.periods import current
from core.people.models.roles import GRANTABLE, OF_A_CALL, OF_A_TERRITORY
from core.programmes.models import Programme
from tests.factories import people, programmes
from tests.races import together


def scope_of(name: str) -> dict[str, Any]:
    if name in OF_A_TERRITORY:
        return {"territory": programmes.territory()}
    if name in OF_A_CALL:
        return {"call_id": programmes.territory().pk}
    return {}


@pytest.mark.parametrize("name", GRANTABLE)
def test_every_role_is_granted_told_and_ended(programme: Programme, name: str) -> None:
    people.coordinator("Carla Resta")
    bea = people.user("Bea Prova")
    role = roles.grant_role(user=bea, name=RoleName(name), by=bea, **scope_of(name))
    assert queries.roles_in(bea) == {name}
    assert OutboxMessage.objects.filter(recipient=bea).count() == 1
    roles.end_role(role_id=role.pk, by=bea)
    assert queries.roles_in(bea) == frozenset()
    with pytest.raises(Blocked) as refusal:
        roles.end_role(role_id=role.pk, by=bea)
    assert "role_ended" in {one.code for one in refusal.value.blockers}


def test_granting_twice_is_granting_once(programme: Programme) -> None:
    bea = people.user("Bea Prova")
    first = roles.grant_role(user=bea, name=RoleName.EVALUATOR, by=bea)
    assert roles.grant_role(user=bea, name=RoleName.EVALUATOR, by=bea) == first


def test_two_territories_are_two_roles(programme: Programme) -> None:
    bea = people.user("Bea Prova")
    for territory in programmes.territories():
        roles.grant_role(user=bea, name=RoleName.MUNICIPAL_OFFICIAL, by=bea, territory=territory)
    assert queries.territories_of(bea) == {one.pk for one in programmes.territories()}


@pytest.mark.parametrize(
    ("name", "constraint"),
    [
        (RoleName.MUNICIPAL_OFFICIAL, "role_territory_for_municipal_officials"),
        (RoleName.COMMISSION_CHAIR, "role_call_for_commissions"),
        (RoleName.ORGANISATION_EDITOR, "role_name_can_be_granted"),
    ],
)
def test_a_role_needs_its_scope(programme: Programme, name: RoleName, constraint: str) -> None:
    bea = people.user("Bea Prova")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        roles.grant_role(user=bea, name=name, by=bea)


@pytest.mark.parametrize(
    ("field", "constraint"),
    [
        ("territory", "role_territory_for_municipal_officials"),
        ("network", "role_network_only_for_mentors"),
        ("call_id", "role_call_for_commissions"),
    ],
)
def test_a_role_has_no_other_scope(programme: Programme, field: str, constraint: str) -> None:
    bea = people.user("Bea Prova")
    value = {
        "territory": programmes.territory(),
        "network": people.network(),
        "call_id": bea.pk,
    }[field]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Role.objects.create(user=bea, name=RoleName.VERIFIER, granted_by=bea, **{field: value})


def test_the_database_keeps_one_role_per_scope(programme: Programme) -> None:
    bea = people.user("Bea Prova")
    roles.grant_role(user=bea, name=RoleName.VERIFIER, by=bea)
    with (
        pytest.raises(IntegrityError, match="role_once_per_person_and_scope"),
        transaction.atomic(),
    ):
        Role.objects.create(user=bea, name=RoleName.VERIFIER, granted_by=bea)


def test_the_last_coordinator_stays(programme: Programme) -> None:
    carla = people.coordinator()
    [role] = Role.objects.filter(user=carla)
    with pytest.raises(Blocked) as refusal:
        roles.end_role(role_id=role.pk, by=carla)
    assert [one.code for one in refusal.value.blockers] == ["last_coordinator"]
    people.coordinator("Carlo Secondo")
    roles.end_role(role_id=role.pk, by=carla)


def test_two_coordinators_cannot_end_each_other_together(committed_db: None) -> None:
    made = programmes.programme(slug="gara", name="Gara")
    with open_programme(made.pk):
        pair = [people.coordinator("Carla Una"), people.coordinator("Carlo Due")]
        keys = list(Role.objects.order_by("pk").values_list("pk", flat=True))

    def end(key: UUID, by: User) -> None:
        with open_programme(made.pk):
            roles.end_role(role_id=key, by=by)

    ends = [partial(end, key, by) for key, by in zip(keys, reversed(pair), strict=True)]
    [refused] = together(*ends)
    assert isinstance(refused, Blocked)
    with open_programme(made.pk):
        assert Role.objects.filter(current()).count() == 1
