"""The list of the applications that a seat scores: its own cards only, nothing of the others'."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from calls import paths
from calls.enums import ScorecardState
from calls.lists import matching, of_territory
from calls.models import CommissionSeat, Scorecard, Submission
from calls.queries import progress
from calls.queries.scores import card_total, selection_of
from core.programmes.models import Territory
from core.ui.cells import Code, Number, State, Text
from core.ui.tables import Column, Filter, Listing
from core.ui.tones import Tone


def own_submissions(seat: CommissionSeat) -> Listing[Submission]:
    """Columns: number, title, territory, my card, my total out of 100."""
    cards = progress.own_cards(seat)
    selection = selection_of(seat.commission.call)

    def total(row: Submission) -> Number:
        card = cards.get(row.pk)
        return Number(card_total(card, selection) if card and selection else None)

    return Listing[Submission](
        columns=[
            Column("number", _("Number"), lambda row: Code(row.number), sort="number"),
            Column(
                "title", _("Title"), lambda row: Text(row.title, row.network.name), sort="title"
            ),
            Column(
                "territory",
                _("Territory"),
                lambda row: Text(row.territory.name),
                sort="territory__name",
            ),
            Column("card", _("Your card"), lambda row: _state(cards.get(row.pk))),
            Column("total", _("Your total"), total),
        ],
        row_url=paths.scorecard,
        filters=[_territories(), _by_card(seat)],
        search=matching,
        default_sort="number",
    )


def _state(card: Scorecard | None) -> State:
    if card is None:
        return State(_("to begin"), Tone.WAITING)
    if card.is_in:
        return State(ScorecardState.SUBMITTED.label, Tone.SUCCESS)
    return State(_("reopened") if card.reopened_at else ScorecardState.DRAFT.label, Tone.DRAFT)


def _territories() -> Filter[Submission]:
    rows = Territory.objects.order_by("position", "pk").values_list("code", "name")
    return Filter("territory", _("Territory"), list(rows), of_territory)


def _by_card(seat: CommissionSeat) -> Filter[Submission]:
    handed_in = Scorecard.objects.filter(seat=seat, state=ScorecardState.SUBMITTED)

    def narrow(rows: QuerySet[Submission], value: str) -> QuerySet[Submission]:
        done = handed_in.values("submission")
        return rows.filter(pk__in=done) if value == "in" else rows.exclude(pk__in=done)

    words = [("open", _("to hand in")), ("in", ScorecardState.SUBMITTED.label)]
    return Filter("card", _("Your card"), words, narrow)
