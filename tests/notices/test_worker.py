"""Real processes: a Celery worker, a broker, a mail server; and what each leaves behind when it dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from celery import current_app
from django.conf import LazySettings, settings
from django.db import connection

from core.access import kick
from core.access.clock import store_offset
from core.access.scope import open_programme
from core.notices.domain.notice import Address
from core.notices.enums import LEASE, MessageState
from core.notices.models import OutboxMessage
from core.programmes.models import Programme
from tests.factories.notices import SampleNotice
from tests.notices.conftest import MailServer

PATIENCE = 90.0


def eventually(happened: Callable[[], bool], *, within: float = PATIENCE) -> None:
    stop_at = time.monotonic() + within
    while not happened():
        assert time.monotonic() < stop_at, "It did not happen in time."
        time.sleep(0.1)


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database of the broker for this test alone, also for what this process publishes."""
    number = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
    address = urlunsplit(urlsplit(settings.REDIS_URL)._replace(path=f"/{number}"))
    monkeypatch.setattr(current_app.conf, "broker_write_url", address)
    kick.forget_failure()
    with redis.Redis.from_url(address) as server:
        server.flushdb()
        yield address
        server.flushdb()
    kick.forget_failure()


class Worker:
    """`celery worker` on the test's database, broker and mail server."""

    def __init__(self, broker: str, mail_server: MailServer) -> None:
        database = urlsplit(os.environ["DATABASE_URL"])
        name = f"/{connection.settings_dict['NAME']}"
        self.env = os.environ | {
            "DATABASE_URL": urlunsplit(database._replace(path=name)),
            "REDIS_URL": broker,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
            "DJANGO_SETTINGS_MODULE": "topmetro.settings",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "celery", "-A", "topmetro", "worker"]
        options = ["--pool=solo", "--queues=default,mail", "--without-gossip", "--without-mingle"]
        self.process = subprocess.Popen([*command, *options], env=self.env)

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)
            self.process = None


@pytest.fixture
def worker(broker: str, mail_server: MailServer, committed_db: None) -> Iterator[Worker]:
    made = Worker(broker, mail_server)
    yield made
    made.kill()


def queue(programme: Programme, *addresses: str) -> list[OutboxMessage]:
    with open_programme(programme.pk):
        return SampleNotice(*(Address(address) for address in addresses)).queue()


def states(programme: Programme) -> list[str]:
    with open_programme(programme.pk):
        rows = OutboxMessage.objects.order_by("id").values_list("state", flat=True)
        return list(rows)


def test_a_killed_worker_loses_nothing(
    committed_programme: Programme, mail_server: MailServer, worker: Worker
) -> None:
    """kill -9 in the middle of the SMTP conversation; the lease runs out; another worker delivers."""
    mail_server.hold = Event()
    worker.start()
    (message,) = queue(committed_programme, "ada@example.org")
    assert mail_server.busy.wait(PATIENCE)
    worker.kill()
    assert states(committed_programme) == [MessageState.QUEUED]
    mail_server.hold.set()

    store_offset(LEASE + timedelta(seconds=1))  # the next worker's clock stands after the lease
    worker.start()
    assert kick.publish("notices.sweep_outbox")
    eventually(lambda: states(committed_programme) == [MessageState.SENT])
    assert mail_server.ids == [message.message_id, message.message_id]
    with open_programme(committed_programme.pk):
        assert OutboxMessage.objects.get().attempts == 2


def test_a_dead_broker_neither_fails_nor_holds_the_request(
    committed_programme: Programme,
    mail_server: MailServer,
    worker: Worker,
    broker: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(current_app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    kick.forget_failure()
    start = time.monotonic()
    queue(committed_programme, *(f"persona{number}@example.org" for number in range(5)))
    assert time.monotonic() - start < 3
    assert states(committed_programme) == [MessageState.QUEUED] * 5

    monkeypatch.setattr(current_app.conf, "broker_write_url", broker)
    kick.forget_failure()
    worker.start()
    assert kick.publish("notices.sweep_outbox")  # as beat does every ten seconds
    eventually(lambda: states(committed_programme) == [MessageState.SENT] * 5)
    assert len(set(mail_server.ids)) == 5


def test_many_recipients_are_one_kick(
    committed_programme: Programme, broker: str, settings: LazySettings
) -> None:
    queue(committed_programme, *(f"persona{number}@example.org" for number in range(40)))
    with redis.Redis.from_url(broker) as server:
        assert server.llen("mail") == 1
