"""The list of what a collegial commission reads together; in a blind call without names nor search."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calls.enums import ScorecardState
from calls.lists import matching, of_territory
from calls.models import Scorecard, Selection, Submission
from calls.queries import blind
from calls.queries.collegial import cards_for_all
from core.programmes.lists import territory_filter
from core.ui.cells import Code, State, Text
from core.ui.tables import Column, Listing
from core.ui.tones import Tone


def read_together(selection: Selection) -> Listing[Submission]:
    """Columns: number (or code), title, territory, the commission's card. A row leads to the text."""
    cards: dict[UUID, Scorecard] = {}
    shown: dict[UUID, blind.Shown] = {}

    def prepare(rows: list[Submission]) -> None:
        cards.update(cards_for_all(rows))
        shown.update(
            blind.listed((row, blind.is_masked(selection, cards.get(row.pk))) for row in rows)
        )

    return Listing[Submission](
        columns=[
            Column("number", _("Number"), lambda row: Code(shown[row.pk].code), sort="number"),
            Column(
                "title",
                _("Title"),
                lambda row: Text(shown[row.pk].title, shown[row.pk].network),
                sort="title",
            ),
            Column(
                "territory",
                _("Territory"),
                lambda row: Text(row.territory.name),
                sort="territory__name",
            ),
            Column("card", _("The commission's card"), lambda row: _state(cards.get(row.pk))),
        ],
        row_url=text_url,
        filters=[territory_filter(apply=of_territory)],
        search=None if selection.blind else matching,
        default_sort="number",
        prepare=prepare,
    )


def text_url(submission: Submission) -> str:
    kwargs = {
        "slug": submission.programme.slug,
        "key": submission.call_id,
        "submission": submission.pk,
    }
    return reverse("calls:commission_text", kwargs=kwargs)


def _state(card: Scorecard | None) -> State:
    if card is None:
        return State(_("to begin"), Tone.WAITING)
    if card.is_in:
        return State(ScorecardState.SUBMITTED.label, Tone.SUCCESS)
    return State(ScorecardState.DRAFT.label, Tone.DRAFT)
