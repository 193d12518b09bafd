"""The facilitators' list at 20, 200 and 2,000 applications that wait for a check.

    python3 dev.py bench tests/bench/test_list.py

Prints queries and median time of a page, asked through the whole stack of one process; fails on what does
not depend on the machine: more than twelve queries, or more of them with more rows. `BENCH_PAGES` says how
many pages each median is of.
"""

import os
import time
from dataclasses import dataclass
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.models import Call
from core.access import clock
from core.access.models import User
from core.access.scope import open_programme
from core.programmes.models import Programme
from tests.bench.lists import closed_call, fill
from tests.databases import owner_cursor
from tests.factories import people, programmes
from tests.factories.calls import AFTER, DURING

SIZES = (20, 200, 2000)
PAGES = int(os.environ.get("BENCH_PAGES", "25"))
QUERIES_AT_MOST = 12
OF_THE_DOOR = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", "SELECT set_config")
"""What opens the programme asks no table for anything."""


@pytest.fixture
def programme(committed_db: None) -> Programme:
    """Committed, so that the database knows its own tables as it does in the office."""
    return programmes.programme(slug="prova", name="Prova")


@dataclass(frozen=True)
class Desk:
    """A facilitator before the list of a call."""

    programme: Programme
    call: Call
    person: User
    client: Client

    @property
    def address(self) -> str:
        return reverse("calls:submission_list", kwargs={"slug": "prova", "key": self.call.pk})


@pytest.fixture
def desk(programme: Programme) -> Desk:
    with clock.at(DURING), open_programme(programme.pk):
        person = people.facilitator()
        call = closed_call()
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return Desk(programme, call, person, client)


def test_a_page_costs_the_same_whatever_the_rows(desk: Desk, test_database_name: str) -> None:
    with clock.at(AFTER):
        found = [_measure(desk, size, test_database_name) for size in SIZES]
    assert max(found) <= QUERIES_AT_MOST
    assert len(set(found)) == 1


def _measure(desk: Desk, size: int, database: str) -> int:
    """Fill up to `size`, print what a page costs, answer with its queries."""
    with open_programme(desk.programme.pk):
        fill(desk.call, desk.person, range(desk.call.submissions.count(), size))
    with owner_cursor(database) as cursor:
        cursor.execute("ANALYZE")
    queries = _queries(desk.client, desk.address)
    seconds = _seconds(desk.client, desk.address)
    print(
        f"\n{size} applications: {queries} queries, {seconds * 1000:.0f} ms a page (median of"
        f" {PAGES}), {1 / seconds:.0f} pages a second in one process, load {os.getloadavg()[0]:.1f}"
    )
    return queries


def _queries(client: Client, address: str) -> int:
    client.get(address)  # what a process learns once is not the list's
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    asked = [each for each in captured.captured_queries if not each["sql"].startswith(OF_THE_DOOR)]
    if os.environ.get("SHOW_QUERIES"):
        for each in asked:
            print(each["time"], each["sql"][:160])
    return len(asked)


def _seconds(client: Client, address: str) -> float:
    taken = []
    for _ in range(PAGES):
        started = time.perf_counter()
        client.get(address)
        taken.append(time.perf_counter() - started)
    return median(taken)
