"""Jobs of notices: thin, idempotent, with keys as arguments."""

from uuid import UUID

from celery import shared_task

from core.access.clock import ROME, now
from core.access.scope import open_programme
from core.access.sweeping import each_alone
from core.notices import queries
from core.notices.domain import delivery, digests, reminders

MORNING = 8


@shared_task(name="notices.deliver_message")
def deliver_message(programme_id: str, message_id: str) -> None:
    delivery.deliver(delivery.outbox(UUID(programme_id)), UUID(message_id))


@shared_task(name="notices.deliver_account_message")
def deliver_account_message(message_id: str) -> None:
    delivery.deliver(delivery.ACCOUNT_MAIL, UUID(message_id))


@shared_task(name="notices.sweep_outbox")
def sweep_outbox() -> None:
    """Every few seconds: whatever a kick or a worker lost."""
    delivery.sweep()


@shared_task(name="notices.sweep_reminders")
def sweep_reminders() -> None:
    """Nobody is written to at night: a reminder leaves after eight in the morning, in Italy."""
    if now().astimezone(ROME).hour < MORNING:
        return
    each_alone("a reminder", queries.due_reminders(), reminders.remind)


@shared_task(name="notices.send_digests")
def send_digests() -> None:
    for programme_id in queries.programmes_with_digests():
        with open_programme(programme_id):
            people = queries.people_with_digests()
        each_alone("a digest", [(programme_id, key) for key in people], digests.send_digest)
