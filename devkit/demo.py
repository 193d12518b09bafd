"""`dev.py demo`: the whole portal on this machine, with the programme that ships, until Ctrl-C."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from types import FrameType

from honcho.manager import Manager
from honcho.printer import Printer

from devkit import messages, pango, static
from devkit.environment import Environment, demo_settings, without_owner
from devkit.failure import Failure
from devkit.layout import ROOT, STATE, state_folder
from devkit.locks import exclusive_lock
from devkit.ports import free_port, is_taken
from devkit.programs import manage
from devkit.services import DEMO
from devkit.venv import PYTHON

WEB = shlex.split(
    "-m gunicorn topmetro.wsgi:application --workers 2 --worker-class gthread --threads 4"
    " --graceful-timeout 3 --no-control-socket --log-level warning"
)
# Threads: Ctrl-C reaches every process of the group, and a pool of processes would lose its jobs loudly.
WORKER = shlex.split(
    "--queues default,mail,pdf --pool threads --concurrency 2 --loglevel WARNING"
    " --without-gossip --without-mingle"
)
# Celery warns against root: its tasks could come from anybody who reaches the broker. Here nobody can.
AS_ROOT = "ignore:You"
INTERRUPTED = {128 + signal.SIGINT, 128 + signal.SIGTERM}


def run_demo(standing_on: str | None = None) -> int:
    """Start everything, wait for Ctrl-C, stop everything.

    `standing_on` is the day of the programme that becomes today when its history is played.
    """
    host, port = address()
    with only_demo(), stopping_on_signals():
        if is_taken(host, port):
            raise Failure(
                f"Port {port} is in use: choose another, as in `PORT={port + 1} python3 dev.py demo`."
            )
        pango.ensure()
        mail_port = free_port()
        with DEMO.borrowed() as addresses:
            environment = demo_settings(addresses, DEMO.secrets, port=port, mail_port=mail_port)
            prepare(environment, standing_on)
            return supervise(without_owner(environment), host, port, mail_port)


def address() -> tuple[str, int]:
    """Where the portal will listen: `HOST` and `PORT`, or loopback and 8000."""
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Failure(f"PORT is `{port}`, which is no port: give a number from 1 to 65535.")
    return os.environ.get("HOST", "127.0.0.1"), int(port)


@contextmanager
def only_demo() -> Iterator[None]:
    """One demo per checkout: two would migrate and serve the same data."""
    with exclusive_lock(state_folder("demo") / "running.lock") as alone:
        if not alone:
            raise Failure(
                "A demo of this checkout is already running: use that one, or stop it first with Ctrl-C."
            )
        yield


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """A request to stop unwinds the stack, so that whatever was started is stopped, at any moment of the start."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    def hang_up(_number: int, _frame: FrameType | None) -> None:
        # Closing the terminal stops the demo too; honcho knows SIGTERM only.
        os.kill(os.getpid(), signal.SIGTERM)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
    signal.signal(signal.SIGHUP, hang_up)
    yield


def prepare(environment: Environment, standing_on: str | None = None) -> None:
    """What a start needs before pages can be served; each step does nothing when nothing changed."""
    everyday = without_owner(environment)
    messages.compile_catalogues()
    print("Preparing the database …", flush=True)
    with ThreadPoolExecutor() as beside:
        collected = beside.submit(static.collect, everyday)
        manage(environment, "migrate", "--database", "owner", "--no-input", "--verbosity", "0")
        collected.result()
    print("Loading the demo's programmes; the first time, their history is played …", flush=True)
    day = ["--standing-on", standing_on] if standing_on else []
    manage(everyday, "demo", *day)


def processes(environment: Environment, host: str, port: int, mail_port: int) -> dict[str, str]:
    """The demo's processes by name, as commands that replace their shell and so receive its signals."""
    listen = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    celery = ["-W", AS_ROOT, "-m", "celery", "--quiet", "-A", "topmetro"]
    maildir = ["--class", "aiosmtpd.handlers.Mailbox", environment["DEMO_MAIL_DIR"]]
    schedule = str(state_folder("demo") / "beat")
    arguments = {
        "web": [*WEB, "--bind", listen],
        "worker": [*celery, "worker", *WORKER],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule", schedule],
        "mail": ["-m", "aiosmtpd", "--nosetuid", "--listen", f"127.0.0.1:{mail_port}", *maildir],
    }
    return {name: "exec " + shlex.join([str(PYTHON), *rest]) for name, rest in arguments.items()}


class Terminal:
    """Standard output, whose loss (the window was closed) must not keep honcho from stopping the rest."""

    def write(self, text: str) -> None:
        """Write, if anybody still reads."""
        with suppress(OSError):
            sys.stdout.write(text)

    def flush(self) -> None:
        """Flush, if anybody still reads."""
        with suppress(OSError):
            sys.stdout.flush()

    def isatty(self) -> bool:
        """Whether colours make sense."""
        return sys.stdout.isatty()


def supervise(environment: Environment, host: str, port: int, mail_port: int) -> int:
    """Run the processes in the foreground until one ends or we are told to stop."""
    manager = Manager(Printer(Terminal()))
    for name, command in processes(environment, host, port, mail_port).items():
        manager.add_process(name, command, env=environment, cwd=str(ROOT))
    url = environment["PUBLIC_URL"]
    announcer = subprocess.Popen(
        [PYTHON, "-m", "devkit.announce", f"http://localhost:{port}", url], cwd=ROOT
    )
    try:
        manager.loop()
    finally:
        announcer.kill()
        announcer.wait()
    if manager.returncode in INTERRUPTED:
        return 0
    raise Failure(
        f"One of the demo's processes ended by itself, for the reason above; its data is in {STATE}."
    )
