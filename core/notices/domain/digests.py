"""The daily e-mail: what waited in the inbox of those who asked for one message a day."""

from uuid import UUID

from django.db import transaction

from core.access.models import User
from core.notices.enums import DigestState
from core.notices.models import InboxItem
from core.notices.notifications import Digest


@transaction.atomic
def send_digest(person_id: UUID) -> int:
    """Gather what waits for one person of the open programme; answer how many notices it holds.

    What was read on the site meanwhile is left out. Rows that another worker holds are skipped.
    """
    waiting = list(
        InboxItem.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(person=person_id, digest=DigestState.WAITING)
        .order_by("created_at", "id")
    )
    unread = [item for item in waiting if item.read_at is None]
    InboxItem.objects.filter(pk__in=[item.pk for item in waiting]).update(digest=DigestState.SENT)
    if unread:
        Digest(User.objects.get(pk=person_id), unread).queue()
    return len(unread)
