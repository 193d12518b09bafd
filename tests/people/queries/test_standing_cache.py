"""A person's roles are read once in a request, whether asked of the user or of the request's proxy."""

from typing import cast

import pytest
from django.utils.functional import SimpleLazyObject
from pytest_django import DjangoAssertNumQueries

from core.access.models import User
from core.people import queries
from core.people.domain import roles
from core.people.enums import RoleName
from core.people.models import Role
from core.programmes.models import Programme
from tests.factories import people


@pytest.fixture
def carla(programme: Programme) -> User:
    return User.objects.get(pk=people.coordinator().pk)


def proxy_of(user: User) -> User:
    """What a request carries; it passes for the user that it stands for."""
    return cast(User, SimpleLazyObject(lambda: user))


def test_the_proxy_and_the_user_share_what_was_read(
    carla: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    proxy = proxy_of(carla)
    with django_assert_num_queries(1):
        for person in (proxy, carla, proxy):
            assert queries.has_role(person, RoleName.COORDINATOR)
            assert queries.has_second_factor(person)


def test_an_ended_role_is_forgotten_through_the_proxy(carla: User) -> None:
    other = people.coordinator("Dario Coordina")
    proxy = proxy_of(carla)
    assert queries.has_role(carla, RoleName.COORDINATOR)
    roles.end_role(role_id=Role.objects.get(user=other).pk, by=proxy)
    roles.grant_role(user=carla, name=RoleName.EVALUATOR, by=proxy)
    assert queries.has_role(carla, RoleName.EVALUATOR)
