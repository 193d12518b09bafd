"""Mail about accounts: in the request's transaction, of no programme, gone once delivered."""

import re

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from core.access.models import User
from core.notices.account_mail import AccountAdapter
from core.notices.domain.delivery import sweep
from core.notices.models import AccountMessage, OutboxMessage
from tests.factories.people import user
from tests.notices.conftest import MailServer


@pytest.fixture(autouse=True)
def _no_rate_limits(settings: LazySettings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}


def test_signing_up_queues_the_confirmation(client: Client, db: None) -> None:
    response = client.post(
        reverse("account_signup"),
        {
            "email": "nuova@example.org",
            "full_name": "Nuova Persona",
            "password1": "una-frase-lunga-e-mia",
            "privacy": "on",
            "terms": "on",
        },
    )
    assert response.status_code == 302, response.content.decode()[-3000:]
    message = AccountMessage.objects.get()
    assert message.kind.startswith("account/email/email_confirmation")
    assert message.address == "nuova@example.org"
    assert message.language == "it"
    assert re.search(r"http\S+/accounts/confirm-email/\S+", message.text)


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_reset_speaks_the_person_s_language(client: Client, db: None, language: str) -> None:
    person = user()
    person.language = language
    person.save(update_fields=["language"])
    client.post(reverse("account_reset_password"), {"email": person.email})
    message = AccountMessage.objects.get()
    assert message.language == language
    assert "/password/reset/key/" in message.text


def test_a_stranger_s_reset_tells_nothing_on_the_page(client: Client, db: None) -> None:
    response = client.post(reverse("account_reset_password"), {"email": "nessuno@example.org"})
    assert response.status_code == 302
    assert AccountMessage.objects.get().kind == "account/email/unknown_account"


def test_the_body_goes_when_it_is_delivered(
    client: Client, committed_db: None, mail_server: MailServer
) -> None:
    cache.clear()
    person = user()
    client.post(reverse("account_reset_password"), {"email": person.email})
    assert sweep() == 1
    (mail,) = mail_server.received
    texts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    assert b"/password/reset/key/" in b"".join(text for text in texts if isinstance(text, bytes))
    assert "Reply-To" not in mail
    message = AccountMessage.objects.get()
    assert (message.text, message.html) == ("", "")
    assert message.sent_at is not None


def test_it_can_be_written_without_a_request(db: None, settings: LazySettings) -> None:
    """A command has none; the portal's address comes from the settings."""
    context = {"user": user(), "password_reset_url": f"{settings.PUBLIC_URL}/accounts/x/"}
    AccountAdapter().send_mail("account/email/password_reset_key", "ada@example.org", context)
    message = AccountMessage.objects.get()
    assert f"{settings.PUBLIC_URL}/accounts/x/" in message.text
    assert message.language == "it"


def test_it_belongs_to_no_programme() -> None:
    assert not hasattr(AccountMessage, "programme")
    assert hasattr(OutboxMessage, "programme")


def test_after_signing_in_people_land_where_the_settings_say(
    client: Client, db: None, settings: LazySettings
) -> None:
    from allauth.account.models import EmailAddress

    person: User = user()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    response = client.post(
        reverse("account_login"), {"login": person.email, "password": "una-parola-lunga"}
    )
    assert response.status_code == 302
    assert response["Location"] == resolve_url(settings.LOGIN_REDIRECT_URL)
