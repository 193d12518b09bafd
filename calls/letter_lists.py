"""The list of the letters of a ranking: by outcome, by territory, and by where each one is."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from calls import integration_paths
from calls.lists import application_columns, in_application
from calls.models import Ranking, RankingEntry
from calls.outcome_letters import Post, counted
from core.notices.enums import MessageState
from core.programmes.lists import territory_filter
from core.ui.cells import State, Text
from core.ui.tables import Column, Filter, Listing

DELIVERY, NOBODY = "delivery", "nobody"


def letters_listing(ranking: Ranking, post: Post) -> Listing[RankingEntry]:
    """Columns: number, proposal, territory, outcome and, once they have left, where they are."""

    def where(row: RankingEntry) -> State | Text:
        posted = post.of_entry(row)
        return State(str(posted), posted.tone) if posted.total else Text(_("nobody to write to"))

    columns: list[Column[RankingEntry]] = [
        *application_columns(_("Proposal")),
        Column("territory", _("Territory"), lambda row: Text(row.territory.name), sort="turn"),
        Column("outcome", _("Outcome"), lambda row: State(row.get_outcome_display(), row.tone)),
    ]
    filters = [_by_outcome(ranking), territory_filter()]
    if ranking.is_final:
        columns.append(Column("where", _("Where they are"), where))
        filters.append(_by_delivery(post))
    return Listing[RankingEntry](
        columns=columns,
        row_url=lambda row: integration_paths.letter(ranking, row),
        filters=filters,
        search=lambda rows, words: rows.filter(in_application(words, "submission__")),
        default_sort="territory",
    )


def _by_outcome(ranking: Ranking) -> Filter[RankingEntry]:
    """With how many of each there are."""
    words = [(one.value, f"{one.label} ({count})") for one, count in counted(ranking).items()]
    return Filter("outcome", _("Outcome"), words)


def _by_delivery(post: Post) -> Filter[RankingEntry]:
    def narrow(rows: QuerySet[RankingEntry], value: str) -> QuerySet[RankingEntry]:
        if value == NOBODY:
            return rows.exclude(submission__in=list(post.of))
        return rows.filter(submission__in=post.submissions_with(value))

    words = [*MessageState.choices, (NOBODY, _("nobody to write to"))]
    return Filter(DELIVERY, _("Where they are"), words, narrow)
