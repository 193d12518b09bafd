"""The door into a programme: what it opens, what it refuses."""

from uuid import uuid4

import pytest
from django.db import InternalError, connection
from django_scopes import ScopeError
from pytest_django import DjangoAssertNumQueries

from core.access.grants import refuse_power
from core.access.scope import ScopeClash, current_programme_id, open_programme
from core.people.models import Network
from core.programmes.models import Programme
from tests.factories.people import network


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('topmetro.programme', true)")
        return str(cursor.fetchone()[0] or "")


def test_the_setting_lives_as_long_as_the_block(db: None) -> None:
    key = uuid4()
    with open_programme(key):
        assert setting() == str(key)
        assert current_programme_id() == key
    assert setting() == ""
    with pytest.raises(ScopeClash):
        current_programme_id()


def test_the_same_programme_may_be_opened_again_inside_itself(db: None) -> None:
    key = uuid4()
    with open_programme(key), open_programme(key):
        pass
    assert setting() == ""


def test_another_programme_is_refused_inside_an_open_one(db: None) -> None:
    with open_programme(uuid4()), pytest.raises(ScopeClash), open_programme(uuid4()):
        pass


def test_rows_fetched_ahead_are_not_asked_for_again(
    programme: Programme, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Through `all()` too, which is how every list reads what it prefetched."""
    network()
    with django_assert_num_queries(2):
        [row] = Network.objects.prefetch_related("members").order_by("pk")
        assert len(row.members.all()) == 1
        assert len(row.members.all()) == 1


def test_outside_a_programme_all_rows_are_refused(db: None) -> None:
    with pytest.raises(ScopeError):
        Network.objects.all()


def test_a_failed_block_leaves_nothing_open(db: None) -> None:
    with pytest.raises(ZeroDivisionError), open_programme(uuid4()):
        _ = 1 / 0
    assert setting() == ""


def test_read_only_is_undone_when_the_block_ends(db: None) -> None:
    with open_programme(uuid4(), read_only=True), pytest.raises(InternalError, match="read-only"):
        Programme.objects.create(slug="x", name="x")
    Programme.objects.create(slug="x", name="x")


def test_the_suite_runs_as_a_role_without_power(db: None, app_role: str) -> None:
    refuse_power()
    assert app_role == "topmetro_app"
