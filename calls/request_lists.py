"""What passes between the body and the networks of a call: requests to complete, requests for review."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls import integration_paths
from calls.integration_enums import IntegrationState, ReviewState
from calls.models import IntegrationRequest, ReviewRequest
from core.access import clock
from core.programmes.models import Territory
from core.ui.cells import Code, Day, State, Text
from core.ui.pieces import Words
from core.ui.tables import Column, Filter, Listing

R = TypeVar("R", IntegrationRequest, ReviewRequest)
SOON = timedelta(days=7)
TERMS = [("soon", _("ends within seven days")), ("over", _("is over"))]


def integrations_listing() -> Listing[IntegrationRequest]:
    """Columns: number, application, territory, state, asked, term, ended. A row leads to what was asked."""
    return Listing[IntegrationRequest](
        columns=[
            *_of_application(IntegrationRequest),
            Column(
                "asked",
                pgettext_lazy("request", "Asked"),
                lambda row: Day(row.requested_at),
                sort="requested_at",
            ),
            Column(
                "term",
                _("Term"),
                lambda row: Day(row.due_at, distance=row.is_open),
                sort="due_at",
            ),
            Column(
                "ended",
                pgettext_lazy("request", "Ended"),
                lambda row: Day(row.closed_at),
                sort="closed_at",
            ),
        ],
        row_url=lambda row: integration_paths.integration_list(row.submission),
        filters=[
            _by_state(IntegrationRequest, IntegrationState.choices),
            _by_territory(IntegrationRequest),
            Filter("term", _("Term"), TERMS, _integrations_by_term),
        ],
        search=lambda rows, words: rows.filter(_in_application(words) | Q(words__icontains=words)),
        default_sort="-asked",
    )


def reviews_listing() -> Listing[ReviewRequest]:
    """Columns: number, application, territory, state, ranking, asked, term, answered."""
    return Listing[ReviewRequest](
        columns=[
            *_of_application(ReviewRequest),
            Column(
                "ranking",
                _("Ranking"),
                lambda row: Text(f"{_now('no.')} {row.ranking.number}", row.ranking.act_number),
                sort="ranking__number",
            ),
            Column(
                "asked",
                pgettext_lazy("request", "Asked"),
                lambda row: Day(row.requested_at),
                sort="requested_at",
            ),
            Column(
                "term",
                _("Term"),
                lambda row: Day(row.answer_due_on, distance=row.answered_at is None),
                sort="answer_due_on",
            ),
            Column(
                "ended",
                pgettext_lazy("request", "Answered"),
                lambda row: Day(row.answered_at),
                sort="answered_at",
            ),
        ],
        row_url=lambda row: integration_paths.review(row.submission),
        filters=[
            _by_state(ReviewRequest, ReviewState.choices),
            _by_territory(ReviewRequest),
            Filter("term", _("Term"), TERMS, _reviews_by_term),
        ],
        search=lambda rows, words: rows.filter(_in_application(words) | Q(text__icontains=words)),
        default_sort="-asked",
    )


def _of_application(model: type[R]) -> list[Column[R]]:
    """Whose request it is, and where it stands."""
    return [
        Column(
            "number",
            _("Number"),
            lambda row: Code(row.submission.number),
            sort="submission__number",
        ),
        Column(
            "title",
            _("Application"),
            lambda row: Text(row.submission.title, row.submission.network.name),
            sort="submission__title",
        ),
        Column(
            "territory",
            _("Territory"),
            lambda row: Text(row.submission.territory.name),
            sort="submission__territory__name",
        ),
        Column("state", _("State"), lambda row: State(row.get_state_display(), row.tone)),
    ]


def _by_state(model: type[R], choices: Sequence[tuple[str, Words]]) -> Filter[R]:
    return Filter("state", _("State"), choices, lambda rows, value: rows.filter(state=value))


def _by_territory(model: type[R]) -> Filter[R]:
    rows = Territory.objects.order_by("position", "pk").values_list("code", "name")
    return Filter(
        "territory",
        _("Territory"),
        list(rows),
        lambda found, code: found.filter(submission__territory__code=code),
    )


def _in_application(words: str) -> Q:
    return (
        Q(submission__title__icontains=words)
        | Q(submission__number__istartswith=words)
        | Q(submission__network__name__icontains=words)
        | Q(submission__lead__name__icontains=words)
    )


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
