"""Organisations that join a network because theirs goes on inside it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.access import clock
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people.enums import NetworkMemberState
from core.people.models import Network, NetworkMember, Organisation


@transaction.atomic
def join_organisations(
    *, network_id: UUID, organisations: Iterable[Organisation], by: User
) -> list[NetworkMember]:
    """Make these organisations members of the network; those that are already stay as they are."""
    network = lock(Network, network_id)
    inside = set(
        network.members.filter(state=NetworkMemberState.ACTIVE).values_list(
            "organisation", flat=True
        )
    )
    now = clock.now()
    joined = [
        active_member(network, organisation, at=now, by=by)
        for organisation in organisations
        if organisation.pk not in inside
    ]
    record(network, Verb.JOIN, by=by, data={"members": [row.pk for row in joined]})
    return joined


def active_member(
    network: Network, organisation: Organisation, *, at: datetime, by: User
) -> NetworkMember:
    """A member from the first moment: whoever brings it in answers for it."""
    return NetworkMember.objects.create(
        network=network,
        organisation=organisation,
        state=NetworkMemberState.ACTIVE,
        invited_at=at,
        invited_by=by,
        joined_at=at,
        joined_by=by,
    )
