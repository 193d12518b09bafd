"""What the home of a commission says of everybody, in one query; never what the others gave."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject

from calls.models import (
    Call,
    CommissionMeeting,
    CommissionSeat,
    Criterion,
    Score,
    Scorecard,
    Selection,
    Submission,
    Substitution,
)
from calls.queries import commission as seats
from calls.queries import progress
from calls.queries.listed import places
from calls.queries.progress import SeatProgress
from calls.queries.tallies import by_seat, tally_of
from core.access.counting import CountOf
from core.people import queries as people


@dataclass(frozen=True)
class Home:
    """`mine` is the reader's own seat; `weights` by the key of the criterion; `places` code and name."""

    mine: SeatProgress
    everybody: list[SeatProgress]
    weights: Mapping[str, Decimal]
    places: list[tuple[str, str]]
    has_sittings: bool
    has_substitutions: bool


def home_of(seat: CommissionSeat, rule: Selection | None) -> Home:
    """A tie that arose since shows at the reader's own seat, not at those of the others.

    One more query for a reader who has a tie that bars with some network of the call.
    """
    call, commission = seat.commission.call, seat.commission
    rows = seats.in_order(
        commission.seats.annotate(**by_seat(commission, rule), **_surroundings(call, seat))
    )
    found: Any = rows[0]
    everybody = [_progress(row, rule) for row in rows]
    [mine] = [each for each in everybody if each.seat.pk == seat.pk]
    return Home(
        progress.seat_progress(seat) if found.has_ties else replace(mine, seat=seat),
        everybody,
        {row["key"]: Decimal(row["weight"]) for row in found.weights},
        [(row["code"], row["name"]) for row in found.places],
        found.has_sittings,
        found.has_substitutions,
    )


def _progress(row: Any, rule: Selection | None) -> SeatProgress:
    tally = tally_of(row)
    to_declare = row.networks - tally.declared
    if rule is None:
        return SeatProgress(row, to_declare, 0, 0)
    return SeatProgress(row, to_declare, tally.to_score(row.kind, rule), tally.handed_in)


def _surroundings(call: Call, seat: CommissionSeat) -> dict[str, Any]:
    criteria = Criterion.objects.filter(selection__call=call).order_by("position", "pk")
    weight = Cast("weight", TextField())
    called = Substitution.objects.filter(submission__call=call, ended_at__isnull=True)
    in_play = Submission.objects.filter(call=call, state__in=seats.IN_PLAY).order_by()
    tied = people.tied_networks(seat.person, seats.barring_kinds_of([call.pk])[call.pk])
    return {
        "networks": CountOf(in_play),  # a network answers a call once, but for what it withdrew
        "has_ties": Exists(tied.filter(pk__in=in_play.values("network"))),
        "weights": ArraySubquery(criteria.values(row=JSONObject(key="key", weight=weight))),
        "places": places(),
        "has_sittings": Exists(CommissionMeeting.objects.filter(commission=seat.commission_id)),
        "has_substitutions": Exists(called),
    }


def own_list(seat: CommissionSeat, rule: Selection | None) -> QuerySet[Submission]:
    """What the seat scores, each with `own_card`: state, whether it was reopened, and its scores.

    Beside network and territory (and lead, where names are painted over) nothing is joined: the call is the
    seat's own, and each further table doubles the time in which PostgreSQL plans.
    """
    scores = Score.objects.filter(scorecard=OuterRef("pk"), value__isnull=False).order_by()
    value = Cast("value", TextField())
    card = Scorecard.objects.filter(seat=seat, submission=OuterRef("pk")).annotate(
        given=ArraySubquery(scores.values(row=JSONObject(key="criterion__key", value=value)))
    )
    shown = JSONObject(state="state", reopened_at="reopened_at", scores="given")
    beside = ("lead",) if rule is not None and rule.blind else ()
    rows = seats.scoring_submissions(seat).select_related(None)
    return rows.select_related("network", "territory", *beside).annotate(
        own_card=Subquery(card.order_by().values(row=shown))
    )
