"""One way to change a tranche: lock from the project down, move along the table, write time and actor."""

from datetime import datetime
from typing import Any
from uuid import UUID

from core.access import clock
from core.access.locking import lock
from core.access.models import User
from projects.models import Project
from tranches import queries
from tranches.enums import MOVES, TrancheState
from tranches.models import Grant, Tranche


def locked(tranche_id: UUID) -> Tranche:
    """The tranche, its grant and its project locked in this order: the project's state decides, and of
    two sisters only one may be under way. Raises Tranche.DoesNotExist."""
    found = Tranche.objects.select_related("grant").get(pk=tranche_id)
    lock(Project, found.grant.project_id)
    lock(Grant, found.grant_id)
    lock(Tranche, tranche_id)
    return queries.with_project(Tranche.objects.all()).get(pk=tranche_id)


def move(tranche: Tranche, state: TrancheState, step: str, *, by: User, **fields: Any) -> datetime:
    """Write the state with `<step>_at` and `<step>_by`, and any other field; answers the instant."""
    assert state in MOVES[TrancheState(tranche.state)]
    now = clock.now()
    tranche.state = state
    for name, value in {f"{step}_at": now, f"{step}_by": by, **fields}.items():
        setattr(tranche, name, value)
    tranche.save()
    return now


def undone(*steps: str) -> dict[str, None]:
    """The fields that say that these steps have not been done."""
    return {f"{step}_{what}": None for step in steps for what in ("at", "by")}
