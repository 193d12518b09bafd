"""Jobs of the labs."""

from celery import shared_task
from django.db import connection

from core.access import clock
from core.access.scope import open_programme
from labs.domain.queue import expire_offer

SWEEP_AT_MOST = 100


@shared_task(name="labs.sweep_offers")
def sweep_offers() -> int:
    """Pass on the seats whose offer ran out, in every programme; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM labs_due_offers(%s, %s)", [clock.now(), SWEEP_AT_MOST])
        due = cursor.fetchall()
    passed = 0
    for programme_id, registration_id in due:
        with open_programme(programme_id):
            passed += expire_offer(registration_id=registration_id)
    return passed
