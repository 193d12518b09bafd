"""One attempt: a committed lease, a conversation, a settlement; whatever dies in between."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction

from core.access.clock import at
from core.access.scope import open_programme
from core.notices import queries
from core.notices.domain import delivery
from core.notices.domain.delivery import ACCOUNT_MAIL, Outcome, deliver, outbox, sweep
from core.notices.enums import ATTEMPTS_AT_MOST, BACKOFF, LEASE, MessageState
from core.notices.models import AccountMessage, OutboxMessage
from core.programmes.models import Programme
from tests.factories import notices, programmes
from tests.notices.conftest import MailServer
from tests.races import together

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def queued(programme: Programme, **fields: Any) -> OutboxMessage:
    with open_programme(programme.pk):
        return notices.message(**fields)


def again(programme: Programme, message: OutboxMessage) -> OutboxMessage:
    with open_programme(programme.pk):
        return OutboxMessage.objects.get(pk=message.pk)


def test_a_message_arrives_under_the_programme_s_name(
    committed_programme: Programme, mail_server: MailServer
) -> None:
    message = queued(committed_programme, name="Ada Prova")
    assert deliver(outbox(committed_programme.pk), message.pk) is Outcome.SENT
    (mail,) = mail_server.received
    assert mail["Message-ID"] == message.message_id
    assert mail["From"].startswith("Programma di prova <")
    assert mail["Reply-To"] == "informazioni@example.org"
    assert mail["To"] == "Ada Prova <ada.prova@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "it"
    assert mail.get_content_type() == "multipart/alternative"
    sent = again(committed_programme, message)
    assert (sent.state, sent.attempts, sent.lease_until) == (MessageState.SENT, 1, None)
    assert sent.sent_at is not None


def test_a_name_on_two_lines_adds_no_header_and_stops_no_message(
    committed_programme: Programme, mail_server: MailServer
) -> None:
    message = queued(committed_programme, name="Ada\r\nBcc: altri@example.org")
    assert deliver(outbox(committed_programme.pk), message.pk) is Outcome.SENT
    (mail,) = mail_server.received
    assert mail["Bcc"] is None
    assert "ada.prova@example.org" in mail["To"]


def test_a_message_leaves_once(committed_programme: Programme, mail_server: MailServer) -> None:
    message = queued(committed_programme)
    box = outbox(committed_programme.pk)
    assert [deliver(box, message.pk) for _ in range(2)] == [Outcome.SENT, Outcome.NOT_DUE]
    assert len(mail_server.received) == 1


def test_many_workers_send_each_message_once(
    committed_programme: Programme, mail_server: MailServer
) -> None:
    messages = [queued(committed_programme, address=f"p{n}@example.org") for n in range(12)]
    assert together(*[sweep] * 4) == []
    assert sorted(mail_server.ids) == sorted(message.message_id for message in messages)


def test_the_lease_is_committed_before_anything_is_sent(
    committed_programme: Programme, mail_server: MailServer
) -> None:
    mail_server.hold = threading.Event()
    message = queued(committed_programme)
    outcomes: list[Outcome] = []

    def work() -> None:
        outcomes.append(deliver(outbox(committed_programme.pk), message.pk))
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert mail_server.busy.wait(20)
    seen = again(committed_programme, message)
    assert (seen.attempts, seen.state) == (1, MessageState.QUEUED)
    assert seen.lease_until is not None
    assert queries.due_messages() == []
    assert deliver(outbox(committed_programme.pk), message.pk) is Outcome.NOT_DUE
    mail_server.hold.set()
    thread.join(20)
    assert outcomes == [Outcome.SENT]


def test_inside_a_transaction_it_refuses(committed_programme: Programme) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="lease"):
        deliver(ACCOUNT_MAIL, uuid4())


def test_a_lease_that_ran_out_is_taken_again_with_the_same_message_id(
    committed_programme: Programme, mail_server: MailServer
) -> None:
    with at(NOON):
        message = queued(committed_programme, attempts=1, lease_until=NOON + LEASE)
        assert queries.due_messages() == []
    with at(NOON + LEASE):
        assert queries.due_messages() == [(committed_programme.pk, message.pk)]
        assert sweep() == 1
    assert mail_server.ids == [message.message_id]
    assert again(committed_programme, message).attempts == 2


def test_a_worker_that_wakes_up_late_settles_nothing(
    committed_programme: Programme, mail_server: MailServer
) -> None:
    box = outbox(committed_programme.pk)
    with at(NOON):
        message = queued(committed_programme)
        with box.open():
            late = delivery._take_lease(box, message.pk)
        assert late is not None
    with at(NOON + LEASE):
        assert deliver(box, message.pk) is Outcome.SENT
    with box.open():
        delivery._settle(box, late, Outcome.REFUSED, "550 too late")
    assert again(committed_programme, message).state == MessageState.SENT


def test_a_dead_mail_server_is_tried_again_later(
    committed_programme: Programme, mail_server: MailServer
) -> None:
    mail_server.stop()
    with at(NOON):
        message = queued(committed_programme)
        others = queued(committed_programme, address="ugo@example.org")
        assert sweep() == 0
        waiting = again(committed_programme, message)
        assert waiting.state == MessageState.QUEUED
        assert waiting.next_attempt_at == NOON + BACKOFF[0]
        assert "ConnectionRefusedError" in waiting.last_error
        assert again(committed_programme, others).attempts == 0  # no use knocking twice
    mail_server.start()
    with at(NOON + BACKOFF[0]):
        assert sweep() == 2
    assert again(committed_programme, message).last_error == ""


def test_after_the_last_attempt_it_is_given_up_visibly(
    committed_programme: Programme, settings: LazySettings, mail_server: MailServer
) -> None:
    mail_server.stop()
    instant = NOON
    with at(instant):
        message = queued(committed_programme)
    for pause in (*BACKOFF, timedelta(0)):
        with at(instant):
            assert deliver(outbox(committed_programme.pk), message.pk) is Outcome.UNREACHABLE
        instant += pause
    lost = again(committed_programme, message)
    assert (lost.state, lost.attempts) == (MessageState.GIVEN_UP, ATTEMPTS_AT_MOST)
    assert lost.given_up_at == instant
    assert "ConnectionRefusedError" in lost.last_error


def test_a_message_that_kills_its_worker_each_time_is_given_up(
    committed_programme: Programme, mail_server: MailServer
) -> None:
    with at(NOON):
        message = queued(committed_programme, attempts=ATTEMPTS_AT_MOST, lease_until=NOON)
        assert deliver(outbox(committed_programme.pk), message.pk) is Outcome.NOT_DUE
    lost = again(committed_programme, message)
    assert (lost.state, lost.last_error) == (MessageState.GIVEN_UP, delivery.DIED)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (("550 No such user", "250 OK"), (Outcome.REFUSED, MessageState.GIVEN_UP)),
        (("450 Mailbox busy", "250 OK"), (Outcome.FAILED, MessageState.QUEUED)),
        (("250 OK", "554 Looks like spam"), (Outcome.REFUSED, MessageState.GIVEN_UP)),
        (("250 OK", "451 Try later"), (Outcome.FAILED, MessageState.QUEUED)),
        (("250 OK", "250 OK"), (Outcome.SENT, MessageState.SENT)),
    ],
)
def test_what_the_mail_server_says(
    committed_programme: Programme,
    mail_server: MailServer,
    answers: tuple[str, str],
    expected: tuple[Outcome, MessageState],
) -> None:
    mail_server.answer_to_recipient, mail_server.answer = answers
    outcome, state = expected
    message = queued(committed_programme)
    assert deliver(outbox(committed_programme.pk), message.pk) is outcome
    found = again(committed_programme, message)
    assert found.state == state
    refusal = next((said for said in answers if not said.startswith("250")), "")
    assert found.last_error == refusal


def test_one_bad_address_does_not_hold_the_others(
    committed_programme: Programme, mail_server: MailServer
) -> None:
    bad = queued(committed_programme, subject="Due\nrighe")
    good = queued(committed_programme)
    assert sweep() == 1
    assert again(committed_programme, good).state == MessageState.SENT
    found = again(committed_programme, bad)
    assert found.state == MessageState.GIVEN_UP
    assert "BadHeaderError" in found.last_error


def test_the_sweep_serves_every_programme_and_account_mail(
    committed_programme: Programme, mail_server: MailServer
) -> None:
    other = programmes.programme(slug="altro", name="Altro programma")
    queued(committed_programme)
    queued(other)
    account = notices.account_message()
    assert sweep() == 3
    assert queries.due_messages() == []
    account.refresh_from_db()
    assert (account.state, account.text, account.html) == (MessageState.SENT, "", "")
    names = sorted(str(mail["From"]).partition(" <")[0] for mail in mail_server.received)
    assert names == ["Altro programma", "Programma di prova", "topmetro"]


def test_account_mail_that_is_refused_loses_its_body_too(
    committed_db: None, mail_server: MailServer
) -> None:
    mail_server.answer_to_recipient = "550 No such user"
    account = notices.account_message()
    assert deliver(ACCOUNT_MAIL, account.pk) is Outcome.REFUSED
    account.refresh_from_db()
    assert (account.state, account.text) == (MessageState.GIVEN_UP, "")


def test_a_confidential_message_loses_its_body_on_delivery(
    committed_programme: Programme, mail_server: MailServer
) -> None:
    message = queued(committed_programme, confidential=True)
    deliver(outbox(committed_programme.pk), message.pk)
    sent = again(committed_programme, message)
    assert (sent.text, sent.html, sent.state) == ("", "", MessageState.SENT)
    assert "Buongiorno" in str(mail_server.received[0])


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "sent", "next_attempt_at": None}, "state_has_its_date"),
        ({"sent_at": NOON}, "state_has_its_date"),
        ({"state": "given_up", "given_up_at": NOON, "next_attempt_at": None}, "given_up_says_why"),
        ({"state": "sent", "sent_at": NOON}, "only_queued_is_tried"),
        ({"next_attempt_at": None}, "only_queued_is_tried"),
        ({"state": "lost"}, "state_has_its_date|only_queued_is_tried"),
    ],
)
@pytest.mark.parametrize("make", [notices.message, notices.account_message])
def test_constraints(
    programme: Programme,
    make: Callable[..., OutboxMessage | AccountMessage],
    fields: dict[str, Any],
    constraint: str,
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(text="", html="", **fields)


def test_a_delivered_key_keeps_no_body(programme: Programme) -> None:
    sent: dict[str, Any] = {"state": "sent", "sent_at": NOON, "next_attempt_at": None}
    for make, name in (
        (lambda: notices.message(confidential=True, **sent), "confidential_body_goes"),
        (lambda: notices.account_message(**sent), "accountmessage_body_goes"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            make()
