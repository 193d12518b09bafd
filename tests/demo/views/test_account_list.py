"""The demo's sign-in page: real accounts, real second factors, and only the demo's own people."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from core.access.models import User
from core.people.enums import RoleName
from core.programmes.models import Programme
from tests.factories import people as people_factory
from topmetro.demo import accounts, people
from topmetro.demo.people import Account


@pytest.fixture
def ada(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> User:
    account = Account("Ada Prova", programme.slug, RoleName.COORDINATOR)
    gone = Account("Gone Away", programme.slug, RoleName.PARTICIPANT)
    monkeypatch.setattr(people, "accounts", lambda: [account, gone])
    user = people_factory.user("Ada Prova")
    TOTP.activate(user, account.totp_secret)
    return user


def test_accounts_that_exist_are_listed_with_a_code_that_opens(ada: User) -> None:
    page = Client().get("/en/demo/accessi/").content.decode()
    assert "ada.prova@example.org" in page
    assert "gone.away@example.org" not in page
    [shown] = accounts.shown_accounts()
    authenticator = Authenticator.objects.get(user=ada)
    assert authenticator.wrap().validate_code(shown.code)


def test_the_code_is_the_one_of_rfc_6238(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of appendix B (SHA-1), in its last six figures."""
    monkeypatch.setattr(time, "time", lambda: 59.0)
    assert accounts.current_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") == "287082"


def test_one_click_signs_in_where_the_person_works(ada: User, programme: Programme) -> None:
    client = Client()
    response = client.post("/demo/accessi/entra/", {"email": ada.email})
    assert response.status_code == 302
    assert response["Location"] == f"/{programme.slug}/area/"
    assert client.get(f"/en/{programme.slug}/area/").status_code == 200
    methods = [record["method"] for record in client.session["account_authentication_methods"]]
    assert methods == ["password", "mfa"]


def test_nobody_else_can_be_entered(ada: User) -> None:
    other = people_factory.user("Vera Persona")
    client = Client()
    assert client.post("/demo/accessi/entra/", {"email": other.email}).status_code == 404
    assert (
        client.post("/demo/accessi/entra/", {"email": "gone.away@example.org"}).status_code == 404
    )
    assert "_auth_user_id" not in client.session


def test_reading_the_page_signs_nobody_in(ada: User) -> None:
    client = Client()
    assert client.get("/demo/accessi/entra/", {"email": ada.email}).status_code == 302
    assert "_auth_user_id" not in client.session
