"""`dev.py demo --check`: the promise of the demo, kept or not, as an exit code.

Start in a process of its own, wait until it is ready, read the home page, ask it to stop as Ctrl-C
would, and look for any process that it left behind.
"""

import os
import signal
import subprocess
import time
from urllib.request import urlopen

import psutil

from devkit.announce import wait_until_ready
from devkit.failure import Failure
from devkit.layout import ROOT
from devkit.ports import free_port
from devkit.services import DEMO
from devkit.venv import PYTHON

PATIENCE_TO_START = 600.0  # on a busy machine; how long it took is printed, and judged by who reads
PATIENCE_TO_STOP = 30.0


def run_check() -> int:
    """Start, read, stop, count."""
    began = time.monotonic()
    port = free_port()
    environment = os.environ | {"PORT": str(port)}
    demo = subprocess.Popen(
        [PYTHON, "dev.py", "demo"], cwd=ROOT, env=environment, start_new_session=True
    )
    started: set[psutil.Process] = set()
    try:
        size = read_home_page(demo, port)
        ready = time.monotonic() - began
        started = family(demo.pid)
    finally:
        stop(demo)
    left = [process for process in started if is_alive(process)]
    if left:
        names = ", ".join(f"{process.pid} {process.name()}" for process in left)
        raise Failure(f"The demo stopped, but left behind: {names}.")
    print(
        f"The demo was ready in {ready:.0f} s, its home page has {size} bytes, and nothing of it is left."
    )
    return 0


def read_home_page(demo: "subprocess.Popen[bytes]", port: int) -> int:
    """The size of the first page a newcomer sees, which must be there."""
    url = f"http://localhost:{port}"
    deadline = time.monotonic() + PATIENCE_TO_START
    while not wait_until_ready(url, patience=2):
        if demo.poll() is not None:
            raise Failure("The demo did not become ready, for the reason above.")
        if time.monotonic() > deadline:
            raise Failure(f"The demo was not ready after {PATIENCE_TO_START:.0f} s.")
    with urlopen(url, timeout=30) as answer:
        return len(answer.read())


def family(pid: int) -> set[psutil.Process]:
    """The demo's processes, and those of the two servers, which are nobody's children."""
    parents = [psutil.Process(pid)]
    if server := DEMO.postgres.process_id():
        parents.append(psutil.Process(server))
    if broker := DEMO.valkey.process_id():
        parents.append(psutil.Process(broker))
    return {member for parent in parents for member in [parent, *parent.children(recursive=True)]}


def stop(demo: "subprocess.Popen[bytes]") -> None:
    """Ask once, as Ctrl-C does, and insist only after half a minute."""
    if demo.poll() is None:
        demo.send_signal(signal.SIGINT)
    try:
        demo.wait(PATIENCE_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(demo.pid, signal.SIGKILL)
        raise Failure(f"The demo did not stop within {PATIENCE_TO_STOP:.0f} s.") from None


def is_alive(process: psutil.Process) -> bool:
    """Whether it still runs; a zombie waits for its parent and does nothing."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
