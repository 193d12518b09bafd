"""What passes between the body and the networks of a call: requests to complete, requests for review."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls import integration_paths
from calls.integration_enums import IntegrationState, ReviewState
from calls.lists import application_columns, in_application
from calls.models import IntegrationRequest, ReviewRequest
from core.access import clock
from core.programmes.lists import territory_filter
from core.ui.cells import Day, State, Text
from core.ui.pieces import Words
from core.ui.tables import Column, Filter, Listing

SOON = timedelta(days=7)
TERMS = [("soon", _("ends within seven days")), ("over", _("is over"))]


def integrations_listing() -> Listing[IntegrationRequest]:
    """Columns: number, application, territory, state, asked, term, ended. A row leads to what was asked."""
    return Listing[IntegrationRequest](
        columns=[
            *_of_request(),
            _day("term", _("Term"), "due_at", waits=lambda row: row.is_open),
            _day("ended", pgettext_lazy("request", "Ended"), "closed_at"),
        ],
        row_url=lambda row: integration_paths.integration_list(row.submission),
        filters=[
            Filter("state", _("State"), IntegrationState.choices),
            territory_filter("submission__territory__code"),
            Filter("term", _("Term"), TERMS, _integrations_by_term),
        ],
        search=lambda rows, words: rows.filter(
            in_application(words, "submission__") | Q(words__icontains=words)
        ),
        default_sort="-asked",
    )


def reviews_listing() -> Listing[ReviewRequest]:
    """Columns: number, application, territory, state, asked, ranking, term, answered."""
    return Listing[ReviewRequest](
        columns=[
            *_of_request(),
            Column(
                "ranking",
                _("Ranking"),
                lambda row: Text(f"{_now('no.')} {row.ranking.number}", row.ranking.act_number),
                sort="ranking__number",
            ),
            _day("term", _("Term"), "answer_due_on", waits=lambda row: row.answered_at is None),
            _day("ended", pgettext_lazy("request", "Answered"), "answered_at"),
        ],
        row_url=lambda row: integration_paths.review(row.submission),
        filters=[
            Filter("state", _("State"), ReviewState.choices),
            territory_filter("submission__territory__code"),
            Filter("term", _("Term"), TERMS, _reviews_by_term),
        ],
        search=lambda rows, words: rows.filter(
            in_application(words, "submission__") | Q(text__icontains=words)
        ),
        default_sort="-asked",
    )


def _of_request() -> list[Column[Any]]:
    """Whose it is, where it stands, when it was asked."""
    return [
        *application_columns(_("Application")),
        Column(
            "territory",
            _("Territory"),
            lambda row: Text(row.submission.territory.name),
            sort="submission__territory__name",
        ),
        Column("state", _("State"), lambda row: State(row.get_state_display(), row.tone)),
        _day("asked", pgettext_lazy("request", "Asked"), "requested_at"),
    ]


def _day(
    key: str, word: Words, field: str, *, waits: Callable[[Any], bool] = lambda row: False
) -> Column[Any]:
    """A column of days; how far off it is, too, while the row `waits` for it."""
    return Column(key, word, lambda row: Day(getattr(row, field), distance=waits(row)), sort=field)


def _integrations_by_term(
    rows: QuerySet[IntegrationRequest], value: str
) -> QuerySet[IntegrationRequest]:
    """Among those that wait for the network."""
    return rows.filter(_ends("due_at", clock.now(), value), state=IntegrationState.OPEN)


def _reviews_by_term(rows: QuerySet[ReviewRequest], value: str) -> QuerySet[ReviewRequest]:
    """Among those that wait for the body."""
    return rows.filter(_ends("answer_due_on", clock.today(), value), state=ReviewState.SUBMITTED)


def _ends(name: str, now: date | datetime, value: str) -> Q:
    if value == "over":
        return Q(**{f"{name}__lt": now})
    return Q(**{f"{name}__gte": now, f"{name}__lte": now + SOON})
