"""What waits for the chair and the secretary of a commission: cards to set aside, and the minutes."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from calls.enums import KEEPS_ORDER, CallState, RankingState, SeatKind
from calls.models import CommissionSeat, Ranking
from calls.queries import blind, progress
from calls.queries import commission as seats
from calls.queries.arisen import tied_cards
from calls.queries.scores import rule_of
from core.access.http import PortalRequest
from core.access.portal import Todo


def todos(request: PortalRequest) -> list[Todo]:
    held = _not_ranked(request)
    return [*_cards_to_set_aside(request, held), *_minutes_to_write(request, held)]


def _cards_to_set_aside(request: PortalRequest, held: list[CommissionSeat]) -> Iterable[Todo]:
    """Of the others: one's own tie is declared, and the declaration sets the card aside."""
    for seat in held:
        call = seat.commission.call
        cards = [card for card in tied_cards(call) if card.seat_id != seat.pk]
        names = blind.shown_to(seat, rule_of(call.pk), [card.submission for card in cards])
        for card in cards:
            kwargs = {"slug": request.programme.slug, "key": call.pk, "card": card.pk}
            yield Todo(
                text=_("Set a card aside: a tie arose after it was handed in"),
                url=reverse("calls:scorecard_set_aside", kwargs=kwargs),
                about=f"{names[card.submission_id].code} · {call.title}",
            )


def _minutes_to_write(request: PortalRequest, held: list[CommissionSeat]) -> Iterable[Todo]:
    """Of the secretary, once every card is in, with no sitting on record: the minutes come before the
    ranking."""
    for seat in held:
        commission = seat.commission
        if seat.kind != SeatKind.SECRETARY or commission.meetings.exists():
            continue
        if not progress.all_in(progress.progress_of(commission)):
            continue
        kwargs = {"slug": request.programme.slug, "key": commission.call_id}
        yield Todo(
            text=_("Write the minutes of the sitting"),
            url=reverse("calls:sitting_record", kwargs=kwargs),
            about=str(commission.call.title),
        )


def _not_ranked(request: PortalRequest) -> list[CommissionSeat]:
    """The person's seats that keep order, in closed calls without a ranking that counts."""
    held = [
        seat
        for seat in seats.seats_held(request.user)
        if seat.kind in KEEPS_ORDER and seat.commission.call.state == CallState.CLOSED
    ]
    if not held:
        return []
    final = Ranking.objects.filter(
        call__in=[seat.commission.call_id for seat in held], state=RankingState.FINAL
    )
    ranked = set(final.values_list("call", flat=True))
    return [seat for seat in held if seat.commission.call_id not in ranked]
