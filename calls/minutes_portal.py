"""What waits for the secretary of a commission once every card is in: the minutes, before the ranking."""

from django.urls import reverse
from django.utils.translation import gettext as _

from calls.enums import CallState, SeatKind
from calls.models import CommissionSeat
from calls.queries import commission as seats
from calls.queries import progress, rankings
from core.access.http import PortalRequest
from core.access.portal import Todo


def todos(request: PortalRequest) -> list[Todo]:
    return [
        Todo(
            text=_("Write the minutes of the sitting"),
            url=reverse(
                "calls:sitting_record",
                kwargs={"slug": request.programme.slug, "key": seat.commission.call_id},
            ),
            about=str(seat.commission.call.title),
        )
        for seat in seats.seats_held(request.user)
        if _waits_for_minutes(seat)
    ]


def _waits_for_minutes(seat: CommissionSeat) -> bool:
    """Nobody is left to declare or to score, and no sitting is on record; some four queries a seat, asked
    of secretaries alone."""
    commission = seat.commission
    if seat.kind != SeatKind.SECRETARY or commission.call.state != CallState.CLOSED:
        return False
    if commission.meetings.exists() or rankings.has_published_ranking(commission.call):
        return False
    return progress.all_in(progress.progress_of(commission))
