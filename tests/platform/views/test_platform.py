"""The operator's pages: for operators with a second factor, and blind to programmes' content."""

from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.access.models import User
from core.access.scope import open_programme
from core.people.models import Invitation
from core.programmes.models import Programme
from tests.factories import people as people_factory

ROOT = Path(__file__).resolve().parents[3]
SignIn = Callable[[User], Client]


@pytest.fixture
def operator(db: None) -> User:
    user = people_factory.user("Otto Operatore")
    user.is_platform_operator = True
    user.save()
    TOTP.activate(user, generate_totp_secret())
    return user


@pytest.mark.parametrize("path", ["", "programmi/nuovo/", "persone/"])
def test_only_operators_enter(db: None, operator: User, sign_in: SignIn, path: str) -> None:
    address = f"/piattaforma/{path}"
    assert Client().get(address).status_code == 302
    assert sign_in(people_factory.user()).get(address).status_code == 403
    assert sign_in(operator).get(address).status_code == 200


def test_an_operator_without_a_second_factor_sets_one_up_first(
    operator: User, sign_in: SignIn
) -> None:
    Authenticator.objects.all().delete()
    response = sign_in(operator).get("/piattaforma/")
    assert response.status_code == 302
    assert response["Location"].endswith("/2fa/totp/activate/")


def test_a_programme_is_created_as_a_draft_and_its_coordinator_invited(
    operator: User, sign_in: SignIn
) -> None:
    client = sign_in(operator)
    response = client.post(
        "/piattaforma/programmi/nuovo/",
        {"slug": "nuovo", "name_it": "Nuovo programma", "name_en": "New programme"},
    )
    made = Programme.objects.get(slug="nuovo")
    assert response["Location"] == f"/piattaforma/programmi/{made.pk}/"
    assert not made.is_public
    page = client.get(f"/en/piattaforma/programmi/{made.pk}/").content.decode()
    assert "Nobody yet" in page
    response = client.post(
        f"/piattaforma/programmi/{made.pk}/invita/",
        {"email": "prima@example.org", "full_name": "Prima Persona"},
    )
    assert response.status_code == 302
    with open_programme(made.pk):
        invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("prima@example.org", "coordinator")


@pytest.mark.parametrize("slug", ["prova", "accounts", "Con Spazi", ""])
def test_an_address_that_cannot_be_is_refused_with_what_was_typed(
    programme: Programme, operator: User, sign_in: SignIn, slug: str
) -> None:
    response = sign_in(operator).post(
        "/piattaforma/programmi/nuovo/", {"slug": slug, "name_it": "Nome", "name_en": "Name"}
    )
    assert response.status_code == 422
    assert Programme.objects.count() == 1


def test_an_operator_cannot_read_a_programme(
    programme: Programme, operator: User, sign_in: SignIn
) -> None:
    """The area shows an operator what it shows to anybody with an account: nothing of others."""
    page = sign_in(operator).get(f"/en/{programme.slug}/area/").content.decode()
    assert "Nothing waits for you." in page


def test_an_account_is_found_by_its_whole_address_only(operator: User, sign_in: SignIn) -> None:
    person = people_factory.user("Ada Prova")
    client = sign_in(operator)
    response = client.get("/piattaforma/persone/", {"email": "ADA.prova@example.org"})
    assert response["Location"] == f"/piattaforma/persone/{person.pk}/"
    page = client.get("/en/piattaforma/persone/", {"email": "ada@example.org"}).content.decode()
    assert "No account has this address." in page
    assert "Ada Prova" not in page


def test_a_second_factor_is_reset_with_a_reason(operator: User, sign_in: SignIn) -> None:
    person = people_factory.user("Ada Prova")
    TOTP.activate(person, generate_totp_secret())
    client = sign_in(operator)
    address = f"/piattaforma/persone/{person.pk}/secondo-fattore/"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert Authenticator.objects.filter(user=person).exists()
    assert client.post(address, {"reason": "Vista in ufficio"}).status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()
    assert client.post(address, {"reason": "Ancora"}).status_code == 409


def test_a_programme_is_loaded_from_its_definition(
    db: None, operator: User, sign_in: SignIn
) -> None:
    text = (ROOT / "topmetro/definitions/top-metro-fa-bene.toml").read_bytes()
    upload = SimpleUploadedFile("definition.toml", text, content_type="application/toml")
    response = sign_in(operator).post("/piattaforma/programmi/da-file/", {"definition": upload})
    made = Programme.objects.get(slug="top-metro-fa-bene")
    assert response["Location"] == f"/piattaforma/programmi/{made.pk}/"
    assert not made.is_public


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("percent = 30", "percent = 29", "the shares make 99 %, not 100"),
        ("percent = 30", "per_cent = 30", "per_cent: unknown key"),
        ("percent = 30", 'percent = "trenta"', "percent"),
    ],
)
def test_a_fault_of_the_definition_is_told_on_the_operator_s_page(
    operator: User, sign_in: SignIn, old: str, new: str, words: str
) -> None:
    text = (ROOT / "topmetro/definitions/top-metro-fa-bene.toml").read_text(encoding="utf-8")
    assert old in text
    upload = SimpleUploadedFile("definition.toml", text.replace(old, new, 1).encode())
    response = sign_in(operator).post("/en/piattaforma/programmi/da-file/", {"definition": upload})
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert "line " in page
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"unknown = 1\n", "unknown"), (b"[programme\n", "1"), (b"\xff\xfe", "UTF-8"), (b"", "")],
)
def test_a_bad_definition_is_refused_and_nothing_is_written(
    db: None, operator: User, sign_in: SignIn, content: bytes, word: str
) -> None:
    upload = SimpleUploadedFile("definition.toml", content)
    response = sign_in(operator).post("/en/piattaforma/programmi/da-file/", {"definition": upload})
    assert response.status_code == 422
    assert word in response.content.decode()
    assert not Programme.objects.exists()
