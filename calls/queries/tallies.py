"""What each seat of a commission has declared, has to score and has handed in, for all seats together.

Counting seat by seat reads the applications of a call again for each of them: with thousands of applications
most of a page's time goes there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from calls.enums import EXAMINED, ScorecardState, SeatKind
from calls.models import (
    Assignment,
    Commission,
    CommissionSeat,
    Declaration,
    Scorecard,
    Selection,
    Submission,
    Substitution,
)
from calls.queries import commission as seats
from calls.queries.scores import written_by_its_scorer


@dataclass(frozen=True)
class Tally:
    """Counts of one seat. `declared` are networks in play; the others are examined applications on which it
    declared no tie that bars: all (`free`), those to which an alternate is `called`, those that are `given`
    to it, those whose card is in (`handed_in`)."""

    declared: int = 0
    free: int = 0
    called: int = 0
    given: int = 0
    handed_in: int = 0

    def to_score(self, kind: str, rule: Selection) -> int:
        """A card that was set aside counts neither here nor as handed in."""
        if kind == SeatKind.SECRETARY:
            return 0
        if rule.collegial:
            return self.free if kind == SeatKind.CHAIR else self.called
        if kind == SeatKind.ALTERNATE:
            return self.called
        return self.given if rule.scorers_each else self.free


def by_seat(commission: Commission, rule: Selection | None) -> dict[str, ArraySubquery]:
    """Values of another query, which reads each of them once whatever its rows; `tally_of` finds a seat's."""
    in_play = Submission.objects.filter(call=commission.call_id, state__in=seats.IN_PLAY).order_by()
    examined = in_play.filter(state__in=EXAMINED)
    declared = Count("pk", filter=Q(network__in=in_play.values("network")))
    free = Count("pk", filter=Q(bars=False, network__in=examined.values("network")))
    made = Declaration.objects.filter(seat__commission=commission)
    found = {"of_declarations": _grouped(made, "seat", declared=declared, free=free)}
    if rule is not None:
        found["of_cards"] = _of_cards(commission, rule)
        found["of_calls"] = _of_calls(commission, rule)
    if rule is not None and rule.scorers_each:
        given = Assignment.objects.filter(_free("seat"), seat__commission=commission)
        found["of_assignments"] = _grouped(given, "seat", given=Count("pk"))
    return found


def tally_of(seat: CommissionSeat) -> Tally:
    """Of a row that was read with `by_seat`."""
    names = ("of_declarations", "of_cards", "of_calls", "of_assignments")
    counts: dict[str, int] = {}
    for name in names:
        rows: list[Mapping[str, Any]] = getattr(seat, name, [])
        counts |= next((row["counts"] for row in rows if row["seat"] == str(seat.pk)), {})
    return Tally(**counts)


def _of_cards(commission: Commission, rule: Selection) -> ArraySubquery:
    rows = Scorecard.objects.filter(
        _free("seat"),
        written_by_its_scorer(rule),
        seat__commission=commission,
        state=ScorecardState.SUBMITTED,
    )
    return _grouped(rows, "seat", handed_in=Count("pk"))


def _of_calls(commission: Commission, rule: Selection) -> ArraySubquery:
    rows = Substitution.objects.filter(
        _free("alternate"), alternate__commission=commission, ended_at__isnull=True
    )
    if rule.collegial:
        rows = rows.filter(seat__kind=SeatKind.CHAIR)
    return _grouped(rows, "alternate", called=Count("pk"))


def _free(seat: str) -> Q:
    """Of rows with a `submission`: it is examined, and the seat declared on its network with no tie."""
    declared = Declaration.objects.filter(
        seat=OuterRef(seat), network=OuterRef("submission__network"), bars=False
    )
    return Q(Exists(declared), submission__state__in=EXAMINED)


def _grouped(rows: QuerySet[Any], seat: str, **counts: Count) -> ArraySubquery:
    """By seat: its key and the counts."""
    each = rows.order_by().values(seat).annotate(**counts)
    named = JSONObject(**{name: name for name in counts})
    return ArraySubquery(each.values(row=JSONObject(seat=seat, counts=named)))
