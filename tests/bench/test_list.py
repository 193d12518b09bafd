"""The facilitators' list at 20, 200 and 2,000 applications that wait for a check.

    python3 dev.py bench tests/bench/test_list.py

Prints queries and median time of a page, asked through the whole stack of one process; fails on what does
not depend on the machine: more than eight queries, or more of them with more rows. `BENCH_PAGES` says how
many pages each median is of.
"""

import os
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call
from core.access import clock
from core.access.models import User
from core.access.scope import open_programme
from core.programmes.models import Programme
from tests.bench.lists import closed_call, fill
from tests.bench.pages import PAGES, queries_of, seconds_of
from tests.databases import owner_cursor
from tests.factories import people, programmes
from tests.factories.calls import AFTER, DURING

SIZES = (20, 200, 2000)
QUERIES_AT_MOST = 8


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
    queries = queries_of(desk.client, desk.address)
    seconds = seconds_of(desk.client, desk.address)
    print(
        f"\n{size} applications: {queries} queries, {seconds * 1000:.0f} ms a page (median of"
        f" {PAGES}), {1 / seconds:.0f} pages a second in one process, load {os.getloadavg()[0]:.1f}"
    )
    return queries
