"""The mediation log of a network: positions, agreements, dissent, as a facilitator writes them down.

Dissent is recorded, not solved away. An entry is never changed: a further one replaces it.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.models import MediationEntry
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people.models import Network


@dataclass(frozen=True)
class Mediation:
    """What was said; at least one of `agreements` and `dissent` tells how it ended."""

    held_on: date
    topic: str
    positions: str
    agreements: str = ""
    dissent: str = ""


def mediation_blockers(said: Mediation, replaces: MediationEntry | None) -> list[Blocker]:
    found = []
    if said.held_on > clock.today():
        found.append(Blocker("future", _("This day is still to come.")))
    if not (said.agreements.strip() or said.dissent.strip()):
        text = _("Say what was agreed, or on what people still disagree.")
        found.append(Blocker("no_end", text))
    if replaces and MediationEntry.objects.filter(replaces=replaces).exists():
        found.append(Blocker("replaced", _("This entry was already corrected by another.")))
    return found


@transaction.atomic
def record_mediation(
    *, network_id: UUID, said: Mediation, by: User, replaces_id: UUID | None = None
) -> MediationEntry:
    """Write an entry, or the one that corrects `replaces_id` (of the same network, else DoesNotExist)."""
    network = lock(Network, network_id)
    replaces = None
    if replaces_id is not None:
        replaces = MediationEntry.objects.get(pk=replaces_id, network=network)
    refuse(mediation_blockers(said, replaces))
    entry = MediationEntry.objects.create(
        network=network,
        held_on=said.held_on,
        topic=said.topic.strip(),
        positions=said.positions.strip(),
        agreements=said.agreements.strip(),
        dissent=said.dissent.strip(),
        replaces=replaces,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    record(entry, Verb.CORRECT if replaces else Verb.RECORD, by=by, data={"day": said.held_on})
    return entry
