"""The lists of the evaluation cost the same number of queries at 3 and at 60 rows."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.access.models import User
from core.programmes.models import Programme
from tests.factories import evaluation

FEW, MANY = 3, 60
LISTS = ("evaluation_home", "indicator_list", "measurement_list")


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_cost_the_same(programme: Programme, sign_in: Callable[[User], Client]) -> None:
    person, client = evaluation.facilitator(), sign_in(evaluation.evaluator())
    addresses = [reverse(f"evaluation:{name}", args=["prova"]) for name in LISTS]
    addresses.append(
        reverse("evaluation:indicator_detail", kwargs={"slug": "prova", "key": "molti"})
    )
    evaluation.many(person, range(FEW))
    few = [cost(client, address) for address in addresses]
    evaluation.many(person, range(FEW, MANY))
    assert [cost(client, address) for address in addresses] == few
