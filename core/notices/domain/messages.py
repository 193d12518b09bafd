"""What a coordinator can do about a message that the portal gave up."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.access.blocked import Blocker, refuse
from core.access.clock import now
from core.access.kick import kick_after_commit
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.notices.enums import MessageState
from core.notices.models import OutboxMessage


def retry_blockers(message: OutboxMessage) -> list[Blocker]:
    """Why this message can't be tried again now; empty means it can."""
    if message.state == MessageState.SENT:
        return [Blocker("already_sent", _("The mail server has already taken this message."))]
    if message.state == MessageState.QUEUED:
        return [
            Blocker("on_its_way", _("This message is still on its way; it will be tried again."))
        ]
    return []


@transaction.atomic
def retry_message(*, message_id: UUID, by: User) -> OutboxMessage:
    """Start again with a message that was given up, under the same Message-ID."""
    message = lock(OutboxMessage, message_id)
    refuse(retry_blockers(message))
    message.state = MessageState.QUEUED
    message.given_up_at = None
    message.attempts = 0
    message.next_attempt_at = now()
    message.save(update_fields=["state", "given_up_at", "attempts", "next_attempt_at"])
    record(message, Verb.RETRY, by=by, data={"kind": message.kind})
    kick_after_commit("notices.deliver_message", message.programme_id, message.pk)
    return message
