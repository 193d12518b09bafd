"""A real mail server on the loopback, and a programme whose rows are really committed."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import LazySettings

from core.access.models import User
from core.programmes.models import Programme
from tests.factories import programmes
from tests.factories.people import user

HOST = "127.0.0.1"


@dataclass
class MailServer:
    """Takes mail, or answers what the test wants; `hold` makes it silent in the middle of a message."""

    received: list[Message] = field(default_factory=list)
    answer: str = "250 OK"
    answer_to_recipient: str = "250 OK"
    busy: threading.Event = field(default_factory=threading.Event)
    hold: threading.Event | None = None
    port: int = 0
    _controller: Any = None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.received.append(message_from_bytes(envelope.content, policy=default))
        self.busy.set()
        if self.hold is not None:
            import asyncio

            while not self.hold.is_set():
                await asyncio.sleep(0.05)
        return self.answer

    def start(self) -> None:
        self._controller = AnyPort(self, hostname=HOST, port=self.port)
        self._controller.start()
        self.port = self._controller.server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop(no_assert=True)
            self._controller = None

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.received]


class AnyPort(Controller):
    """aiosmtpd knocks at its own port to see that it answers; it must know the one it was given."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]  # it listens
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd's own


@pytest.fixture
def mail_server(settings: LazySettings) -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = HOST
    settings.EMAIL_PORT = server.port
    settings.EMAIL_TIMEOUT = 5
    yield server
    if server.hold is not None:
        server.hold.set()
    server.stop()


@pytest.fixture
def committed_programme(committed_db: None) -> Programme:
    made = programmes.programme(slug="prova", name="Programma di prova")
    made.contact_email = "informazioni@example.org"
    made.save(update_fields=["contact_email"])
    return made


@pytest.fixture
def ada(db: None) -> User:
    return user("Ada Prova")
