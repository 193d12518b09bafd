"""Hands queued messages to the mail server, at least once, whatever dies in between.

One attempt is three steps: a lease, taken and counted in a transaction of its own, committed before
anything is sent; the conversation with the mail server, outside any transaction; the settlement. A
worker killed between them leaves a lease that runs out, and the message goes again under the same
Message-ID, by which mail systems recognise a copy (docs/adr/0041).
"""

import logging
import smtplib
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import F, Q

from core.access.clock import now
from core.access.scope import open_programme
from core.notices import queries
from core.notices.domain.envelope import to_email
from core.notices.enums import ATTEMPTS_AT_MOST, BACKOFF, LEASE, MessageState
from core.notices.models import AccountMessage, Message, OutboxMessage

log = logging.getLogger(__name__)

SWEEP_SECONDS = 8.0
"""A sweep stops before the next one starts; several workers share the rest through the leases."""

DIED = "The worker that was sending stopped before it could say how it went."


class Outcome(Enum):
    SENT = auto()
    REFUSED = auto()
    """The mail server said no for good."""
    FAILED = auto()
    """This message could not be sent now; others may."""
    UNREACHABLE = auto()
    """The mail server did not answer: nothing else will leave either."""
    NOT_DUE = auto()
    """Delivered already, not yet due, or in the hands of another worker."""


@dataclass(frozen=True)
class Box:
    """One of the two tables of messages, and how its transactions are opened."""

    model: type[Message]
    programme_id: UUID | None = None
    wipe: bool = False

    def open(self) -> AbstractContextManager[Any]:
        return open_programme(self.programme_id) if self.programme_id else transaction.atomic()

    def rows(self) -> "models.QuerySet[Any]":
        rows: models.QuerySet[Any] = self.model.objects.all()  # type: ignore[attr-defined]  # both tables have it
        return rows


def outbox(programme_id: UUID) -> Box:
    return Box(OutboxMessage, programme_id)


ACCOUNT_MAIL = Box(AccountMessage, wipe=True)


def deliver(box: Box, message_id: UUID) -> Outcome:
    """Try one message once. Never call it inside a transaction: the lease must be committed first."""
    if connection.in_atomic_block:
        raise RuntimeError("A lease inside a transaction would vanish with it.")
    with box.open():
        message = _take_lease(box, message_id)
        email = to_email(message) if message else None
    if message is None or email is None:
        return Outcome.NOT_DUE
    outcome, error = _converse(email.send)
    with box.open():
        _settle(box, message, outcome, error)
    return outcome


def sweep() -> int:
    """Deliver what is due until there is no more, time is up, or the mail server is silent.

    Ask it outside any programme; answers how many messages left.
    """
    stop_at = time.monotonic() + SWEEP_SECONDS
    delivered = 0
    for box, message_id in _due():
        if time.monotonic() >= stop_at:
            break
        outcome = deliver(box, message_id)
        delivered += outcome is Outcome.SENT
        if outcome is Outcome.UNREACHABLE:
            break
    return delivered


def _due() -> list[tuple[Box, UUID]]:
    account = [(ACCOUNT_MAIL, key) for key in queries.due_account_messages()]
    return account + [(outbox(programme), key) for programme, key in queries.due_messages()]


def _take_lease(box: Box, message_id: UUID) -> Message | None:
    instant = now()
    free = Q(lease_until=None) | Q(lease_until__lte=instant)
    message: Message | None = (
        box.rows()
        .filter(free, pk=message_id, state=MessageState.QUEUED, next_attempt_at__lte=instant)
        .select_for_update(skip_locked=True, no_key=True)
        .first()
    )
    if message is None:
        return None
    if message.attempts >= ATTEMPTS_AT_MOST:
        _give_up(box, message, message.last_error or DIED)
        return None
    message.attempts += 1
    message.lease_until = instant + LEASE
    box.rows().filter(pk=message.pk).update(
        attempts=F("attempts") + 1, lease_until=message.lease_until
    )
    return message


def _converse(send: Callable[[], int]) -> tuple[Outcome, str]:
    """Send, and read the answer: ours to repeat, or the mail server's last word."""
    try:
        send()
    except smtplib.SMTPRecipientsRefused as error:
        replies = list(error.recipients.values())
        refused = all(code >= 500 for code, _ in replies)
        return Outcome.REFUSED if refused else Outcome.FAILED, _words(replies[0])
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        refused = error.smtp_code >= 500
        reply = (error.smtp_code, error.smtp_error)
        return Outcome.REFUSED if refused else Outcome.FAILED, _words(reply)
    except smtplib.SMTPNotSupportedError as error:
        return Outcome.REFUSED, str(error)
    except (ValueError, UnicodeError) as error:  # an address or a header that no server would take
        return Outcome.REFUSED, f"{type(error).__name__}: {error}"
    except (OSError, smtplib.SMTPException) as error:
        # A rejected password lands here too: it is the installation's fault, not the message's.
        return Outcome.UNREACHABLE, f"{type(error).__name__}: {error}"
    return Outcome.SENT, ""


def _settle(box: Box, message: Message, outcome: Outcome, error: str) -> None:
    if outcome is Outcome.SENT:
        _close(box, message, state=MessageState.SENT, sent_at=now(), last_error="")
    elif outcome is Outcome.REFUSED or message.attempts >= ATTEMPTS_AT_MOST:
        _give_up(box, message, error)
    else:
        pause = BACKOFF[message.attempts - 1]
        log.warning(
            "Message %s waits %s after attempt %s: %s", message.pk, pause, message.attempts, error
        )
        _held(box, message).update(
            lease_until=None, next_attempt_at=now() + pause, last_error=error
        )


def _give_up(box: Box, message: Message, error: str) -> None:
    log.error("Message %s is given up after %s attempts: %s", message.pk, message.attempts, error)
    _close(box, message, state=MessageState.GIVEN_UP, given_up_at=now(), last_error=error)


def _close(box: Box, message: Message, **fields: Any) -> None:
    confidential = isinstance(message, OutboxMessage) and message.confidential
    if box.wipe or (confidential and fields["state"] == MessageState.SENT):
        fields |= {"text": "", "html": ""}
    _held(box, message).update(next_attempt_at=None, lease_until=None, **fields)


def _held(box: Box, message: Message) -> "models.QuerySet[Any]":
    """The row, if this attempt is still the last one: a worker that wakes up late settles nothing."""
    return box.rows().filter(pk=message.pk, state=MessageState.QUEUED, attempts=message.attempts)


def _words(reply: tuple[int, bytes | str]) -> str:
    code, text = reply
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
