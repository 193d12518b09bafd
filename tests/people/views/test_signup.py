"""Creating an account: name, language, notice; and back to the invitation."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.access.models import User
from core.people.queries import roles_in
from core.programmes.models import Programme
from tests.factories import people

DATA = {
    "full_name": " Nuova Persona ",
    "email": "nuova.persona@example.org",
    "password1": "una-parola-molto-lunga",
    "privacy": "on",
}


@pytest.mark.parametrize(("prefix", "language"), [("", "it"), ("/en", "en")])
def test_an_account_has_its_name_and_the_language_of_the_page(
    db: None, prefix: str, language: str
) -> None:
    with translation.override("it"):  # the request leaves its language active
        answer = Client().post(f"{prefix}/accounts/signup/", DATA)
    assert answer.status_code == 302
    made = User.objects.get()
    assert (made.full_name, made.language) == ("Nuova Persona", language)
    assert not EmailAddress.objects.get().verified


@pytest.mark.parametrize("field", ["full_name", "privacy", "email"])
def test_what_is_missing_is_named(db: None, field: str) -> None:
    shown = Client().post(reverse("account_signup"), {**DATA, field: ""})
    assert field in shown.context["form"].errors
    assert not User.objects.exists()


def test_an_account_alone_grants_nothing(programme: Programme) -> None:
    Client().post(reverse("account_signup"), DATA)
    assert not roles_in(User.objects.get())


def test_the_way_back_survives_the_form(db: None) -> None:
    shown = Client().get(reverse("account_signup"), {"next": "/prova/inviti/abc/"})
    assert "/prova/inviti/abc/" in shown.content.decode()
    assert not mail.outbox


def test_an_address_that_is_taken_costs_the_same_time(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slow part is the hash of the password: without it a clock would tell who has an account."""
    hashed: list[str] = []
    people.user("Persona Nota", email=DATA["email"])

    def counted(password: str) -> str:
        hashed.append(password)
        return make_password(password)

    monkeypatch.setattr("core.people.account_forms.make_password", counted)
    answer = Client().post(reverse("account_signup"), DATA)
    assert answer.status_code == 302
    assert hashed == [DATA["password1"]]
    assert User.objects.count() == 1
