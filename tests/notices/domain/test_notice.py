"""A notice and its cause are one; each person is told in their language, as they chose."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django_scopes import scope

from core.access.models import User
from core.access.scope import ScopeClash, open_programme
from core.notices.domain.inbox import choose_channels
from core.notices.domain.notice import Address, OutsideTransaction
from core.notices.enums import Channel, DigestState
from core.notices.models import InboxItem, OutboxMessage
from core.programmes.models import Programme
from tests.factories.notices import SampleDuty, SampleKey, SampleNotice
from tests.factories.people import user


def english(name: str) -> User:
    person = user(name)
    person.language = "en"
    person.save(update_fields=["language"])
    return person


def test_an_account_gets_both_an_inbox_item_and_an_email(programme: Programme, ada: User) -> None:
    SampleNotice(ada).queue()
    message, item = OutboxMessage.objects.get(), InboxItem.objects.get()
    assert (message.recipient, message.address, message.name) == (ada, ada.email, ada.full_name)
    assert (item.person, item.path, item.read_at) == (ada, "/prova/area/", None)
    assert "http://localhost:8000/prova/area/" in message.text
    assert 'href="http://localhost:8000/prova/area/"' in message.html
    assert "/prova/area/avvisi/preferenze/" in message.text
    assert "/prova/area/avvisi/preferenze/" not in item.text  # the foot is for the e-mail


def test_an_address_without_an_account_gets_an_email_only(programme: Programme) -> None:
    SampleNotice(Address("rete@example.org", "Rete di prova")).queue()
    message = OutboxMessage.objects.get()
    assert (message.recipient, message.name) == (None, "Rete di prova")
    assert "preferenze" not in message.text
    assert not InboxItem.objects.exists()


def test_each_in_their_own_language(programme: Programme, ada: User) -> None:
    ben = english("Ben Prova")
    SampleNotice(ada, ben).queue()
    by_person = {message.recipient: message for message in OutboxMessage.objects.order_by("id")}
    assert "/en/prova/area/avvisi/preferenze/" in by_person[ben].text
    assert "/en/" not in by_person[ada].text
    assert '<html lang="en">' in by_person[ben].html
    assert '<html lang="it">' in by_person[ada].html


def test_texts_are_not_escaped_and_html_is(programme: Programme, ada: User) -> None:
    SampleNotice(ada, subject="Pane & <b>vino</b>").queue()
    message = OutboxMessage.objects.get()
    assert message.subject.startswith("Pane & <b>vino</b>")
    assert "Pane & <b>vino</b>" in message.text
    assert "Pane &amp; &lt;b&gt;vino&lt;/b&gt;" in message.html


def test_a_subject_is_one_line_that_fits(programme: Programme, ada: User) -> None:
    SampleNotice(ada, subject="Prima\nseconda " + "x" * 400).queue()
    subject = OutboxMessage.objects.get().subject
    assert subject.startswith("Prima seconda ")
    assert len(subject) == 250


def test_twice_the_same_person_is_told_once(programme: Programme, ada: User) -> None:
    SampleNotice(ada, ada, Address(ada.email.upper())).queue()
    assert OutboxMessage.objects.count() == 1


def test_an_inactive_account_is_left_out(programme: Programme, ada: User) -> None:
    ada.is_active = False
    ada.save(update_fields=["is_active"])
    assert SampleNotice(ada).queue() == []
    assert not InboxItem.objects.exists()


@pytest.mark.parametrize(
    ("channel", "emails", "digest"),
    [
        (Channel.NOW, 1, DigestState.NOT_ASKED),
        (Channel.DIGEST, 0, DigestState.WAITING),
        (Channel.NONE, 0, DigestState.NOT_ASKED),
    ],
)
def test_as_the_person_chose(
    programme: Programme, ada: User, channel: Channel, emails: int, digest: DigestState
) -> None:
    choose_channels(by=ada, channels={SampleNotice.kind: channel})
    SampleNotice(ada).queue()
    assert OutboxMessage.objects.count() == emails
    assert InboxItem.objects.get().digest == digest


@pytest.mark.parametrize("channel", Channel)
def test_a_duty_cannot_be_switched_off(programme: Programme, ada: User, channel: Channel) -> None:
    with pytest.raises(ValueError, match="Nobody chooses"):
        choose_channels(by=ada, channels={SampleDuty.kind: channel})
    SampleDuty(ada).queue()
    message = OutboxMessage.objects.get()
    assert "preferenze" not in message.text


def test_a_choice_is_of_one_programme(
    db: None, programme_factory: Callable[..., Programme], ada: User
) -> None:
    here, there = programme_factory("qui"), programme_factory("la")
    with open_programme(here.pk):
        choose_channels(by=ada, channels={SampleNotice.kind: Channel.NONE})
    with open_programme(there.pk):
        assert len(SampleNotice(ada).queue()) == 1


@pytest.fixture
def programme_factory() -> Callable[..., Programme]:
    from tests.factories.programmes import programme

    return lambda slug: programme(slug=slug, name=slug)


def test_a_confidential_notice_is_marked(programme: Programme, ada: User) -> None:
    SampleKey(ada).queue()
    assert OutboxMessage.objects.get().confidential


def test_outside_a_programme_nothing_is_queued(db: None, ada: User) -> None:
    with pytest.raises(ScopeClash):
        SampleNotice(ada).queue()


def test_outside_a_transaction_nothing_is_queued(committed_db: None) -> None:
    assert not connection.in_atomic_block
    with scope(programme=uuid4()), pytest.raises(OutsideTransaction):
        SampleNotice(Address("x@example.org")).queue()


def test_without_its_cause_there_is_no_notice(programme: Programme, ada: User) -> None:
    with transaction.atomic():
        SampleNotice(ada).queue()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()
    assert not InboxItem.objects.exists()


def test_many_recipients_cost_the_same_queries(
    programme: Programme, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for count in (3, 30):
        people = [user(f"Persona {count} {number}") for number in range(count)]
        with django_assert_max_num_queries(4):
            SampleNotice(*people).queue()
