"""Tells a worker, after the commit, that a row waits for it. A courtesy: the sweeps are the truth.

A broker that does not answer must neither fail nor hold the page that committed: publishing is tried
once, and after a failure nobody in this process tries again for a while.
"""

import logging
import time
from functools import cache
from typing import Any

from celery import current_app
from django.db import connection, transaction

log = logging.getLogger(__name__)

PAUSE = 10.0
"""Seconds without attempts after a failure: the beat of the quickest sweep."""
PATIENCE = 1.0
"""Seconds that a page waits for the broker, at most, before the pause begins."""

_silent_until = 0.0


class _Kick:
    """One pending call; equal ones of the same transaction are made once."""

    def __init__(self, task: str, args: tuple[str, ...]) -> None:
        self.key = (task, args)

    def __call__(self) -> None:
        task, args = self.key
        publish(task, *args)


def kick_after_commit(task: str, *args: object) -> None:
    """Publish `task` (its registered name) once this transaction has committed.

    Arguments travel as text.
    """
    asked = _Kick(task, tuple(str(arg) for arg in args))
    waiting = (entry[1] for entry in connection.run_on_commit)
    if any(isinstance(call, _Kick) and call.key == asked.key for call in waiting):
        return
    transaction.on_commit(asked, robust=True)


def publish(task: str, *args: str) -> bool:
    """Hand the task to the broker now; False if it can't be reached (the sweep will find the row)."""
    global _silent_until  # noqa: PLW0603 - one memory per process is what is meant
    if time.monotonic() < _silent_until:
        return False
    try:
        with _connections().acquire(block=True, timeout=PATIENCE) as broker:
            current_app.send_task(task, args=args, retry=False, connection=broker)
    except Exception as error:  # noqa: BLE001 - kombu wraps some failures and lets others through
        _silent_until = time.monotonic() + PAUSE
        _connections.cache_clear()
        log.warning("The broker does not answer (%s); %s waits for the sweep.", error, task)
        return False
    return True


def forget_failure() -> None:
    """Try the broker again at the next kick, at its present address."""
    global _silent_until  # noqa: PLW0603 - see publish
    _silent_until = 0.0
    _connections.cache_clear()


@cache
def _connections() -> Any:
    """Connections for kicks alone. The worker's own wait longer and try again: a page must not."""
    impatient = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE, "max_retries": 0}
    return current_app.connection_for_write(transport_options=impatient).Pool(limit=8)
