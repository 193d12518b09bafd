"""The page of an invitation's link, from the message to the role."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.access.models import User
from core.access.scope import open_programme
from core.notices.models import OutboxMessage
from core.people import queries
from core.people.domain import invitations, networks
from core.people.enums import InvitationState, RoleName
from core.people.models import Invitation
from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme
from tests.factories import people, programmes

SignIn = Callable[[User], Client]
ADDRESS = "nuova.persona@example.org"


def link() -> str:
    text = OutboxMessage.objects.filter(address=ADDRESS).latest("pk").text
    found = re.search(r"http://[^/]+(/\S+/inviti/[\w-]+/)", text)
    assert found
    return found[1]


def role_link() -> str:
    invitations.invite_to_role(email=ADDRESS, role=RoleName.EVALUATOR, by=people.coordinator())
    return link()


def test_a_stranger_reads_it_and_is_shown_how_to_go_on(programme: Programme) -> None:
    address = role_link()
    shown = Client().get(address)
    assert shown.status_code == 200
    assert f"{reverse('account_signup')}?next=" in shown.content.decode()
    posted = Client().post(address)
    assert posted.headers["Location"].startswith(reverse("account_login"))
    assert Invitation.objects.get().state == InvitationState.PENDING


def test_who_was_invited_accepts_and_lands_in_the_work_area(
    programme: Programme, sign_in: SignIn
) -> None:
    address, bea = role_link(), people.user("Nuova Persona", email=ADDRESS)
    client = sign_in(bea)
    assert client.get(address).status_code == 200
    for _click in range(2):
        assert client.post(address).headers["Location"] == reverse("area:home", args=["prova"])
    assert queries.roles_in(bea) == {RoleName.EVALUATOR}


def test_another_address_is_asked_to_confirm(programme: Programme, sign_in: SignIn) -> None:
    address, other = role_link(), people.user("Altra Casella")
    client = sign_in(other)
    assert client.post(address).status_code == 200
    assert Invitation.objects.get().state == InvitationState.PENDING
    assert client.post(address, {"other_address": "on"}).status_code == 302
    assert Invitation.objects.get().accepted_from_other_address


def test_it_can_be_declined(programme: Programme, sign_in: SignIn) -> None:
    address, bea = role_link(), people.user("Nuova Persona", email=ADDRESS)
    assert (
        Client().post(f"{address}rifiuta/").headers["Location"].startswith(reverse("account_login"))
    )
    assert sign_in(bea).post(f"{address}rifiuta/").status_code == 302
    assert Invitation.objects.get().state == InvitationState.DECLINED
    assert sign_in(bea).get(address).status_code == 200
    assert sign_in(bea).post(f"{address}rifiuta/").status_code == 409


def test_a_closed_invitation_says_why(programme: Programme, sign_in: SignIn) -> None:
    address, bea = role_link(), people.user("Nuova Persona", email=ADDRESS)
    sent = Invitation.objects.get()
    invitations.revoke_invitation(invitation_id=sent.pk, by=sent.invited_by)
    shown = sign_in(bea).post(address)
    assert shown.status_code == 200
    assert str(invitations.CLOSED[InvitationState.REVOKED]) in shown.content.decode()


def test_a_partner_without_organisation_is_led_to_make_one_and_back(
    programme: Programme, sign_in: SignIn
) -> None:
    network = people.network()
    networks.invite_partner(
        network_id=network.pk, partner_name="Coop", email=ADDRESS, by=network.created_by
    )
    address, bea = link(), people.user("Nuova Persona", email=ADDRESS)
    client = sign_in(bea)
    start = reverse("people:organisation_create", args=["prova"])
    assert f"{start}?next=" in client.get(address).content.decode()
    made = client.post(f"{start}?next={address}", {"kind": "informal_group", "name": "Coop"})
    assert made.headers["Location"] == address
    [own] = queries.organisations_of(User.objects.get(pk=bea.pk))
    joined = client.post(address, {"organisation": str(own.pk)})
    assert joined.headers["Location"] == reverse(
        "people:network_detail", kwargs={"slug": "prova", "network_id": network.pk}
    )
    assert own in queries.organisations_of_network(network)


def test_whoever_lost_the_message_finds_it_in_their_list(
    programme: Programme, sign_in: SignIn
) -> None:
    role_link()
    bea = people.user("Nuova Persona", email=ADDRESS)
    sent = Invitation.objects.get()
    own = reverse(
        "people:own_invitation_answer", kwargs={"slug": "prova", "invitation_id": sent.pk}
    )
    listed = sign_in(bea).get(reverse("people:invitation_list", args=["prova"]))
    assert own in listed.content.decode()
    assert sign_in(people.user("Zoe Estranea")).get(own).status_code == 404
    assert sign_in(bea).post(own).status_code == 302
    assert queries.has_role(bea, RoleName.EVALUATOR)


def test_a_link_opens_nothing_in_another_programme(
    db: None, other_programme: Programme, sign_in: SignIn
) -> None:
    first = programmes.programme(slug="prova", name="Prova")
    with open_programme(first.pk):
        address = role_link()
    for client in (Client(), sign_in(people.user("Nuova Persona", email=ADDRESS))):
        assert client.get(address).status_code == 200
        assert client.get(address.replace("/prova/", "/altro/")).status_code == 404
        assert client.post(address.replace("/prova/", "/altro/")).status_code == 404


def test_a_draft_programme_opens_to_those_it_invites(db: None, sign_in: SignIn) -> None:
    draft = programmes.programme(slug="bozza", name="Bozza", state=ProgrammeState.DRAFT)
    with open_programme(draft.pk):
        operator = people.user("Ugo Operatore")
        invitations.invite_to_role(email=ADDRESS, role=RoleName.COORDINATOR, by=operator)
        address = link()
    assert Client().get(address).status_code == 200
    listing = reverse("people:invitation_list", args=["bozza"])
    assert sign_in(people.user("Zoe Estranea")).get(listing).status_code == 404
    bea = people.user("Nuova Persona", email=ADDRESS)
    assert sign_in(bea).get(listing).status_code == 200
    assert sign_in(bea).post(address).status_code == 302
    with open_programme(draft.pk):
        assert queries.has_role(bea, RoleName.COORDINATOR)


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "è"])
def test_a_guessed_link_is_unknown(programme: Programme, token: str) -> None:
    assert Client().get(f"/prova/inviti/{token}/").status_code == 404


def test_it_can_be_declined_from_ones_own_list(programme: Programme, sign_in: SignIn) -> None:
    role_link()
    invitation, bea = Invitation.objects.get(), people.user("Nuova Persona", email=ADDRESS)
    kwargs = {"slug": "prova", "invitation_id": invitation.pk}
    address = reverse("people:own_invitation_decline", kwargs=kwargs)
    assert sign_in(people.user("Sara Straniera")).post(address).status_code == 404
    assert sign_in(bea).post(address).status_code == 302
    assert Invitation.objects.get().state == InvitationState.DECLINED
