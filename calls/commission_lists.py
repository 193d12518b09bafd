"""The list of the applications that a seat scores: its own cards only, nothing of the others'."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from calls import paths
from calls.enums import ScorecardState
from calls.lists import matching, of_territory
from calls.models import CommissionSeat, Scorecard, Selection, Submission
from calls.queries import assignments, blind
from calls.queries.commission_home import Home
from calls.queries.scores import weighted_total
from core.programmes.lists import territory_filter
from core.ui.cells import Code, Number, State, Text
from core.ui.tables import Column, Filter, Listing
from core.ui.tones import Tone


def own_submissions(
    seat: CommissionSeat, selection: Selection | None, home: Home
) -> Listing[Submission]:
    """Columns: number (or code), title, territory, my card, my total out of 100.

    In a blind call there is nothing to search by: numbers and names are hidden.
    """
    shown: dict[UUID, blind.Shown] = {}
    is_blind = selection is not None and selection.blind

    def total(row: Any) -> Number:
        if row.own_card is None or selection is None:
            return Number(None)
        scores = {one["key"]: Decimal(one["value"]) for one in row.own_card["scores"]}
        return Number(weighted_total(home.weights, scores, selection.highest_score))

    def prepare(rows: list[Submission]) -> None:
        shown.update(blind.listed((row, is_blind and not _is_in(row)) for row in rows))

    return Listing[Submission](
        columns=[
            *_named(shown),
            Column(
                "territory",
                _("Territory"),
                lambda row: Text(row.territory.name),
                sort="territory__name",
            ),
            Column("card", _("Your card"), _state),
            Column("total", _("Your total"), total),
        ],
        row_url=paths.scorecards_of(seat.commission.call),
        filters=[territory_filter(apply=of_territory, places=home.places), _by_card(seat)],
        search=None if is_blind else matching,
        default_sort="number",
        prepare=prepare,
    )


def assigned_submissions(seat: CommissionSeat, selection: Selection | None) -> Listing[Submission]:
    """Columns: number (or code), title, territory, who scores; a row leads to where it is moved."""
    names: dict[UUID, list[str]] = defaultdict(list)
    shown: dict[UUID, blind.Shown] = {}
    is_blind = selection is not None and selection.blind

    def prepare(rows: list[Submission]) -> None:
        for row in assignments.assignments_of(seat.commission).filter(submission__in=rows):
            names[row.submission_id].append(row.seat.person.full_name)
        shown.update(blind.listed((row, is_blind) for row in rows))

    return Listing[Submission](
        columns=[
            *_named(shown),
            Column("territory", _("Territory"), lambda row: Text(row.territory.name)),
            Column("scorers", _("Who scores it"), lambda row: Text(", ".join(names[row.pk]))),
        ],
        row_url=paths.assignment,
        filters=[territory_filter(apply=of_territory)],
        search=None if is_blind else matching,
        default_sort="number",
        prepare=prepare,
    )


def _named(shown: Mapping[UUID, blind.Shown]) -> list[Column[Submission]]:
    """`shown` is filled page by page, when the list prepares its rows."""
    return [
        Column("number", _("Number"), lambda row: Code(shown[row.pk].code), sort="number"),
        Column(
            "title",
            _("Title"),
            lambda row: Text(shown[row.pk].title, shown[row.pk].network),
            sort="title",
        ),
    ]


def _is_in(row: Any) -> bool:
    """Whether the own card, which `own_list` brings along, is handed in."""
    return row.own_card is not None and row.own_card["state"] == ScorecardState.SUBMITTED


def _state(row: Any) -> State:
    if row.own_card is None:
        return State(_("to begin"), Tone.WAITING)
    if _is_in(row):
        return State(ScorecardState.SUBMITTED.label, Tone.SUCCESS)
    reopened = row.own_card["reopened_at"] is not None
    return State(_("reopened") if reopened else ScorecardState.DRAFT.label, Tone.DRAFT)


def _by_card(seat: CommissionSeat) -> Filter[Submission]:
    handed_in = Scorecard.objects.filter(seat=seat, state=ScorecardState.SUBMITTED)

    def narrow(rows: QuerySet[Submission], value: str) -> QuerySet[Submission]:
        done = handed_in.values("submission")
        return rows.filter(pk__in=done) if value == "in" else rows.exclude(pk__in=done)

    words = [("open", _("to hand in")), ("in", ScorecardState.SUBMITTED.label)]
    return Filter("card", _("Your card"), words, narrow)
