"""Reading one's notices, and choosing how to hear of each kind."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from core.access.clock import now
from core.access.models import User
from core.notices.enums import Channel
from core.notices.kinds import NOTICE_KINDS
from core.notices.models import InboxItem, NoticePreference


@transaction.atomic
def read_notice(*, notice_id: UUID, by: User) -> None:
    """Mark a notice of this person as read; the first time counts."""
    _unread(by).filter(pk=notice_id).update(read_at=now())


@transaction.atomic
def read_all(*, by: User) -> int:
    """Mark every notice of this person in the open programme as read; answer how many were not."""
    return _unread(by).update(read_at=now())


@transaction.atomic
def choose_channels(*, by: User, channels: Mapping[str, Channel]) -> None:
    """Keep how the person wants to hear of each kind in the open programme.

    Raises ValueError for a duty of office, which can't be switched off, or an unknown kind.
    """
    for kind, channel in channels.items():
        known = NOTICE_KINDS.get(kind)
        if known is None or not known.chosen:
            raise ValueError(f"Nobody chooses how to hear of {kind}.")
        NoticePreference.objects.update_or_create(
            person=by, kind=kind, defaults={"channel": channel}
        )


def _unread(person: User) -> "QuerySet[InboxItem]":
    return InboxItem.objects.filter(person=person, read_at=None)
