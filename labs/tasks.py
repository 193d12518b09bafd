"""Jobs of the labs."""

from celery import shared_task

from core.access.sweeping import sweep
from labs.domain.queue import expire_offer


@shared_task(name="labs.sweep_offers")
def sweep_offers() -> int:
    """Pass on the seats whose offer ran out, in every programme; how many."""
    return sweep("labs_due_offers", lambda key: expire_offer(registration_id=key))
