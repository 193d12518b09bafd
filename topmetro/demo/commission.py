"""What any commission of the demo does: it is appointed, declares, writes its cards."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from calls.domain.commission import add_seat, appoint_commission
from calls.domain.declarations import declare
from calls.domain.scorecards import save_scorecard
from calls.enums import SeatKind
from calls.models import Call, CommissionSeat, Criterion, Submission
from calls.queries import commission as queries
from core.access import clock
from core.access.models import User
from core.people.enums import TieKind
from topmetro.demo.people import played_by


def appoint(
    call: Call,
    people: Mapping[str, SeatKind],
    *,
    act: str,
    scored_in: timedelta,
    prepared_by: User,
    appointed_by: User,
) -> None:
    """People by name, in the order of their seats; who chooses the names does not adopt the act."""
    for name, kind in people.items():
        add_seat(call_id=call.pk, person=played_by(name), kind=kind, by=prepared_by)
    appoint_commission(
        call_id=call.pk,
        act_number=act,
        act_date=clock.today(),
        scores_due_on=clock.today() + scored_in,
        by=appointed_by,
    )


def declare_ties(call: Call, name: str, *, partner_of: Collection[str] = ()) -> None:
    """On every network of the call; with those of `partner_of`, by name, the person has a tie."""
    seat = seat_of(call, person=played_by(name))
    rows = queries.declaration_of(seat)
    declare(
        seat_id=seat.pk,
        ties={
            row.network.pk: [TieKind.PARTNER] if row.network.name in partner_of else []
            for row in rows
        },
        by=seat.person,
    )


def seat_of(call: Call, **who: Any) -> CommissionSeat:
    """By `person`, or by a `kind` that stands once."""
    return CommissionSeat.objects.get(commission__call=call, **who)


def write_card(
    submission: Submission,
    seat: CommissionSeat,
    marks: Sequence[int],
    *,
    comment: str | None = None,
) -> None:
    """Scores in the order of the criteria; fewer than those leave the card unfinished."""
    criteria = Criterion.objects.filter(selection__call=submission.call).order_by("position")
    save_scorecard(
        submission_id=submission.pk,
        seat_id=seat.pk,
        by=seat.person,
        values={
            criterion.key: Decimal(mark) for criterion, mark in zip(criteria, marks, strict=False)
        },
        comment=comment,
    )
