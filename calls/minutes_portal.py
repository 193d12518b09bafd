"""What waits for the secretary of a commission once every card is in: the minutes, before the ranking."""

from django.urls import reverse
from django.utils.translation import gettext as _

from calls.enums import CallState, RankingState, SeatKind
from calls.models import Commission, Ranking
from calls.queries import commission as seats
from calls.queries import progress
from core.access.http import PortalRequest
from core.access.portal import Todo


def todos(request: PortalRequest) -> list[Todo]:
    return [
        Todo(
            text=_("Write the minutes of the sitting"),
            url=reverse(
                "calls:sitting_record",
                kwargs={"slug": request.programme.slug, "key": commission.call_id},
            ),
            about=str(commission.call.title),
        )
        for commission in _without_minutes(request)
        if progress.all_in(progress.progress_of(commission))
    ]


def _without_minutes(request: PortalRequest) -> list[Commission]:
    """Of which the person is the secretary, with no sitting on record and no ranking that counts."""
    kept = [
        seat.commission_id
        for seat in seats.seats_held(request.user)
        if seat.kind == SeatKind.SECRETARY and seat.commission.call.state == CallState.CLOSED
    ]
    if not kept:
        return []
    ranked = Ranking.objects.filter(state=RankingState.FINAL).order_by().values("call")
    rows = Commission.objects.filter(pk__in=kept, meetings__isnull=True).exclude(call__in=ranked)
    return list(rows.select_related("call").order_by("appointed_at", "pk"))
