"""Every page of people × the cast: 200, 403 for what is known but forbidden, 404 for what is not."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.access.models import User
from core.access.scope import open_programme
from core.people.domain import invitations, networks, organisations
from core.people.enums import MemberLevel, Register, RoleName
from core.people.models import Role
from core.programmes.models import Programme
from tests.factories import people
from tests.people.views.cast import ROLES, Cast, cast

SignIn = Callable[[User], Client]
KNOWN = {
    "owner",
    "colleague",
    "viewer",
    "partner",
    "coordinator",
    "facilitator",
    "mentor",
    "official",
}
RUN = {"coordinator", "facilitator"}
EVERYBODY = set(ROLES) - {"anonymous"}
WRITERS = {"owner", "colleague", *RUN}

ORGANISATION = {
    "organisation_detail": KNOWN,
    "organisation_change": WRITERS,
    "registration_add": WRITERS,
    "representative_set": WRITERS,
    "contact_add": WRITERS,
    "member_list": {"owner", "colleague", "viewer", "mentor", *RUN},
    "member_invite": {"owner"},
    "access_recover": RUN,
}
NETWORK = {
    "network_detail": KNOWN,
    "network_change": WRITERS,
    "partner_invite": WRITERS,
    "network_change_form": WRITERS,
}
OF_PROGRAMME = {
    "organisation_list": EVERYBODY,
    "organisation_create": EVERYBODY,
    "organisation_export": RUN,
    "network_list": EVERYBODY,
    "network_create": EVERYBODY,
    "people_list": RUN,
    "role_invite": {"coordinator"},
    "profile": EVERYBODY,
    "invitation_list": EVERYBODY,
}


def client_of(scene: Cast, who: str, sign_in: SignIn) -> Client:
    return Client() if who == "anonymous" else sign_in(scene.people[who])


def expected(who: str, allowed: set[str], *, known: set[str]) -> int:
    if who == "anonymous":
        return 302
    if who in allowed:
        return 200
    return 403 if who in known else 404


def check(
    scene: Cast, sign_in: SignIn, name: str, allowed: set[str], known: set[str], **kwargs: object
) -> None:
    url = reverse(f"people:{name}", kwargs={"slug": "prova", **kwargs})
    found = {who: client_of(scene, who, sign_in).get(url).status_code for who in ROLES}
    assert found == {who: expected(who, allowed, known=known) for who in ROLES}


@pytest.mark.parametrize("name", ORGANISATION)
def test_pages_of_an_organisation(programme: Programme, sign_in: SignIn, name: str) -> None:
    scene = cast()
    check(scene, sign_in, name, ORGANISATION[name], KNOWN, organisation_id=scene.organisation.pk)


@pytest.mark.parametrize("name", NETWORK)
def test_pages_of_a_network(programme: Programme, sign_in: SignIn, name: str) -> None:
    scene = cast()
    check(scene, sign_in, name, NETWORK[name], KNOWN, network_id=scene.network.pk)


@pytest.mark.parametrize("name", OF_PROGRAMME)
def test_pages_of_the_programme(programme: Programme, sign_in: SignIn, name: str) -> None:
    check(cast(), sign_in, name, OF_PROGRAMME[name], EVERYBODY)


def test_the_page_of_a_role(programme: Programme, sign_in: SignIn) -> None:
    scene = cast()
    role = Role.objects.get(name=RoleName.MENTOR)
    check(scene, sign_in, "role_detail", RUN, set(), role_id=role.pk)


def acts(scene: Cast) -> dict[str, tuple[dict[str, object], set[str]]]:
    """POST-only pages, and who may use them."""
    owner = scene.people["owner"]
    entry = organisations.add_registration(
        organisation_id=scene.organisation.pk, register=Register.ONLUS, number="7", by=owner
    )
    contact = organisations.add_contact(
        organisation_id=scene.organisation.pk, full_name="Nino", phone="011", by=owner
    )
    viewer = scene.organisation.members.get(user=scene.people["viewer"])
    partner = scene.network.members.exclude(organisation=scene.organisation).get()
    sent = invitations.invite_to_organisation(
        organisation_id=scene.organisation.pk,
        email="x@example.org",
        level=MemberLevel.EDITOR,
        by=owner,
    )
    place = networks.invite_partner(
        network_id=scene.network.pk, partner_name="Coop", email="y@example.org", by=owner
    ).invitations.get()
    of_role = Role.objects.get(name=RoleName.MENTOR)
    return {
        "registration_check": ({"registration_id": entry.pk}, RUN),
        "registration_remove": ({"registration_id": entry.pk}, WRITERS),
        "contact_end": ({"contact_id": contact.pk}, WRITERS),
        "member_change_level": ({"member_id": viewer.pk}, {"owner"}),
        "member_end": ({"member_id": viewer.pk}, {"owner", "viewer"}),
        "network_leave": ({"member_id": partner.pk}, {"partner", *RUN}),
        "network_change_lead": ({"member_id": partner.pk}, WRITERS),
        "invitation_resend": ({"invitation_id": sent.pk}, {"owner"}),
        "invitation_revoke": ({"invitation_id": place.pk}, WRITERS),
        "role_end": ({"role_id": of_role.pk}, {"coordinator"}),
    }


@pytest.mark.parametrize(
    "name",
    [
        "registration_check",
        "registration_remove",
        "contact_end",
        "member_change_level",
        "member_end",
        "network_leave",
        "network_change_lead",
        "invitation_resend",
        "invitation_revoke",
        "role_end",
    ],
)
def test_acts_are_refused_to_everybody_else(
    programme: Programme, sign_in: SignIn, name: str
) -> None:
    scene = cast()
    kwargs, allowed = acts(scene)[name]
    url = reverse(f"people:{name}", kwargs={"slug": "prova", **kwargs})
    for who in ROLES:
        if who in allowed:
            continue
        known = RUN if name == "role_end" else KNOWN
        response = client_of(scene, who, sign_in).post(url)
        assert response.status_code == expected(who, set(), known=known), who
    for who in sorted(allowed):
        assert client_of(scene, who, sign_in).get(url).status_code == 302, who
    assert client_of(scene, min(allowed), sign_in).post(url, {"level": "editor"}).status_code == 302


def test_another_programmes_rows_are_unknown(
    db: None, other_programme: Programme, sign_in: SignIn
) -> None:
    from tests.factories import programmes

    first = programmes.programme(slug="prova", name="Prova")
    with open_programme(other_programme.pk):
        hidden = cast()
    with open_programme(first.pk):
        fabio = people.facilitator("Fabio Qui")
    client = sign_in(fabio)
    for name in ORGANISATION:
        url = reverse(
            f"people:{name}", kwargs={"slug": "prova", "organisation_id": hidden.organisation.pk}
        )
        assert client.get(url).status_code == 404
    for name in NETWORK:
        url = reverse(f"people:{name}", kwargs={"slug": "prova", "network_id": hidden.network.pk})
        assert client.get(url).status_code == 404
    listed = client.get(reverse("people:organisation_list", args=["prova"])).content.decode()
    assert hidden.organisation.name not in listed
    exported = client.get(reverse("people:organisation_export", args=["prova"])).content.decode()
    assert hidden.organisation.name not in exported


@pytest.mark.parametrize("who", ROLES[:-1])
def test_an_iban_is_shown_to_few(programme: Programme, sign_in: SignIn, who: str) -> None:
    scene = cast()
    url = reverse(
        "people:organisation_detail",
        kwargs={"slug": "prova", "organisation_id": scene.organisation.pk},
    )
    shown = client_of(scene, who, sign_in).get(url).content.decode()
    assert ("IT60 X054" in shown) is (who in WRITERS)


@pytest.mark.parametrize("who", ["partner", "official", "mentor", "viewer"])
def test_a_contact_is_not_shown_to_other_organisations(
    programme: Programme, sign_in: SignIn, who: str
) -> None:
    scene = cast()
    organisations.add_contact(
        organisation_id=scene.organisation.pk,
        full_name="Nino Riservato",
        phone="011 000",
        by=scene.people["owner"],
    )
    url = reverse(
        "people:organisation_detail",
        kwargs={"slug": "prova", "organisation_id": scene.organisation.pk},
    )
    shown = client_of(scene, who, sign_in).get(url).content.decode()
    assert ("Nino Riservato" in shown) is (who in {"mentor", "viewer"})


def test_a_deciding_role_without_second_factor_is_sent_to_set_it_up(
    programme: Programme, sign_in: SignIn
) -> None:
    from core.people.domain import roles

    dora = people.user("Dora Decide")
    roles.grant_role(user=dora, name=RoleName.COORDINATOR, by=dora)
    url = reverse("people:people_list", args=["prova"])
    assert sign_in(dora).get(url).headers["Location"] == reverse("mfa_activate_totp")
    people.second_factor(dora)
    assert sign_in(dora).get(url).status_code == 200
