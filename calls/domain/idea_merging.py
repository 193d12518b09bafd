"""Several networks of a territory become one: their ideas stay as they were sent, and the proposal that
follows names all of them as its origins (C13)."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from calls.enums import CallKind, SubmissionState
from calls.idea_notices import NetworksMerged
from calls.models import NetworkMerge, Submission
from calls.queries.idea_growth import networks_to_merge
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries as people
from core.people.domain.joining import join_organisations
from core.people.models import Network


def merge_blockers(into: Network, merged: Iterable[Network]) -> list[Blocker]:
    """Why these networks can't go on inside `into`; with none of them, why nothing can."""
    found = []
    if NetworkMerge.objects.filter(merged=into).exists():
        text = _("This network itself went on inside another.")
        found.append(Blocker("gone", text))
    allowed = set(networks_to_merge(into).values_list("pk", flat=True))
    for network in merged:
        if network.pk not in allowed:
            text = _("%(network)s can't join: it needs an idea of its own in this territory.") % {
                "network": network.name
            }
            found.append(Blocker("not_mergeable", text))
        elif _answers_alone(network):
            text = _("%(network)s has a proposal of its own: it must be withdrawn first.") % {
                "network": network.name
            }
            found.append(Blocker("has_proposal", text, network.lead.name))
    return found


@transaction.atomic
def merge_networks(
    *, into_id: UUID, merged_ids: Iterable[UUID], agreement: str, by: User
) -> list[NetworkMerge]:
    """Let networks go on inside one: their organisations join it, everybody of all of them is told.

    `agreement` says how they agreed. Raises ValidationError for none, or for no network at all.
    """
    keys = sorted({into_id, *merged_ids})
    locked = {key: lock(Network, key) for key in keys}  # in one order: two merges can't deadlock
    into = locked.pop(into_id)
    if not locked:
        raise ValidationError({"networks": _("Choose at least one network.")})
    if not agreement.strip():
        raise ValidationError({"agreement": _("Say how the networks agreed.")})
    refuse(merge_blockers(into, locked.values()))
    merges = []
    for network in locked.values():
        join_organisations(
            network_id=into.pk, organisations=people.organisations_of_network(network), by=by
        )
        merges.append(
            NetworkMerge.objects.create(
                into=into,
                merged=network,
                agreement=agreement.strip(),
                merged_at=clock.now(),
                merged_by=by,
            )
        )
        record(network, Verb.MERGE, by=by, data={"into": into.pk})
    record(into, Verb.MERGE, by=by, data={"merged": [row.merged_id for row in merges]})
    NetworksMerged(into, [row.merged for row in merges], agreement.strip(), by=by).queue()
    return merges


def _answers_alone(network: Network) -> bool:
    """Whether it has begun to answer a call for proposals by itself."""
    rows = Submission.objects.filter(network=network, call__kind=CallKind.PROPOSALS)
    return rows.exclude(state=SubmissionState.WITHDRAWN).exists()
