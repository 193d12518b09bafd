"""A kick is a courtesy: it leaves after the commit, once, and a silent broker costs a page nothing."""

import socket
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from celery import current_app
from django.db import connection, transaction

from core.access import kick


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    kick.forget_failure()
    yield
    kick.forget_failure()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """What would have gone to the broker."""
    calls: list[tuple[str, tuple[str, ...]]] = []

    def send_task(name: str, *, args: tuple[str, ...], retry: bool, connection: object) -> None:
        assert not retry
        calls.append((name, args))

    monkeypatch.setattr(current_app, "send_task", send_task)
    return calls


def test_leaves_after_the_commit_and_once(
    db: None,
    sent: list[tuple[str, tuple[str, ...]]],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    key = uuid4()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        kick.kick_after_commit("audit.seal", key)
        with transaction.atomic():
            kick.kick_after_commit("audit.seal", key)
        kick.kick_after_commit("audit.seal", "other")
        assert sent == []
    assert sent == [("audit.seal", (str(key),)), ("audit.seal", ("other",))]


def test_a_rolled_back_act_kicks_nobody(
    db: None,
    sent: list[tuple[str, tuple[str, ...]]],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        with transaction.atomic():
            kick.kick_after_commit("audit.seal", "x")
            transaction.set_rollback(True)
        assert connection.run_on_commit == []
    assert sent == []


def refused() -> str:
    """An address where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{probe.getsockname()[1]}/0"


@pytest.fixture
def silent() -> Iterator[str]:
    """An address that takes connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(16)
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def attempt(broker: str, monkeypatch: pytest.MonkeyPatch) -> float:
    """Seconds that publishing takes against this broker."""
    monkeypatch.setattr(current_app.conf, "broker_write_url", broker)
    start = time.monotonic()
    assert kick.publish("audit.seal", "x") is False
    return time.monotonic() - start


def test_a_dead_broker_costs_a_moment_then_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert attempt(refused(), monkeypatch) < 1.5
    start = time.monotonic()
    for _ in range(100):
        assert kick.publish("audit.seal", "x") is False
    assert time.monotonic() - start < 0.1


def test_a_broker_that_comes_back_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    address = current_app.conf.broker_write_url
    attempt(refused(), monkeypatch)
    monkeypatch.setattr(current_app.conf, "broker_write_url", address)
    assert kick.publish("audit.seal", str(uuid4())) is False
    monkeypatch.setattr(kick, "_silent_until", 0.0)
    assert kick.publish("audit.seal", str(uuid4())) is True


def test_a_silent_broker_costs_about_a_second(monkeypatch: pytest.MonkeyPatch, silent: str) -> None:
    assert attempt(silent, monkeypatch) < 2
