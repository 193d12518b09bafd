"""The facilitators' list at 20, 200 and 2,000 applications that wait for a check.

    python3 dev.py bench tests/bench/test_list.py

Prints queries and median time of a page; fails on what does not depend on the machine: more than twelve
queries, or more of them with more rows.
"""

import os
import time
from collections.abc import Callable
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.access import clock
from core.access.models import User
from core.programmes.models import Programme
from tests.bench.lists import closed_call, fill
from tests.factories import people
from tests.factories.calls import AFTER, DURING

SIZES = (20, 200, 2000)
PAGES = 25
QUERIES_AT_MOST = 12
SignIn = Callable[[User], Client]


def test_a_page_costs_the_same_whatever_the_rows(programme: Programme, sign_in: SignIn) -> None:
    with clock.at(DURING):
        person = people.facilitator()
        call = closed_call()
    address = reverse("calls:submission_list", kwargs={"slug": "prova", "key": call.pk})
    client, made = sign_in(person), 0
    queries: list[int] = []
    with clock.at(AFTER):
        for size in SIZES:
            fill(call, person, range(made, size))
            made = size
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE calls_submission")
            queries.append(_queries(client, address))
            seconds = _seconds(client, address)
            load = os.getloadavg()[0]
            print(
                f"\n{size} applications: {queries[-1]} queries, {seconds * 1000:.0f} ms a page"
                f" (median of {PAGES}, {1 / seconds:.0f} a second, load {load:.1f})"
            )
    assert max(queries) <= QUERIES_AT_MOST
    assert len(set(queries)) == 1


def _queries(client: Client, address: str) -> int:
    client.get(address)  # what a process learns once is not the list's
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    if os.environ.get("SHOW_QUERIES"):
        for each in captured.captured_queries:
            print(each["sql"][:200])
    return len(captured)


def _seconds(client: Client, address: str) -> float:
    """Median of processor and waiting time together, of one page after the other."""
    taken = []
    for _ in range(PAGES):
        started = time.perf_counter()
        client.get(address)
        taken.append(time.perf_counter() - started)
    return median(taken)
