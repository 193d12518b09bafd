"""The calendar feed: a personal address, shown once, that its owner can revoke at any time."""

import hashlib
import secrets

from django.db import transaction

from core.access.clock import now
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.notices.models import CalendarToken


@transaction.atomic
def subscribe_feed(*, by: User) -> str:
    """A new token for this person's feed in the open programme; the earlier one stops working.

    The token is given back only here: the database keeps its SHA-256.
    """
    _revoke(by)
    token = secrets.token_urlsafe(32)
    kept = CalendarToken.objects.create(person=by, digest=digest_of(token))
    record(kept, Verb.GRANT, by=by)
    return token


@transaction.atomic
def revoke_feed(*, by: User) -> None:
    """Make the person's feed address stop working."""
    _revoke(by)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _revoke(person: User) -> None:
    # Locking the person's own rows keeps two clicks from leaving two keys alive.
    alive = CalendarToken.objects.select_for_update(no_key=True).filter(
        person=person, revoked_at=None
    )
    for token in alive.order_by("id"):
        token.revoked_at = now()
        token.save(update_fields=["revoked_at"])
        record(token, Verb.REVOKE, by=person)
