"""What the minutes of a sitting hold beside their words: who was there, ties, applications, scores, changes."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from calls.models import (
    Call,
    CommissionMeeting,
    CommissionSeat,
    Declaration,
    ScoreChange,
)
from calls.queries import blind
from calls.queries.scores import final_scores, selection_of
from core.people.enums import TieKind


@dataclass(frozen=True)
class Minuted:
    """`scores` is empty until every application has every card: nobody follows anybody."""

    present: list[CommissionSeat]
    absent: list[CommissionSeat]
    ties: list[tuple[str, str, str]]
    applications: list[blind.Shown]
    scores: list[tuple[blind.Shown, Decimal | None]]
    changes: list[tuple[ScoreChange, blind.Shown]]


def minuted(meeting: CommissionMeeting) -> Minuted:
    """As it stood when the minutes were kept: nothing that came later."""
    call = meeting.commission.call
    there = set(meeting.presences.values_list("seat", flat=True))
    seats = list(meeting.commission.seats.select_related("person").order_by("position", "pk"))
    scores = final_scores(call)
    rule = selection_of(call)
    masked = rule is not None and rule.blind
    changes = list(_changes_before(meeting))
    examined = [row.submission for row in scores]
    known = blind.listed(
        (row, masked) for row in [*examined, *(row.scorecard.submission for row in changes)]
    )
    complete = bool(scores) and all(row.complete for row in scores)
    return Minuted(
        present=[seat for seat in seats if seat.pk in there],
        absent=[seat for seat in seats if seat.pk not in there],
        ties=_ties(meeting),
        applications=[known[row.pk] for row in examined],
        scores=[(known[row.submission.pk], row.total) for row in scores] if complete else [],
        changes=[(row, known[row.scorecard.submission_id]) for row in changes],
    )


def _ties(meeting: CommissionMeeting) -> list[tuple[str, str, str]]:
    """Person, network, ties: those that bar."""
    rows = Declaration.objects.filter(
        seat__commission=meeting.commission, bars=True, declared_at__lte=meeting.recorded_at
    ).select_related("seat__person", "network")
    return [
        (
            row.seat.person.full_name,
            row.network.name,
            ", ".join(str(TieKind(tie).label) for tie in row.ties),
        )
        for row in rows.order_by("seat__position", "network__name", "pk")
    ]


def _changes_before(meeting: CommissionMeeting) -> QuerySet[ScoreChange]:
    """Those since the minutes before."""
    rows = changes_of(meeting.commission.call).filter(changed_at__lte=meeting.recorded_at)
    earlier = (
        CommissionMeeting.objects.filter(
            commission=meeting.commission, recorded_at__lt=meeting.recorded_at
        )
        .order_by("-recorded_at", "-pk")
        .first()
    )
    return rows.filter(changed_at__gt=earlier.recorded_at) if earlier else rows


def changes_of(call: Call) -> QuerySet[ScoreChange]:
    rows = ScoreChange.objects.filter(scorecard__submission__call=call)
    return rows.select_related(
        "criterion", "changed_by", "scorecard__seat__person",
        "scorecard__submission__network", "scorecard__submission__lead",
    ).order_by("changed_at", "pk")  # fmt: skip


def submissions_with_changes(call: Call) -> dict[object, list[ScoreChange]]:
    """The changes by application, for the calibration."""
    found: dict[object, list[ScoreChange]] = {}
    for row in changes_of(call):
        found.setdefault(row.scorecard.submission_id, []).append(row)
    return found
