"""Which applications were given to which seats, where the rule asks for some scorers and not for all."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from calls.enums import RANKABLE, SCORING_SEATS
from calls.models import Assignment, Commission, CommissionSeat, Declaration, Scorecard, Submission


@dataclass(frozen=True)
class Load:
    """How many applications a seat scores, and on how many it may not."""

    seat: CommissionSeat
    given: int
    barred: int


def scoring_seats(commission: Commission) -> list[CommissionSeat]:
    rows = commission.seats.filter(kind__in=SCORING_SEATS).select_related("person")
    return list(rows.order_by("position", "pk"))


def to_assign(commission: Commission) -> QuerySet[Submission]:
    """What is examined on merit, by number."""
    rows = Submission.objects.filter(call=commission.call_id, state__in=RANKABLE)
    return rows.select_related("network", "territory", "lead", "call", "programme").order_by(
        "number", "pk"
    )


def assignments_of(commission: Commission) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(seat__commission=commission)
    return rows.select_related("seat__person", "submission").order_by("seat__position", "pk")


def seats_that_may_take(commission: Commission, submission: Submission) -> list[CommissionSeat]:
    """Seats that score, are free of ties with the network and have not got the application already."""
    free = Declaration.objects.filter(network=submission.network_id, bars=False).values("seat")
    has = Assignment.objects.filter(submission=submission).values("seat")
    rows = commission.seats.filter(kind__in=SCORING_SEATS, pk__in=free).exclude(pk__in=has)
    return list(rows.select_related("person").order_by("position", "pk"))


def cards_begun(commission: Commission) -> bool:
    return Scorecard.objects.filter(seat__commission=commission).exists()


def loads(commission: Commission) -> list[Load]:
    given = dict(
        assignments_of(commission)
        .order_by()
        .values("seat")
        .annotate(total=Count("pk"))
        .values_list("seat", "total")
    )
    barred = dict(
        Declaration.objects.filter(seat__commission=commission, bars=True)
        .values("seat")
        .annotate(total=Count("pk"))
        .values_list("seat", "total")
        .order_by()
    )
    return [
        Load(seat, given.get(seat.pk, 0), barred.get(seat.pk, 0))
        for seat in scoring_seats(commission)
    ]
