"""Reporting a problem: without an account, to the programme's mailbox, and not without end."""

import pytest
from django.core.cache import cache
from django.test import Client

from core.notices.models import OutboxMessage
from core.programmes.models import Programme

PATH = "/en/prova/segnala/"
REPORT = {
    "message": "Il pulsante non si legge\ncon lo zoom",
    "page": "/prova/",
    "answer_to": "ada@example.org",
}


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def test_a_report_reaches_the_programmes_mailbox(programme: Programme) -> None:
    response = Client().post(PATH, REPORT)
    assert response.status_code == 302
    message = OutboxMessage.objects.get()
    assert message.address == programme.contact_email
    assert "Il pulsante non si legge" in message.text
    assert "ada@example.org" in message.text


@pytest.mark.parametrize(
    "changes",
    [{"message": ""}, {"answer_to": "not an address"}, {"website": "http://spam.example.org"}],
)
def test_a_bad_report_is_shown_again_with_what_was_typed(
    programme: Programme, changes: dict[str, str]
) -> None:
    response = Client().post(PATH, REPORT | changes)
    assert response.status_code == 422
    assert "/prova/" in response.content.decode()
    assert not OutboxMessage.objects.exists()


def test_the_text_cannot_carry_markup_into_the_mail(programme: Programme) -> None:
    Client().post(PATH, REPORT | {"message": "<script>alert(1)</script>"})
    assert "<script>" not in OutboxMessage.objects.get().html


def test_too_many_reports_are_refused_with_a_reason(programme: Programme) -> None:
    client = Client()
    answers = [client.post(PATH, REPORT).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]
    assert OutboxMessage.objects.count() == 10


def test_without_a_mailbox_the_page_says_so_and_refuses(programme: Programme) -> None:
    programme.contact_email = ""
    programme.save()
    assert "no mailbox for information" in Client().get(PATH).content.decode()
    assert Client().post(PATH, REPORT).status_code == 409


@pytest.mark.parametrize("path", ["note-legali", "privacy", "accessibilita", "segnala"])
@pytest.mark.parametrize("language", ["", "en/"])
def test_the_duties_are_met_also_where_no_programme_speaks(
    db: None, path: str, language: str
) -> None:
    response = Client().get(f"/{language}piattaforma/{path}/")
    assert response.status_code == 200
    assert f"/{language}piattaforma/{path}/" in response.content.decode()
