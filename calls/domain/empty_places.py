"""A territory whose place nobody got: decided by an act, not forgotten (C9).

The ranking says what the call provides; the body then decides, with its reason: the place stays empty,
the call is reopened there, or the next best elsewhere gets it. What is decided is public with the ranking.
Reopening a call and giving a second place elsewhere are acts of their own: this one does neither by itself.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.domain.admissibility import had_seat_blockers, tie_blockers
from calls.domain.rankings import act_blockers
from calls.enums import NoProposal
from calls.models import Call, EmptyPlace, EmptyPlaceDecision
from calls.queries import rankings as queries
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb


def decide_blockers(place: EmptyPlace, by: User) -> list[Blocker]:
    """Why this person can't decide on this place now."""
    counting = queries.published_ranking(place.ranking.call)
    if counting is None or counting.pk != place.ranking_id:
        text = _("Only the ranking that counts leaves a place to decide on.")
        return [Blocker("not_counting", text)]
    if place.decisions.exists():
        return [Blocker("decided", _("This place was decided already."))]
    found = had_seat_blockers(place.ranking.call, by)
    return found + (tie_blockers(place.next_best, by) if place.next_best else [])


@transaction.atomic
def decide_empty_place(
    *,
    place_id: UUID,
    choice: NoProposal,
    reason: str,
    act_number: str,
    act_date: date,
    act_url: str,
    by: User,
) -> EmptyPlaceDecision:
    """Record what the body decided, once. Raises Blocked."""
    call_id = EmptyPlace.objects.values_list("ranking__call", flat=True).get(pk=place_id)
    lock(Call, call_id)
    place = EmptyPlace.objects.select_related("ranking__call__programme").get(pk=place_id)
    found = decide_blockers(place, by)
    if not reason.strip():
        found.append(Blocker("no_reason", _("Write why: everybody reads it beside the ranking.")))
    if choice == NoProposal.NEXT_BEST_ELSEWHERE and place.next_best_id is None:
        text = _("No other eligible proposal waits for a place.")
        found.append(Blocker("no_next_best", text))
    refuse(found + act_blockers(act_number, act_date, act_url))
    decision = EmptyPlaceDecision.objects.create(
        place=place, choice=choice, reason=reason.strip(), act_number=act_number.strip(),
        act_date=act_date, act_url=act_url.strip(), decided_at=clock.now(), decided_by=by,
    )  # fmt: skip
    data = {"ranking": place.ranking.number, "choice": choice, "act_date": act_date}
    record(place, Verb.APPROVE, by=by, data=data)
    return decision
