"""The lists of practices: columns, filters, search, sort."""

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.programmes.lists import territory_filter
from core.ui.cells import Day, State, Text
from core.ui.tables import Column, Filter, Listing
from education import paths, queries
from education.enums import PracticeState, Valence
from education.models import Factor, Practice

EXCERPT = 160


def territory_words(practice: Practice) -> str:
    if practice.project is not None:
        return str(practice.project.territory.name)
    return str(practice.network.territory.name) if practice.network else ""


def _of_territory(rows: QuerySet[Practice], code: str) -> QuerySet[Practice]:
    return rows.filter(
        Q(project__territory__code=code) | Q(project=None, network__territory__code=code)
    )


def _with_factor(rows: QuerySet[Practice], valence: str) -> QuerySet[Practice]:
    return rows.filter(pk__in=Factor.objects.filter(valence=valence).values("practice"))


def _excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT else f"{flat[:EXCERPT].rsplit(' ', 1)[0]}…"


def library_listing() -> Listing[Practice]:
    """Published practices, as everybody finds them: by words, territory, and what the factors did."""
    return Listing[Practice](
        columns=[
            Column(
                "title",
                _("Practice"),
                lambda row: Text(row.title, _excerpt(row.problem)),
                sort="title",
            ),
            Column(
                "network",
                _("Who tells it"),
                lambda row: Text(
                    row.network.name if row.network else row.author.full_name, territory_words(row)
                ),
            ),
            Column(
                "published",
                pgettext_lazy("practice on a day", "Published"),
                lambda row: Day(row.published_at),
                sort="published_at",
            ),
        ],
        row_url=paths.public,
        filters=[territory_filter(apply=_of_territory), _valences()],
        search=queries.matching,
        default_sort="-published",
    )


def _valences() -> Filter[Practice]:
    words = [
        (Valence.SUCCESS.value, _("what helped")),
        (Valence.FAILURE.value, _("what hindered")),
        (Valence.AMBIVALENT.value, _("what did both")),
    ]
    return Filter("factor", _("It tells"), words, _with_factor)


def practices_listing(row_url: Callable[[Practice], str]) -> Listing[Practice]:
    """Those of the work area, in every state."""
    return Listing[Practice](
        columns=[
            Column(
                "title",
                _("Practice"),
                lambda row: Text(row.title, row.network.name if row.network else ""),
                sort="title",
            ),
            Column("author", _("Practitioner"), lambda row: Text(row.author.full_name)),
            Column("territory", _("Territory"), lambda row: Text(territory_words(row))),
            Column("state", _("State"), lambda row: State(row.get_state_display(), row.tone)),
            Column("changed", _("Last change"), lambda row: Day(row.changed_at), sort="changed_at"),
        ],
        row_url=row_url,
        filters=[
            Filter("state", _("State"), PracticeState.choices),
            territory_filter(apply=_of_territory),
        ],
        search=lambda rows, words: rows.filter(
            Q(title__icontains=words) | Q(network__name__icontains=words)
        ),
        default_sort="-changed",
    )
