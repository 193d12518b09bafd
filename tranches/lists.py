"""The list of tranches: columns, filters, search, sort."""

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.programmes.lists import territory_filter
from core.ui.cells import Amount, Day, State, Text
from core.ui.tables import Column, Filter, Listing
from tranches import paths, queries
from tranches.enums import TrancheState
from tranches.models import Tranche
from tranches.waiting import waiting


def matching(rows: QuerySet[Tranche], words: str) -> QuerySet[Tranche]:
    return rows.filter(
        Q(grant__project__title__icontains=words)
        | Q(grant__project__network__name__icontains=words)
        | Q(grant__beneficiary__name__icontains=words)
    )


def _title(tranche: Tranche) -> Text:
    note = _("Instalment %(number)d, %(kind)s") % {
        "number": tranche.position,
        "kind": tranche.get_kind_display(),
    }
    return Text(tranche.grant.project.title, note)


def _paid(tranche: Tranche) -> Day:
    """The day on which the receipt was recorded; the hour says nothing to who reads the list."""
    return Day(localdate(tranche.paid_at) if tranche.paid_at else None)


def _waits(opinion: queries.OpinionStep) -> Callable[[Tranche], Text]:
    def words(tranche: Tranche) -> Text:
        found = waiting(tranche, opinion)
        return Text(found.what, found.who)

    return words


def _columns() -> list[Column[Tranche]]:
    return [
        Column("project", gettext_lazy("Project"), _title, sort="grant__project__title"),
        Column(
            "territory",
            gettext_lazy("Territory"),
            lambda t: Text(t.grant.project.territory.name),
            sort="grant__project__territory__name",
        ),
        Column(
            "beneficiary",
            gettext_lazy("Beneficiary"),
            lambda t: Text(t.grant.beneficiary.name),
            sort="grant__beneficiary__name",
        ),
        Column("amount", gettext_lazy("Amount"), lambda t: Amount(t.amount), sort="amount"),
        Column("planned", gettext_lazy("Planned"), lambda t: Text(t.when), sort="starts_on"),
        Column("state", gettext_lazy("State"), lambda t: State(t.get_state_display(), t.tone)),
        Column(
            "waits",
            gettext_lazy("What it waits for"),
            _waits(queries.opinion_step()),
            sort="turn",
        ),
        Column("paid", gettext_lazy("Paid"), _paid, sort="paid_at"),
    ]


def listing() -> Listing[Tranche]:
    """The territories of the open programme are its filter; what is not paid stands first."""
    return Listing[Tranche](
        columns=_columns(),
        row_url=paths.detail,
        filters=[
            territory_filter("grant__project__territory__code"),
            Filter("state", gettext_lazy("State"), TrancheState.choices),
        ],
        search=matching,
        default_sort="waits",
    )


def rows(found: QuerySet[Tranche]) -> QuerySet[Tranche]:
    return queries.with_project(queries.with_standing(found))
