"""Jobs of the calls."""

from celery import shared_task
from django.db import connection

from calls.domain.calls import close_call
from calls.domain.exclusion_notices import expire_exclusion
from calls.domain.integration import expire_integration
from core.access import clock
from core.access.scope import open_programme

SWEEP_AT_MOST = 100


@shared_task(name="calls.sweep_closings")
def sweep_closings() -> int:
    """Let the state of every call whose last window has closed follow the clock; how many moved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM calls_due_closings(%s, %s)", [clock.now(), SWEEP_AT_MOST])
        due = cursor.fetchall()
    moved = 0
    for programme_id, call_id in due:
        with open_programme(programme_id):
            moved += close_call(call_id=call_id)
    return moved


@shared_task(name="calls.sweep_terms")
def sweep_terms() -> int:
    """End the requests to complete and the notices before exclusion that nobody answered in time."""
    ended = 0
    for function in ("calls_due_integrations", "calls_due_exclusions"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {function}(%s, %s)", [clock.now(), SWEEP_AT_MOST])  # noqa: S608 - two names above
            due = cursor.fetchall()
        for programme_id, key in due:
            with open_programme(programme_id):
                ended += (
                    expire_integration(request_id=key)
                    if function == "calls_due_integrations"
                    else expire_exclusion(notice_id=key)
                )
    return ended
