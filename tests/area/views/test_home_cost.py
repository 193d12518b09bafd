"""*What waits for me* costs the same number of queries with three things waiting and with thirty."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from calls.models import Call
from core.access import clock
from core.access.models import User
from core.people.enums import RoleName
from core.people.queries import forget
from core.programmes.models import Programme
from projects.enums import ProjectState
from projects.models import Project
from tests.databases import expect_many_rows
from tests.factories import calls, people
from tests.factories import projects as project_factory
from tests.factories.calls import DURING
from tests.test_lists import fill

FEW, MANY = 3, 30
AT_MOST = {"lead": 42, "facilitator": 34, "official": 28}
"""Queries. A lead asks more: its networks, organisations and drafts beside what everybody asks."""
SignIn = Callable[[User], Client]


@pytest.fixture
def cast(programme: Programme) -> Iterator[dict[str, User]]:
    with clock.at(DURING):
        yield {
            "lead": people.user("Lea Capofila"),
            "facilitator": people.facilitator(),
            "official": people.with_role(RoleName.METROPOLITAN_OFFICIAL),
        }


def _more_waits(call: Call, lead: User, numbers: range) -> None:
    """For each: changes to send and a plan to write (lead), an agreement to draft (facilitator), a plan
    to decide upon (official); of the last two one for every second."""
    fill(call, lead, numbers)
    Project.objects.filter(state=ProjectState.DESIGNING).update(
        submitted_at=clock.now(),
        submitted_by=project_factory.official("Otto Altro"),
        opinion_due=clock.today() - timedelta(days=1),
        round=1,
    )


def _cost(client: Client, programme: Programme) -> tuple[int, int]:
    """How many things wait, and with how many queries that is said."""
    address = f"/{programme.slug}/area/"
    client.get(address)  # what a process learns once is not the page's
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    groups = answer.context["groups"]
    return sum(len(group.todos) for group in groups), len(captured)


def test_the_home_costs_the_same_at_three_and_at_thirty(
    cast: dict[str, User],
    programme: Programme,
    sign_in: SignIn,
    record_property: Callable[[str, object], None],
) -> None:
    call = calls.open_call()
    clients = {name: sign_in(user) for name, user in cast.items()}
    costs: list[dict[str, tuple[int, int]]] = []
    for numbers in (range(FEW), range(FEW, MANY)):
        _more_waits(call, cast["lead"], numbers)
        expect_many_rows()
        for user in cast.values():
            forget(user)
        costs.append({name: _cost(client, programme) for name, client in clients.items()})
    few, many = costs
    for name in cast:
        record_property(name, f"{few[name]} / {many[name]}")
        assert 0 < few[name][0] < many[name][0], name
        assert few[name][1] == many[name][1] <= AT_MOST[name], name
