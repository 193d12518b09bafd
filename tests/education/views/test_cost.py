"""The lists of practices cost the same number of queries at 3 and at 60 rows."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.access.models import User
from core.programmes.models import Programme
from tests.factories import education

FEW, MANY = 3, 60


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_cost_the_same(programme: Programme, sign_in: Callable[[User], Client]) -> None:
    coordinator = education.coordinator()
    client = sign_in(coordinator)
    addresses = [
        reverse(f"education:{name}", args=["prova"]) for name in ("practice_list", "practice_desk")
    ]
    education.many(coordinator, range(FEW))
    few = [cost(client, address) for address in addresses]
    education.many(coordinator, range(FEW, MANY))
    assert [cost(client, address) for address in addresses] == few
