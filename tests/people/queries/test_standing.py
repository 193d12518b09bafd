"""Who is who: roles read in one query, kept to one programme, gone when they end."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from core.access import clock
from core.access.models import User
from core.access.scope import open_programme
from core.people import queries
from core.people.enums import MemberLevel, RoleName
from core.people.models import Role
from core.programmes.models import Programme
from tests.factories import people, programmes


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_a_standing_costs_one_query_once(
    programme: Programme, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    network = people.network()
    person = people.mentor(network)
    people.with_role(RoleName.VERIFIER, person)
    people.municipal_official(name="Altra Persona")
    people.member(network.lead, MemberLevel.EDITOR, person)
    person = again(person)
    with django_assert_num_queries(1):
        standing = queries.standing_of(person)
        assert queries.roles_in(person) == {
            RoleName.MENTOR,
            RoleName.VERIFIER,
            RoleName.ORGANISATION_EDITOR,
        }
    assert standing.accompanied == {network.pk}
    assert standing.organisations == {network.lead_id: MemberLevel.EDITOR}
    assert not standing.territories


def test_roles_belong_to_one_programme(db: None, other_programme: Programme) -> None:
    first = programmes.programme(slug="primo", name="Primo")
    with open_programme(first.pk):
        carla = people.coordinator()
        assert queries.has_role(carla, RoleName.COORDINATOR)
    with open_programme(other_programme.pk):
        assert queries.roles_in(carla) == frozenset()
        assert not queries.people_with_role(RoleName.COORDINATOR).exists()


def test_strangers_and_closed_accounts_hold_nothing(programme: Programme) -> None:
    carla = people.coordinator()
    carla.is_active = False
    assert queries.roles_in(carla) == frozenset()
    assert queries.roles_in(AnonymousUser()) == frozenset()


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (9, True), (10, False)])
def test_a_role_holds_from_its_first_day_to_the_day_before_its_last(
    programme: Programme, days: int, holds: bool
) -> None:
    person = people.with_role(RoleName.EVALUATOR)
    today = clock.today()
    Role.objects.filter(user=person).update(
        starts_on=today, ends_on=today + timedelta(days=10), ended_by=person
    )
    with clock.at(clock.now() + timedelta(days=days)):
        assert queries.has_role(again(person), RoleName.EVALUATOR) is holds


def test_officials_are_found_by_territory(programme: Programme) -> None:
    collegno, rivoli = programmes.territory(), programmes.territory("Rivoli")
    mara = people.municipal_official(collegno)
    found = queries.people_with_role(RoleName.MUNICIPAL_OFFICIAL, territory=collegno)
    assert list(found) == [mara]
    assert not queries.people_with_role(RoleName.MUNICIPAL_OFFICIAL, territory=rivoli).exists()


def test_people_of_a_network_are_those_of_its_organisations(programme: Programme) -> None:
    network = people.network()
    partner = people.partner_organisation(network)
    viewer = people.member(network.lead, MemberLevel.VIEWER).user
    everyone = {network.created_by, viewer, partner.created_by}
    assert set(queries.people_of_network(network)) == everyone
    managers = queries.people_of_network(network, levels=[MemberLevel.MANAGER])
    assert set(managers) == everyone - {viewer}
    assert set(queries.people_of_network(network, lead_only=True)) == {network.created_by, viewer}
