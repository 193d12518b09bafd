"""The page of an application that was selected leads to its project, for whoever may read it (P1)."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from calls import paths as call_paths
from calls.models import Submission
from core.access.models import User
from core.people.enums import RoleName
from core.programmes.models import Programme
from projects import paths
from tests.factories import people
from tests.factories import projects as factory

SignIn = Callable[[User], Client]


def _read(client: Client, submission: Submission) -> tuple[str, int]:
    address = call_paths.detail(submission)
    client.get(address)  # what a process learns once is not the page's
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode(), len(captured)


@pytest.mark.rule("P1")
def test_an_application_leads_to_its_project(programme: Programme, sign_in: SignIn) -> None:
    submission = factory.selected()
    readers = {
        "lead": submission.network.created_by,
        "facilitator": people.facilitator(),
        "official": people.with_role(RoleName.METROPOLITAN_OFFICIAL),
        "municipal": people.municipal_official(submission.territory),
    }
    clients = {name: sign_in(user) for name, user in readers.items()}
    before = {name: _read(client, submission) for name, client in clients.items()}
    project = factory.opened_on(submission)
    after = {name: _read(client, submission) for name, client in clients.items()}
    for name in readers:
        assert paths.detail(project) not in before[name][0], name
        assert paths.detail(project) in after[name][0], name
        assert after[name][1] == before[name][1], name
