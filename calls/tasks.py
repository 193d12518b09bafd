"""Jobs of the calls."""

from celery import shared_task

from calls.domain.calls import close_call
from calls.domain.exclusion_notices import expire_exclusion
from calls.domain.integration import expire_integration
from core.access.sweeping import sweep


@shared_task(name="calls.sweep_closings")
def sweep_closings() -> int:
    """Let the state of every call whose last window has closed follow the clock; how many moved."""
    return sweep("calls_due_closings", lambda key: close_call(call_id=key))


@shared_task(name="calls.sweep_terms")
def sweep_terms() -> int:
    """End the requests to complete and the notices before exclusion that nobody answered in time."""
    return sweep("calls_due_integrations", lambda key: expire_integration(request_id=key)) + sweep(
        "calls_due_exclusions", lambda key: expire_exclusion(notice_id=key)
    )
