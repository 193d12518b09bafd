"""What the programme sent: for its coordinators, and for nobody else."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.access.models import User
from core.access.scope import open_programme
from core.audit.queries import history_of
from core.notices.enums import MessageState
from core.notices.models import OutboxMessage
from core.programmes.models import Programme
from tests.factories import notices, people

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
GIVEN_UP: dict[str, Any] = {
    "state": MessageState.GIVEN_UP,
    "given_up_at": NOON,
    "next_attempt_at": None,
    "last_error": "550 No such user",
}
SENT: dict[str, Any] = {"state": MessageState.SENT, "sent_at": NOON, "next_attempt_at": None}
STATES: dict[MessageState, dict[str, Any]] = {
    MessageState.QUEUED: {},
    MessageState.SENT: SENT,
    MessageState.GIVEN_UP: GIVEN_UP,
}
SignIn = Callable[[User], Client]


def url(name: str, **kwargs: object) -> str:
    return reverse(f"notices:{name}", kwargs={"slug": "prova", **kwargs})


@pytest.fixture
def carla(programme: Programme) -> User:
    return people.coordinator()


def addresses(message: OutboxMessage) -> list[str]:
    key = {"message_id": message.pk}
    return [url("messages"), url("message_detail", **key), url("message_retry", **key)]


@pytest.mark.parametrize("role", ["facilitator", "user"])
def test_closed_to_the_others(programme: Programme, sign_in: SignIn, role: str) -> None:
    message = notices.message()
    client = sign_in(getattr(people, role)())
    assert [client.get(address).status_code for address in addresses(message)] == [403, 403, 403]


def test_closed_to_strangers(programme: Programme, client: Client) -> None:
    assert {client.get(address).status_code for address in addresses(notices.message())} == {302}


def test_closed_to_a_coordinator_of_another_programme(
    db: None, other_programme: Programme, sign_in: SignIn
) -> None:
    from tests.factories.programmes import programme as make

    here = make(slug="prova", name="Prova")
    with open_programme(here.pk):
        message = notices.message()
    with open_programme(other_programme.pk):
        carla = people.coordinator()
    assert sign_in(carla).get(url("messages")).status_code == 403
    key = {"slug": "altro", "message_id": message.pk}
    assert sign_in(carla).get(reverse("notices:message_detail", kwargs=key)).status_code == 404


def test_what_was_given_up_comes_first_with_its_reason(carla: User, sign_in: SignIn) -> None:
    notices.message(subject="Perduta", **GIVEN_UP)
    notices.message(subject="Recente")
    page = sign_in(carla).get(url("messages")).content.decode()
    assert page.index("Perduta") < page.index("Recente")
    assert "550 No such user" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=given_up", {"Perduta"}),
        ("state=queued", {"In viaggio"}),
        ("kind=notices.sample_key", {"Chiave"}),
        ("q=ugo@example.org", {"In viaggio"}),
        ("q=perdu", {"Perduta"}),
        ("state=unheard-of", {"Perduta", "In viaggio", "Chiave"}),
    ],
)
def test_filters(carla: User, sign_in: SignIn, query: str, shown: set[str]) -> None:
    notices.message(subject="Perduta", **GIVEN_UP)
    notices.message("ugo@example.org", subject="In viaggio")
    notices.message(subject="Chiave", kind="notices.sample_key", **SENT)
    page = sign_in(carla).get(f"{url('messages')}?{query}").content.decode()
    assert {word for word in ("Perduta", "In viaggio", "Chiave") if word in page} == shown


@pytest.mark.parametrize("state", MessageState)
def test_retrying(carla: User, sign_in: SignIn, state: MessageState) -> None:
    message = notices.message(**STATES[state])
    answer = sign_in(carla).post(url("message_retry", message_id=message.pk))
    message.refresh_from_db()
    if state == MessageState.GIVEN_UP:
        assert answer.status_code == 302
        assert (message.state, message.attempts) == (MessageState.QUEUED, 0)
        assert [event.actor for event in history_of(message)] == [carla]
    else:
        assert answer.status_code == 409
        assert message.state == state


@pytest.mark.parametrize("state", MessageState)
def test_the_page_of_a_message(carla: User, sign_in: SignIn, state: MessageState) -> None:
    message = notices.message(**STATES[state])
    page = sign_in(carla).get(url("message_detail", message_id=message.pk)).content.decode()
    assert "Buongiorno." in page
    assert message.message_id.strip("<>") in page
    assert (url("message_retry", message_id=message.pk) in page) == (state == MessageState.GIVEN_UP)


def test_a_key_is_not_shown(carla: User, sign_in: SignIn) -> None:
    message = notices.message(confidential=True, text="https://example.org/chiave-segreta")
    page = sign_in(carla).get(url("message_detail", message_id=message.pk)).content.decode()
    assert "chiave-segreta" not in page


def test_a_message_that_does_not_exist(carla: User, sign_in: SignIn) -> None:
    assert sign_in(carla).get(url("message_detail", message_id=uuid4())).status_code == 404


def test_the_list_costs_the_same_for_three_and_thirty(carla: User, sign_in: SignIn) -> None:
    client, costs = sign_in(carla), []
    client.get(url("messages"))
    for count in (3, 21):
        for _ in range(count):
            notices.message()
        with CaptureQueriesContext(connection) as queries:
            client.get(url("messages"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
