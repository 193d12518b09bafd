"""Finding what a page of the commission shows: only for whoever sits there; 404 for the others."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from calls.models import Call, CommissionSeat, Scorecard, Submission
from calls.queries import commission as seats
from core.access.http import PortalRequest


def seated_call(request: PortalRequest, key: UUID) -> Call:
    """The call in whose commission the person sits."""
    if not seats.is_seated(request.user, key):
        raise Http404
    for seat in seats.seats_held(request.user):
        if seat.commission.call_id == key:
            return seat.commission.call
    return get_object_or_404(Call.objects.select_related("programme"), pk=key)


def seat_in(request: PortalRequest, call: Call) -> CommissionSeat:
    """The person's own seat; the page's permission has already asked for one."""
    seat = seats.seat_of(request.user, call)
    if seat is None:
        raise Http404
    return seat


def seated_submission(request: PortalRequest, key: UUID, submission: UUID) -> Submission:
    """An application that the person's seat opens: declared, untied, called if an alternate."""
    seat = seat_in(request, seated_call(request, key))
    return get_object_or_404(seats.scoring_submissions(seat), pk=submission)


def commission_card(request: PortalRequest, key: UUID, card: UUID) -> Scorecard:
    """A card of an application that the person's own declaration opens; shown without names."""
    call = seated_call(request, key)
    opened = Submission.objects.filter(seats.texts_open_to_seats(request.user)).order_by()
    rows = Scorecard.objects.filter(submission__in=opened.values("pk")).select_related(
        "seat__person", "seat__commission", "submission__call__programme", "submission__network"
    )
    return get_object_or_404(rows, pk=card, submission__call=call)


def seat_of_call(request: PortalRequest, key: UUID, seat: UUID) -> CommissionSeat:
    """For whoever prepares the commission; a stranger to that does not learn who is on the list."""
    if not request.user.has_perm("calls.see_commission"):
        raise Http404
    rows = CommissionSeat.objects.select_related("commission__call__programme", "person")
    return get_object_or_404(rows, pk=seat, commission__call=key)
