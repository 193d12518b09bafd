"""Every page before everybody: who reads, who acts, who is a stranger."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.access.models import User
from core.people.enums import RoleName
from core.programmes.models import Programme
from labs.domain.registrations import invite_person
from labs.models import Event
from tests.factories import labs, people

SignIn = Callable[[User], Client]
TEAM = ("coordinator", "facilitator")
READERS = (*TEAM, "mentor", "municipal", "metropolitan", "evaluator")
ALL = (*READERS, "verifier", "participant", "newcomer")
DESK = ("event_manage", "registration_list")
ACTS = (
    "event_change", "event_publish", "event_postpone", "event_reschedule", "event_cancel",
    "session_create", "registration_add", "registration_export",
)  # fmt: skip
SESSION = ("session_change", "session_minutes", "session_attendance")


@pytest.fixture
def cast(programme: Programme) -> dict[str, User]:
    return {
        "coordinator": people.coordinator(),
        "facilitator": people.facilitator(),
        "mentor": people.mentor(people.network()),
        "municipal": people.municipal_official(),
        "metropolitan": people.with_role(RoleName.METROPOLITAN_OFFICIAL),
        "evaluator": people.with_role(RoleName.EVALUATOR),
        "verifier": people.with_role(RoleName.VERIFIER),
        "participant": people.user("Piero Partecipa"),
        "newcomer": people.user("Nora Nuova"),
    }


@pytest.fixture
def event(cast: dict[str, User]) -> Event:
    made = labs.event(by=cast["facilitator"])
    labs.session(made)
    labs.registered(made, cast["participant"])
    return made


def address(name: str, **kwargs: Any) -> str:
    return reverse(f"labs:{name}", kwargs={"slug": "prova", **kwargs})


def codes(cast: dict[str, User], sign_in: SignIn, path: str) -> dict[str, int]:
    return {who: sign_in(person).get(path).status_code for who, person in cast.items()}


@pytest.mark.parametrize("name", DESK)
def test_officials_and_mentors_read_the_desk(
    name: str, cast: dict[str, User], event: Event, sign_in: SignIn
) -> None:
    expected = {who: 200 if who in READERS else 404 for who in ALL}
    assert codes(cast, sign_in, address(name, key=event.pk)) == expected
    assert Client().get(address(name, key=event.pk)).status_code == 302


@pytest.mark.parametrize("name", [*ACTS, *SESSION])
def test_only_the_team_acts(
    name: str, cast: dict[str, User], event: Event, sign_in: SignIn
) -> None:
    key = event.sessions.get().pk if name in SESSION else event.pk
    expected = {who: 200 if who in TEAM else 403 if who in READERS else 404 for who in ALL}
    assert codes(cast, sign_in, address(name, key=key)) == expected


def test_the_list_of_the_desk_and_the_new_event(
    cast: dict[str, User], event: Event, sign_in: SignIn
) -> None:
    reads = {who: 200 if who in READERS else 403 for who in ALL}
    assert codes(cast, sign_in, address("event_desk")) == reads
    creates = {who: 200 if who in TEAM else 403 for who in ALL}
    assert codes(cast, sign_in, address("event_create")) == creates


@pytest.mark.parametrize("name", ["event_detail", "event_calendar"])
def test_everybody_reads_what_is_published_and_only_its_people_a_closed_table(
    name: str, cast: dict[str, User], event: Event, sign_in: SignIn
) -> None:
    assert set(codes(cast, sign_in, address(name, event_key=event.key)).values()) == {200}
    assert Client().get(address(name, event_key=event.key)).status_code == 200
    table = labs.table(by=cast["facilitator"])
    labs.session(table)
    invite_person(event_id=table.pk, person=cast["participant"], by=cast["facilitator"])
    expected = {who: 200 if who in (*READERS, "participant") else 404 for who in ALL}
    assert codes(cast, sign_in, address(name, event_key=table.key)) == expected
    assert Client().get(address(name, event_key=table.key)).status_code == 404


@pytest.mark.parametrize("name", ["registration_cancel", "offer_accept", "offer_decline"])
def test_a_registration_is_the_persons_own(
    name: str, cast: dict[str, User], event: Event, sign_in: SignIn
) -> None:
    path = address(name, key=event.registrations.get().pk)
    found = codes(cast, sign_in, path)
    assert {who for who, code in found.items() if code == 302} == {"participant"}
    assert {code for code in found.values() if code != 302} == {404}


@pytest.mark.parametrize(
    "name", ["registration_confirm", "registration_refuse", "registration_remove"]
)
def test_only_the_team_answers_and_removes(
    name: str, cast: dict[str, User], event: Event, sign_in: SignIn
) -> None:
    path = address(name, key=event.registrations.get().pk)
    expected = {who: 302 if who in TEAM else 403 if who in READERS else 404 for who in ALL}
    assert codes(cast, sign_in, path) == expected


def test_a_new_account_registers(cast: dict[str, User], event: Event, sign_in: SignIn) -> None:
    path = address("registration_create", event_key=event.key)
    assert Client().get(path).status_code == 302
    client = sign_in(cast["newcomer"])
    assert client.get(path).status_code == 200
    assert client.post(path, {"sent": "1"}).status_code == 302
    assert event.registrations.filter(person=cast["newcomer"], state="confirmed").exists()
    assert client.post(path, {"sent": "1"}).status_code == 409
    assert client.get(address("registration_mine")).status_code == 200
