"""Ties and delegations on their pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.access import clock
from core.access.models import User
from core.notices.models import OutboxMessage
from core.people import queries
from core.people.domain import ties
from core.people.enums import RoleName, TieKind
from core.people.models import Delegation, Role, Tie
from core.programmes.models import Programme
from tests.factories import people

SignIn = Callable[[User], Client]


def url(name: str, **kwargs: object) -> str:
    return reverse(f"people:{name}", kwargs={"slug": "prova", **kwargs})


@pytest.mark.rule("C7")
def test_a_person_declares_a_tie_reads_it_and_ends_it(
    programme: Programme, sign_in: SignIn
) -> None:
    network, fiona = people.network("Rete degli orti"), people.facilitator()
    client = sign_in(fiona)
    shown = client.post(url("tie_declare"), {"network": network.pk})
    assert list(shown.context["form"].errors) == ["kind"]
    client.post(url("tie_declare"), {"network": network.pk, "kind": "kin"})
    [held] = queries.ties_of(fiona)
    assert (held.network, held.kind) == (network, TieKind.KIN)
    page = client.get(url("profile")).content.decode()
    end = url("tie_end", tie_id=Tie.objects.get().pk)
    assert end in page
    client.post(end)
    assert queries.ties_of(fiona) == []


@pytest.mark.rule("P9")
def test_only_a_coordinator_ends_a_tie_that_the_portal_saw(
    programme: Programme, sign_in: SignIn
) -> None:
    network, fiona, carla = people.network(), people.facilitator(), people.coordinator()
    tie = ties.derive_tie(user=fiona, network=network, kind=TieKind.HELPED, by=carla)
    address = url("tie_end", tie_id=tie.pk)
    own = sign_in(fiona)
    assert address not in own.get(url("profile")).content.decode()
    assert own.post(address).status_code == 409
    assert sign_in(people.facilitator("Furio Altro")).post(address).status_code == 403
    assert sign_in(people.user("Zoe Estranea")).post(address).status_code == 404
    [role] = Role.objects.filter(user=fiona)
    boss = sign_in(carla)
    assert address in boss.get(url("role_detail", role_id=role.pk)).content.decode()
    assert boss.post(address).status_code == 302
    tie.refresh_from_db()
    assert tie.ended_by == carla


def test_a_coordinator_records_a_tie_of_another(programme: Programme, sign_in: SignIn) -> None:
    network, fiona = people.network(), people.facilitator()
    [role] = Role.objects.filter(user=fiona)
    address = url("tie_record", role_id=role.pk)
    assert sign_in(fiona).get(address).status_code == 403
    sign_in(people.coordinator()).post(address, {"network": network.pk, "kind": "employed"})
    assert Tie.objects.get().user == fiona


def test_known_and_written_ties_stand_together(programme: Programme) -> None:
    network = people.network()
    mara = people.mentor(network)
    ties.declare_tie(user=mara, network=network, kind=TieKind.KIN, by=mara)
    assert [(one.kind, one.written is None) for one in queries.ties_of(mara)] == [
        (TieKind.KIN, False),
        (TieKind.MENTORS, True),
    ]


@pytest.mark.rule("T12")
def test_a_role_is_delegated_by_its_days_and_ended(programme: Programme, sign_in: SignIn) -> None:
    dora, elio = people.with_role(RoleName.METROPOLITAN_OFFICIAL), people.user("Elio Delegato")
    [role] = Role.objects.filter(user=dora)
    client, today = sign_in(people.coordinator()), clock.today()
    typed = {
        "email": elio.email,
        "starts_on": today.isoformat(),
        "last_day": (today - timedelta(days=1)).isoformat(),
        "act_number": "DD 12/2026",
        "act_date": today.isoformat(),
    }
    address = url("role_delegate", role_id=role.pk)
    assert "secondo fattore" in client.get(address).content.decode()
    assert list(client.post(address, typed).context["form"].errors) == ["last_day"]
    refused = client.post(address, typed | {"email": dora.email, "last_day": today.isoformat()})
    assert "DD 12/2026" in refused.content.decode()
    assert not Delegation.objects.exists()
    client.post(address, typed | {"last_day": today.isoformat()})
    made = Delegation.objects.get()
    assert (made.delegate, made.last_day) == (elio, today)
    assert "secondo fattore" in OutboxMessage.objects.get(kind="people.role_delegated").text
    end = url("delegation_end", delegation_id=made.pk)
    assert end in client.get(url("role_detail", role_id=role.pk)).content.decode()
    client.post(end)
    made.refresh_from_db()
    assert made.is_over
