"""The whole portal on loopback, as `dev.py demo` starts it: web, worker, beat and mail catcher, all real."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from redis import Redis

from devkit.ports import free_port
from devkit.static import collect
from tests import databases
from tests.played import Environment, over, played, with_path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
"""Seconds that a process may take to answer on a busy machine."""


@dataclass(frozen=True)
class Portal:
    """A running portal: its address, where its mail lands, and the environment of its processes."""

    url: str
    mail: Path
    environment: Environment


def journey_settings(database: str, folder: Path, number: int) -> Environment:
    """The demo's settings over a database, a broker and folders that nobody else uses."""
    port, mail_port = free_port(), free_port()
    return over(database, folder / "media") | {
        "REDIS_URL": with_path(os.environ["REDIS_URL"], f"/{number}"),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "PUBLIC_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost",
        "DEMO_MAIL_DIR": str(folder / "mail"),
        "STATIC_ROOT": str(Path(os.environ["STATIC_ROOT"]).with_name("collected")),
        "SECURE": "0",
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def running_portal(
    name: str, folder: Path, number: int, standing_on: date | None = None
) -> Iterator[Portal]:
    """A database of its own with the demo's two programmes, and the processes that serve it.

    `standing_on`: the day of its own time on which the first of them stands.
    """
    environment = journey_settings(name, folder, number)
    played(standing_on).copy(name, folder / "media")
    collect(environment)
    Redis.from_url(environment["REDIS_URL"]).flushdb()
    everyday = {key: value for key, value in environment.items() if key != "DATABASE_OWNER_URL"}
    started: list[subprocess.Popen[bytes]] = []
    try:
        with (folder / "processes.log").open("wb") as log:
            started += [
                subprocess.Popen(command, cwd=ROOT, env=everyday, stdout=log, stderr=log)
                for command in commands(everyday)
            ]
        _wait_until_ready(everyday["PUBLIC_URL"], started, folder / "processes.log")
        yield Portal(everyday["PUBLIC_URL"], Path(everyday["DEMO_MAIL_DIR"]), everyday)
    finally:
        _stop(started)
        databases.drop(name)


def commands(environment: Environment) -> list[list[str]]:
    python = sys.executable
    port = str(urlsplit(environment["PUBLIC_URL"]).port)
    mail_port = environment["EMAIL_URL"].rpartition(":")[2]
    celery = [python, "-m", "celery", "-A", "topmetro"]
    beat_file = str(Path(environment["MEDIA_ROOT"]).parent / "beat")
    return [
        [
            *(python, "-m", "gunicorn", "topmetro.wsgi:application", "--bind", f"127.0.0.1:{port}"),
            *("--workers", "2", "--worker-class", "gthread", "--threads", "4"),
            *("--no-control-socket", "--log-level", "warning"),
        ],
        [
            *(*celery, "worker", "--queues", "default,mail,pdf", "--concurrency", "1"),
            *("--loglevel", "WARNING", "--without-gossip", "--without-mingle"),
        ],
        [*celery, "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule", beat_file],
        [
            *(python, "-m", "aiosmtpd", "--nosetuid", "--listen", f"127.0.0.1:{mail_port}"),
            *("--class", "aiosmtpd.handlers.Mailbox", environment["DEMO_MAIL_DIR"]),
        ],
    ]


def _wait_until_ready(url: str, started: list[subprocess.Popen[bytes]], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        ended = [process.args for process in started if process.poll() is not None]
        assert not ended, f"{ended}\n{log.read_text()[-4000:]}"
        with suppress(URLError, OSError), urlopen(f"{url}/readyz", timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"The portal does not answer.\n{log.read_text()[-4000:]}")


def _stop(started: list[subprocess.Popen[bytes]]) -> None:
    for process in started:
        process.terminate()
    for process in started:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
