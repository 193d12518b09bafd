"""The kinds of accompaniment that a programme offers, from its definition."""

from typing import Any

from django.db import transaction

from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from projects.models import SupportOffer


@transaction.atomic
def create_offer(*, key: str, by: User | None, **fields: Any) -> SupportOffer:
    """Add a kind of accompaniment after the others; `fields` are the model's."""
    offer = SupportOffer.objects.create(key=key, position=SupportOffer.objects.count(), **fields)
    record(offer, Verb.LOAD, by=by, data={"key": key})
    return offer
