"""A role that another person acts in for some days, by an act (T12)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.notices.models import OutboxMessage
from core.people import queries
from core.people.domain import delegations, roles
from core.people.enums import RoleName
from core.people.models import Delegation, Role
from core.programmes.models import Programme
from tests.factories import people

CASES = {
    "own_delegate": (0, 5, 0),
    "delegation_over": (0, 0, 0),
    "delegation_in_past": (-1, 5, -1),
    "act_after_delegation": (0, 5, 1),
    "already_delegated": (9, 12, 0),
    "role_ended": (0, 5, 0),
}
"""Days from today: the first, the one after the last, the act's."""


def delegate(role: Role, person: User, by: User) -> Delegation:
    """For ten days from today."""
    today = clock.today()
    return delegations.delegate_role(
        role_id=role.pk,
        delegate=person,
        starts_on=today,
        ends_on=today + timedelta(days=10),
        act_reference="Determina 12",
        act_date=today,
        by=by,
    )


@pytest.mark.rule("T12")
def test_a_delegate_holds_the_role_while_both_last(programme: Programme) -> None:
    people.coordinator("Carla Resta")
    dora, elio = people.with_role(RoleName.METROPOLITAN_OFFICIAL), people.user("Elio Delegato")
    [role] = Role.objects.filter(user=dora)
    delegate(role, elio, dora)
    assert queries.roles_in(elio) == {RoleName.METROPOLITAN_OFFICIAL}
    assert set(queries.people_with_role(RoleName.METROPOLITAN_OFFICIAL)) == {dora, elio}
    with clock.at(clock.now() + timedelta(days=11)):
        queries.forget(elio)
        assert queries.roles_in(elio) == frozenset()
    queries.forget(elio)
    roles.end_role(role_id=role.pk, by=dora)
    assert queries.roles_in(elio) == frozenset()


@pytest.mark.rule("T12")
@pytest.mark.parametrize("case", list(CASES))
def test_what_stops_a_delegation(programme: Programme, case: str) -> None:
    people.coordinator("Carla Resta")
    dora, elio = people.with_role(RoleName.METROPOLITAN_OFFICIAL), people.user("Elio Delegato")
    [role] = Role.objects.filter(user=dora)
    if case == "role_ended":
        roles.end_role(role_id=role.pk, by=dora)
    today = clock.today()
    start, length, act = (today + timedelta(days=days) for days in CASES[case])
    if case == "already_delegated":
        delegate(role, elio, dora)
    with pytest.raises(Blocked) as refusal:
        delegations.delegate_role(
            role_id=role.pk,
            delegate=dora if case == "own_delegate" else elio,
            starts_on=start,
            ends_on=length,
            act_reference="Determina 12",
            act_date=act,
            by=dora,
        )
    assert case in {one.code for one in refusal.value.blockers}


@pytest.mark.rule("T12")
def test_a_delegation_that_is_ended_gives_no_rights_and_is_told(programme: Programme) -> None:
    carla = people.coordinator("Carla Resta")
    dora, elio = people.with_role(RoleName.METROPOLITAN_OFFICIAL), people.user("Elio Delegato")
    [role] = Role.objects.filter(user=dora)
    made = delegate(role, elio, carla)
    ended = delegations.end_delegation(delegation_id=made.pk, by=carla)
    assert (ended.is_over, ended.last_day) == (True, None)
    assert queries.roles_in(elio) == frozenset()
    with pytest.raises(Blocked):
        delegations.end_delegation(delegation_id=made.pk, by=carla)
    written = OutboxMessage.objects.filter(address=elio.email).values_list("kind", flat=True)
    assert set(written) == {"people.role_delegated", "people.delegation_ended"}


@pytest.mark.rule("T12")
@pytest.mark.parametrize("empty", [{"act_reference": ""}, {"ends_on": None}])
def test_the_database_wants_the_act_and_the_end(
    programme: Programme, empty: dict[str, str]
) -> None:
    dora = people.with_role(RoleName.METROPOLITAN_OFFICIAL)
    [role] = Role.objects.filter(user=dora)
    today = clock.today()
    values = {"act_reference": "12", "ends_on": today + timedelta(days=1), **empty}
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(
            role=role, delegate=dora, starts_on=today, act_date=today, recorded_by=dora, **values
        )


@pytest.mark.rule("C7")
@pytest.mark.parametrize("case", ["seat_of_commission", "role_on_a_network", "delegates_to_self"])
def test_who_is_never_a_delegate(programme: Programme, case: str) -> None:
    carla, elio = people.coordinator("Carla Resta"), people.user("Elio Delegato")
    holder = {
        "seat_of_commission": lambda: people.with_role(
            RoleName.COMMISSION_SECRETARY, call_id=uuid4()
        ),
        "role_on_a_network": lambda: people.mentor(people.network()),
        "delegates_to_self": lambda: people.with_role(RoleName.METROPOLITAN_OFFICIAL),
    }[case]()
    role = Role.objects.get(user=holder)
    by = elio if case == "delegates_to_self" else carla
    with pytest.raises(Blocked) as refusal:
        delegate(role, elio, by)
    assert case in {one.code for one in refusal.value.blockers}
