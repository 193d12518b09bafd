"""The lists of indicators and of values: columns, filters, search, sort."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.programmes.lists import territory_filter
from core.ui.cells import Day, State, Text
from core.ui.tables import Column, Filter, Listing
from evaluation import paths, wording
from evaluation.enums import IndicatorState, ReviewState, ValueStatus
from evaluation.models import EvaluationQuestion, Indicator, Measurement


def _number(indicator: Indicator, name: str) -> int:
    return int(getattr(indicator, f"{name}_count"))


def _of_expected(indicator: Indicator, expected: int) -> Text:
    count = _number(indicator, "approved")
    if not count:
        return Text(_("none yet"))
    if not expected:
        return Text(str(count))
    words = ngettext("%(count)d project under way", "%(count)d projects under way", expected)
    return Text(str(count), words % {"count": expected})


def indicators_listing(expected: int) -> Listing[Indicator]:
    """The current indicators; `expected` is from how many projects values are awaited."""
    questions = EvaluationQuestion.objects.order_by("position", "pk")
    return Listing[Indicator](
        columns=[
            Column(
                "title",
                _("Indicator"),
                lambda row: Text(row.title, row.dimension.question.text),
                sort="position",
            ),
            Column("state", _("State"), lambda row: State(row.get_state_display(), row.tone)),
            Column(
                "approved",
                _("Approved values"),
                lambda row: _of_expected(row, expected),
                sort="approved_count",
            ),
            Column(
                "waiting",
                _("To review"),
                lambda row: _number(row, "waiting"),
                sort="waiting_count",
            ),
            Column(
                "drafts", _("Being written"), lambda row: _number(row, "draft"), sort="draft_count"
            ),
        ],
        row_url=paths.manage,
        filters=[
            Filter(
                "question",
                _("Question"),
                [(row.key, str(row.text)) for row in questions],
                by="dimension__question__key",
            ),
            Filter("state", _("State"), IndicatorState.choices),
            Filter(
                "lacking",
                _("Values"),
                [("yes", _("none approved yet"))],
                lambda rows, value: rows.exclude(pk__in=_with_values()),
            ),
        ],
        search=_matching,
        default_sort="title",
    )


def _with_values() -> QuerySet[Indicator, Any]:
    return Indicator.objects.filter(measurements__review_state=ReviewState.APPROVED).values("pk")


def _matching(rows: QuerySet[Indicator], words: str) -> QuerySet[Indicator]:
    return rows.filter(
        Q(title__it__icontains=words)
        | Q(title__en__icontains=words)
        | Q(definition__it__icontains=words)
    )


def _review(row: Measurement) -> State:
    return State(wording.review_text(row), row.tone)


def measurements_listing() -> Listing[Measurement]:
    return Listing[Measurement](
        columns=[
            Column(
                "indicator",
                _("Indicator"),
                lambda row: Text(row.indicator.title, wording.subject_text(row)),
                sort="indicator__position",
            ),
            Column(
                "period",
                _("Period"),
                lambda row: Text(wording.period_text(row.starts_on, row.ends_on)),
                sort="ends_on",
            ),
            Column("value", _("Value"), lambda row: Text(wording.value_text(row))),
            Column("review", _("Review"), _review),
            Column("sent", _("Sent"), lambda row: Day(row.submitted_at), sort="submitted_at"),
        ],
        row_url=paths.measurement,
        filters=[
            Filter("review", _("Review"), ReviewState.choices, by="review_state"),
            Filter("status", _("Value"), ValueStatus.choices, by="value_status"),
            territory_filter(apply=_of_territory),
        ],
        search=lambda rows, words: rows.filter(
            Q(indicator__title__it__icontains=words) | Q(project__title__icontains=words)
        ),
        default_sort="-period",
    )


def _of_territory(rows: QuerySet[Measurement], code: str) -> QuerySet[Measurement]:
    return rows.filter(Q(territory__code=code) | Q(project__territory__code=code))
