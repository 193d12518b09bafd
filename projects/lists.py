"""The list of projects in the work area: columns, filters, search, sort."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.programmes.lists import territory_filter
from core.ui.cells import Amount, Day, State, Text
from core.ui.tables import Column, Filter, Listing
from projects import paths
from projects.enums import ProjectState
from projects.models import Project


def with_parties(rows: QuerySet[Project]) -> QuerySet[Project]:
    return rows.select_related("network", "lead", "territory", "programme")


def _dates(project: Project) -> Day | Text:
    """A day as a day, a month as a month."""
    if project.precision == "day":
        return Day(project.starts_on)
    return Text(project.when)


def projects_listing() -> Listing[Project]:
    """The territories of the open programme are its filter."""
    return Listing[Project](
        columns=[
            Column("title", _("Title"), lambda p: Text(p.title, p.network.name), sort="title"),
            Column("lead", _("Lead"), lambda p: Text(p.lead.name), sort="lead__name"),
            Column(
                "territory",
                _("Territory"),
                lambda p: Text(p.territory.name),
                sort="territory__name",
            ),
            Column("state", _("State"), lambda p: State(p.get_state_display(), p.tone)),
            Column("starts", _("Starts"), _dates, sort="starts_on"),
            Column("contribution", _("Contribution"), lambda p: Amount(p.contribution)),
        ],
        row_url=paths.detail,
        filters=[
            territory_filter(),
            Filter("state", _("State"), ProjectState.choices),
        ],
        search=lambda rows, words: rows.filter(
            Q(title__icontains=words)
            | Q(network__name__icontains=words)
            | Q(lead__name__icontains=words)
        ),
        default_sort="title",
    )
