"""Every address of the portal, asked by people in every role for what lies in another programme."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import get_resolver

from core.access.models import User
from core.access.scope import open_programme
from core.people.enums import RoleName
from core.people.models import Role
from tests.addresses import Address, addresses
from tests.factories import people as people_factory
from tests.isolation import worlds
from tests.isolation.conftest import Neighbours
from tests.isolation.worlds import WORD

ORGANISATION = {name for name in RoleName if name.startswith("organisation_")}
POWERFUL = ("operator", "everything")
OUTSIDE = ("stranger", "insider", *POWERFUL)
"""Who tries: a role can only widen what a person reaches, so who has them all stands for each of them, and
the neighbour's own person for any newcomer."""

REFUSALS = {302, 401, 403, 404, 405}
IN_PROGRAMME = [address for address in addresses() if address.in_programme and address.ours]
plainly_refused = pytest.mark.urls("tests.isolation.plain_refusals")


def filled(address: Address, slug: str, neighbours: Neighbours) -> str:
    """The address with our programme's slug and the neighbour's keys, words and numbers."""
    values = {"slug": slug, "territory": "001090"}
    for argument in address.arguments:
        values.setdefault(argument, WORD)
    path = address.route
    for argument in address.arguments:
        for kind, value in (
            ("slug", values[argument]),
            ("str", WORD),
            ("uuid", str(neighbours.world.row)),
            ("int", "1"),
        ):
            path = path.replace(f"<{kind}:{argument}>", value)
    return f"/{path}"


@pytest.fixture
def cast(neighbours: Neighbours) -> dict[str, Client]:
    """A stranger, a newcomer, the neighbour's own person, an operator, and a person in every role."""
    people: dict[str, User] = {
        "newcomer": people_factory.user("Nuova Persona"),
        "insider": neighbours.insider,
        "operator": people_factory.user("Otto Operatore"),
        "everything": people_factory.user("Tutti Iruoli"),
    }
    people["operator"].is_platform_operator = True
    people["operator"].save()
    with open_programme(neighbours.ours.pk):
        giver = people_factory.user("Chi Nomina")
        for name in sorted(set(RoleName) - ORGANISATION - {RoleName.PARTICIPANT}):
            Role.objects.create(user=people["everything"], name=name, granted_by=giver)
    clients = {"stranger": Client()}
    for who, person in people.items():
        TOTP.activate(person, generate_totp_secret())
        clients[who] = Client(raise_request_exception=False)
        clients[who].force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return clients


def test_the_walk_reaches_every_part() -> None:
    assert len(IN_PROGRAMME) > 30
    assert get_resolver().url_patterns


@plainly_refused
def test_no_page_shows_what_lies_next_door(neighbours: Neighbours, cast: dict[str, Client]) -> None:
    """With our slug and the neighbour's keys: refused, or a page in which the word does not stand."""
    leaks = []
    for address in IN_PROGRAMME:
        path = filled(address, neighbours.ours.slug, neighbours)
        keyed = len(address.arguments) > 1
        for who in OUTSIDE:
            response = cast[who].get(path)
            body = b"".join(response) if response.streaming else response.content
            if WORD.encode() in body.replace(path.encode(), b""):
                leaks.append(f"{who} reads it at {path}")
            if keyed and address.page and response.status_code not in REFUSALS:
                leaks.append(f"{who} gets {response.status_code} at {path}")
            elif response.status_code >= 500:
                leaks.append(f"{who} breaks {path}: {response.status_code}")
    assert not leaks


def test_the_page_of_a_refusal_shows_nothing_either(
    neighbours: Neighbours, cast: dict[str, Client]
) -> None:
    """As people see it: it is one page for all addresses, so one address of each part is asked."""
    keyed = [address for address in IN_PROGRAMME if len(address.arguments) > 1]
    parts = {address.name.partition(":")[0]: address for address in keyed}
    assert len(parts) > 5
    for address in parts.values():
        path = filled(address, neighbours.ours.slug, neighbours)
        for who in OUTSIDE:
            response = cast[who].get(path)
            assert response.status_code in REFUSALS, path
            assert response.status_code == 302 or b"<main" in response.content, path
            assert WORD.encode() not in response.content.replace(path.encode(), b""), path


@plainly_refused
def test_no_form_changes_what_lies_next_door(
    neighbours: Neighbours, cast: dict[str, Client]
) -> None:
    before = worlds.checksum(neighbours.database, neighbours.theirs.pk)
    wrong = []
    for address in IN_PROGRAMME:
        if address.page is None or not address.page.writes or len(address.arguments) < 2:
            continue
        path = filled(address, neighbours.ours.slug, neighbours)
        for who in OUTSIDE:
            response = cast[who].post(path, {})
            if response.status_code not in REFUSALS:
                wrong.append(f"{who} gets {response.status_code} posting to {path}")
    assert not wrong
    assert worlds.checksum(neighbours.database, neighbours.theirs.pk) == before


@plainly_refused
def test_a_role_here_opens_nothing_there(neighbours: Neighbours, cast: dict[str, Client]) -> None:
    """With the neighbour's slug our people read there what any newcomer reads, whatever they are here."""
    opened = []
    for address in IN_PROGRAMME:
        if address.page is None or address.page.permission in {"access.public", "access.signed_in"}:
            continue
        path = filled(address, neighbours.theirs.slug, neighbours)
        readers = [who for who in POWERFUL if reads(cast[who], path)]
        if readers and not reads(cast["newcomer"], path):
            opened.append(f"{readers} read {path}")
    assert not opened


def reads(client: Client, path: str) -> bool:
    response = client.get(path)
    body = b"".join(response) if response.streaming else response.content
    return response.status_code == 200 and WORD.encode() in body.replace(path.encode(), b"")
