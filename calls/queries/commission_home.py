"""What the home of a commission says of everybody, in one query; never what the others gave."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, JSONObject

from calls.enums import EXAMINED, ScorecardState, SeatKind
from calls.models import (
    Assignment,
    Call,
    CommissionMeeting,
    CommissionSeat,
    Criterion,
    Declaration,
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
from core.access.counting import CountOf
from core.people.models import Network


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
    """A tie that arose since shows at the reader's own seat, not at those of the others."""
    call = seat.commission.call
    own = {f"own_{name}": count for name, count in progress.counts_of(seat).items()}
    rows = seats.in_order(
        seat.commission.seats.annotate(**_counts(call, rule), **own, **_surroundings(call, seat))
    )
    found: Any = rows[0]
    return Home(
        SeatProgress(seat, found.own_to_declare, found.own_to_score, found.own_handed_in),
        [_progress(row) for row in rows],
        {row["key"]: Decimal(row["weight"]) for row in found.weights},
        [(row["code"], row["name"]) for row in found.places],
        found.has_sittings,
        found.has_substitutions,
    )


def _progress(row: Any) -> SeatProgress:
    return SeatProgress(row, row.networks - row.declared, row.to_score, row.handed_in)


def _counts(call: Call, rule: Selection | None) -> dict[str, Any]:
    """For each seat of the query."""
    in_play = Submission.objects.filter(call=call, state__in=seats.IN_PLAY).order_by()
    seat = OuterRef("pk")
    declared = Declaration.objects.filter(seat=seat, network__in=in_play.values("network"))
    return {
        "networks": CountOf(Network.objects.filter(pk__in=in_play.values("network"))),
        "declared": CountOf(declared),
        "handed_in": _to_score(call, rule, handed_in=True),
        "to_score": _to_score(call, rule),
    }


def _to_score(call: Call, rule: Selection | None, *, handed_in: bool = False) -> Any:
    """What a seat scores by its declarations, the assignments and the calls of alternates.

    With `handed_in` only what its card is in for: a card that was set aside counts in neither.
    """
    if rule is None:
        return Value(0)
    seat = OuterRef(OuterRef("pk"))
    free = Declaration.objects.filter(seat=seat, bars=False).values("network")
    examined = Submission.objects.filter(call=call, state__in=EXAMINED, network__in=free)
    if handed_in:
        done = Scorecard.objects.filter(seat=seat, state=ScorecardState.SUBMITTED)
        examined = examined.filter(pk__in=done.values("submission"))
    called = Substitution.objects.filter(alternate=seat, ended_at__isnull=True)
    for_the_chair = called.filter(seat__kind=SeatKind.CHAIR)
    given = Assignment.objects.filter(seat=seat).values("submission")

    def among(keys: QuerySet[Any, Any]) -> CountOf:
        return CountOf(examined.filter(pk__in=keys))

    others = CountOf(examined)
    when = [When(kind=SeatKind.SECRETARY, then=Value(0))]
    if rule.collegial:
        when.append(When(~Q(kind=SeatKind.CHAIR), then=among(for_the_chair.values("submission"))))
    else:
        when.append(When(kind=SeatKind.ALTERNATE, then=among(called.values("submission"))))
        others = among(given) if rule.scorers_each else others
    return Case(*when, default=others)


def _surroundings(call: Call, seat: CommissionSeat) -> dict[str, Any]:
    criteria = Criterion.objects.filter(selection__call=call).order_by("position", "pk")
    weight = Cast("weight", TextField())
    called = Substitution.objects.filter(submission__call=call, ended_at__isnull=True)
    return {
        "weights": ArraySubquery(criteria.values(row=JSONObject(key="key", weight=weight))),
        "places": places(),
        "has_sittings": Exists(CommissionMeeting.objects.filter(commission=seat.commission_id)),
        "has_substitutions": Exists(called),
    }


def with_own_card(rows: QuerySet[Submission], seat: CommissionSeat) -> QuerySet[Submission]:
    """Each application with `own_card`: state, whether it was reopened, and the scores that it has."""
    scores = Score.objects.filter(scorecard=OuterRef("pk"), value__isnull=False).order_by()
    value = Cast("value", TextField())
    card = Scorecard.objects.filter(seat=seat, submission=OuterRef("pk")).annotate(
        given=ArraySubquery(scores.values(row=JSONObject(key="criterion__key", value=value)))
    )
    shown = JSONObject(state="state", reopened_at="reopened_at", scores="given")
    return rows.annotate(own_card=Subquery(card.order_by().values(row=shown)))
