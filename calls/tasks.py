"""Jobs of the calls."""

import logging
from collections.abc import Callable
from uuid import UUID

from celery import shared_task
from django.db import connection

from calls.domain.calls import close_call
from calls.domain.exclusion_notices import expire_exclusion
from calls.domain.integration import expire_integration
from core.access import clock
from core.access.scope import open_programme

SWEEP_AT_MOST = 100
logger = logging.getLogger(__name__)


@shared_task(name="calls.sweep_closings")
def sweep_closings() -> int:
    """Let the state of every call whose last window has closed follow the clock; how many moved."""
    return _sweep("calls_due_closings", lambda key: close_call(call_id=key))


@shared_task(name="calls.sweep_terms")
def sweep_terms() -> int:
    """End the requests to complete and the notices before exclusion that nobody answered in time."""
    return _sweep(
        "calls_due_integrations", lambda key: expire_integration(request_id=key)
    ) + _sweep("calls_due_exclusions", lambda key: expire_exclusion(notice_id=key))


def _sweep(function: str, verb: Callable[[UUID], bool]) -> int:
    """Each row in a transaction of its own: one that fails is told in the log and stops no other."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}(%s, %s)", [clock.now(), SWEEP_AT_MOST])  # noqa: S608 - a name written above
        due = cursor.fetchall()
    moved = 0
    for programme_id, key in due:
        try:
            with open_programme(programme_id):
                moved += verb(key)
        except Exception:
            logger.exception("%s: %s of programme %s failed", function, key, programme_id)
    return moved
