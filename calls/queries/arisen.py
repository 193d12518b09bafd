"""Ties that arose after a card was handed in: the card counts, and should not (C7)."""

from django.db.models import Q

from calls.models import Call, CommissionSeat, Scorecard
from calls.queries.commission import barring_kinds_of
from calls.queries.scores import counting
from core.people import queries as people


def tied_cards(call: Call) -> list[Scorecard]:
    """Counting cards of a seat that a tie known today bars, and that has not declared it."""
    kinds = barring_kinds_of([call.pk])[call.pk]
    seats = CommissionSeat.objects.filter(
        commission__call=call, commission__appointed_at__isnull=False
    ).select_related("person")
    tied = Q(pk__in=[])
    for seat in seats.order_by("position", "pk"):
        networks = people.tied_networks(seat.person, kinds).order_by().values("pk")
        tied |= Q(seat=seat, submission__network__in=networks)
    rows = (
        counting(call)
        .filter(tied)
        .select_related("seat__person", "submission__network", "submission__lead")
    )
    return list(rows.order_by("submission__number", "seat__position", "pk"))
