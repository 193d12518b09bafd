"""A filled scoring sheet taken over: what was previewed, as long as the cards are still as they were then."""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.domain.scorecards import save_scorecard
from calls.models import CommissionSeat, Scorecard, Submission
from calls.queries import progress
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User


def states_of(seat: CommissionSeat, submissions: Collection[Submission]) -> dict[str, str]:
    """What the seat's card on each application says, as a digest, by the application's key."""
    cards = progress.own_cards(seat, submissions)
    return {str(row.pk): _state(cards.get(row.pk)) for row in submissions}


def _state(card: Scorecard | None) -> str:
    if card is None:
        return ""
    scores = sorted((one.criterion.key, str(one.value), one.reason) for one in card.scores.all())
    said = json.dumps([card.state, card.comment, scores])
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def take_sheet(
    *, seat: CommissionSeat, said: Mapping[str, Any], seen: Mapping[str, str], by: User
) -> None:
    """Write every card or none. `said`: what `save_scorecard` takes, by key of the application; `seen`:
    `states_of` at the preview. Raises Blocked where a card says something else since."""
    rows = [lock(Submission, UUID(key)) for key in sorted(said)]
    if states_of(seat, rows) != {key: seen.get(key) for key in said}:
        text = _(
            "A card changed after the preview: nothing was written. Give the sheet back again."
        )
        refuse([Blocker("stale", text)])
    for row in rows:
        save_scorecard(submission_id=row.pk, seat_id=seat.pk, by=by, **said[str(row.pk)])
