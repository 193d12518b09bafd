"""Many networks press the button in the last minute, on two web processes over the loopback.

    BENCH_SENDINGS=500 python3 dev.py bench tests/bench/test_submissions.py

Two hundred unless `BENCH_SENDINGS` says otherwise. Prints how long they took, with the load of the machine
beside it; fails if one was lost, was refused, or the numbers have a gap.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from itertools import pairwise
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import get_random_string

from calls.models import Receipt, Submission
from core.access import clock
from core.access.models import User
from core.access.scope import open_programme
from core.programmes.models import Programme
from tests.factories import calls, people, programmes
from tests.factories.questionnaires import COMPLETE

SENDINGS = int(os.environ.get("BENCH_SENDINGS", "200"))
WEB_PROCESSES = 2
REDIRECTED = 302
CLIENTS = 50
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Sender:
    """What a browser needs to press the button: the address and its two cookies."""

    path: str
    session: str
    secret: str


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@pytest.fixture
def stage(committed_db: None) -> tuple[Programme, list[Sender]]:
    made = programmes.programme(slug="gara", name="Gara")
    with open_programme(made.pk):
        now = clock.now()
        with clock.at(now - timedelta(days=1)):
            call = _call()
            rows = [_ready(call, number) for number in range(SENDINGS)]
        senders = [_sender(row) for row in rows]
    return made, senders


def _call() -> Any:
    now = clock.now()
    author = people.facilitator()
    call = calls.draft_call(by=author, opens_at=now, closes_at=now + timedelta(days=10))
    from calls.domain.calls import publish_call

    return publish_call(call_id=call.pk, by=author)


def _ready(call: Any, number: int) -> Submission:
    from calls.domain.submissions import save_section, start_submission

    person = people.user(f"Persona {number}")
    lead = people.organisation(f"Ente {number}", by=person)
    network = people.network(f"Rete {number}", lead=lead)
    submission = start_submission(
        call_id=call.pk, network_id=network.pk, territory_id=network.territory_id,
        title=f"Idea {number}", by=person,
    )  # fmt: skip
    save_section(
        submission_id=submission.pk,
        section_key="idea",
        answers=COMPLETE,
        base_revision=0,
        by=person,
    )
    return submission


def _sender(row: Submission) -> Sender:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    person: User = row.started_by
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    path = f"/gara/area/domande/{row.pk}/scrivi/leggi-e-invia/"
    return Sender(path, session.session_key, get_random_string(32))


@pytest.fixture
def web(stage: Any, test_database_name: str) -> Iterator[str]:
    """Two gunicorn processes on the test's database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    parts = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(parts._replace(path=f"/{test_database_name}"))
    command = [
        sys.executable, "-m", "gunicorn", "topmetro.wsgi:application",
        "--workers", str(WEB_PROCESSES), "--bind", f"127.0.0.1:{port}", "--log-level", "warning",
    ]  # fmt: skip
    env = os.environ | {
        "DATABASE_URL": database, "PUBLIC_URL": address, "ALLOWED_HOSTS": "127.0.0.1"
    }  # fmt: skip
    server = subprocess.Popen(command, env=env)
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


def _press(address: str, sender: Sender) -> tuple[int, float]:
    """Status and seconds of one press of the button; a redirect leads to the receipt."""
    request = urllib.request.Request(
        address + sender.path,
        data=urlencode({"csrfmiddlewaretoken": sender.secret}).encode(),
        headers={
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={sender.session}; csrftoken={sender.secret}",
            "Referer": address + sender.path,
            "Origin": address,
        },
    )
    started = time.perf_counter()
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=120) as answer:
            return answer.status, time.perf_counter() - started
    except urllib.error.HTTPError as answer:
        return answer.code, time.perf_counter() - started


@pytest.mark.rule("C4")
def test_everybody_sends_at_once(stage: tuple[Programme, list[Sender]], web: str) -> None:
    programme, senders = stage
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(lambda sender: _press(web, sender), senders))
    took = time.perf_counter() - started
    seconds = sorted(each for _status, each in answers)
    with open_programme(programme.pk):
        numbers = sorted(Receipt.objects.values_list("number", flat=True))
    order = [int(number.partition("-")[2]) for number in numbers]
    gaps = sum(later - earlier - 1 for earlier, later in pairwise(order))
    refused = sum(status != REDIRECTED for status, _seconds in answers)
    print(
        f"\n{SENDINGS} sendings, {WEB_PROCESSES} web processes, {CLIENTS} at a time: {took:.1f} s"
        f" ({SENDINGS / took * 60:.0f} a minute), median {median(seconds):.2f} s,"
        f" p99 {quantiles(seconds, n=100)[98]:.2f} s, slowest {seconds[-1]:.2f} s,"
        f" errors {refused}, lost {SENDINGS - len(numbers)}, gaps {gaps},"
        f" load {os.getloadavg()[0]:.1f}"
    )
    assert not refused
    assert order == list(range(1, SENDINGS + 1))
