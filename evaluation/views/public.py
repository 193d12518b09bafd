"""What everybody reads: the questions, the indicators under each, and the approved values."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import PUBLIC, page
from core.programmes.dates import describe
from core.ui.pieces import Crumb
from evaluation import queries, wording
from evaluation.enums import IndicatorType
from evaluation.models import Indicator, Measurement, Target
from evaluation.views.places import public_indicator
from labs import queries as labs


@dataclass(frozen=True)
class Figure:
    """A total in words, with how many reported."""

    words: str
    figure: str
    reported: str


@dataclass(frozen=True)
class Line:
    """An approved value as the table of an indicator shows it."""

    subject: str
    territory: str
    period: str
    value: str
    note: str
    correction: bool


@dataclass(frozen=True)
class Card:
    """An indicator in the list of its question."""

    indicator: Indicator
    url: str
    figures: list[Figure]
    told: int


@page(PUBLIC)
def evaluation_home(request: PortalRequest) -> HttpResponse:
    found: dict[UUID, list[Measurement]] = defaultdict(list)
    for row in queries.approved().select_related("indicator").order_by("ends_on", "pk"):
        found[row.indicator_id].append(row)
    plan = queries.evaluation_plan()
    expected = queries.expected_keys()
    questions = [
        (
            group.question,
            [
                (part.title, [card_of(row, found[row.pk], expected) for row in part.indicators])
                for part in group.groups
            ],
        )
        for group in queries.by_question()
    ]
    context = {
        "plan": plan,
        "when": describe(plan.starts_on, plan.ends_on, plan.precision) if plan else "",
        "questions": questions,
        "commons": queries.commons(),
        "breadcrumbs": _crumbs(request, Crumb(_("Evaluation"))),
    }
    return render(request, "evaluation/evaluation_home.html", context)


def card_of(indicator: Indicator, rows: list[Measurement], expected: queries.ExpectedKeys) -> Card:
    told = len(rows) if indicator.type == IndicatorType.QUALITY else 0
    return Card(
        indicator,
        indicator.public_path(indicator.programme.slug),
        figures_of(indicator, rows, expected),
        told,
    )


def figures_of(
    indicator: Indicator, rows: Iterable[Measurement], expected: queries.ExpectedKeys
) -> list[Figure]:
    return [
        Figure(
            level.words,
            wording.figure_text(level.total.value, indicator.unit_words),
            wording.reported_text(level.total),
        )
        for level in queries.totals_of(indicator, rows, expected)
    ]


@page(PUBLIC, load=public_indicator)
def indicator_detail(request: PortalRequest, indicator: Indicator) -> HttpResponse:
    versions = [
        (version, lines_of(version), version.pk == indicator.pk)
        for version in Indicator.objects.filter(key=indicator.key).order_by("-version")
    ]
    rows = list(queries.approved().filter(indicator=indicator).order_by("ends_on", "pk"))
    expected = queries.expected_keys()
    event = indicator.agreed_in
    lab = event if event and labs.public_events().filter(pk=event.pk).exists() else None
    context = {
        "indicator": indicator,
        "commons": queries.commons_titles().get(indicator.dimension.commons_type, ""),
        "figures": figures_of(indicator, rows, expected),
        "baseline": wording.baseline_text(indicator),
        "targets": targets_of(indicator, rows, expected),
        "versions": [one for one in versions if one[1] or one[2]],
        "lab": lab,
        "lab_url": lab.public_path(request.programme.slug) if lab else "",
        "breadcrumbs": _crumbs(
            request,
            Crumb(
                _("Evaluation"),
                reverse("evaluation:evaluation_home", args=[request.programme.slug]),
            ),
            Crumb(indicator.title),
        ),
    }
    return render(request, "evaluation/indicator_detail.html", context)


def lines_of(indicator: Indicator) -> list[Line]:
    rows = queries.with_subject(queries.approved().filter(indicator=indicator))
    return [
        Line(
            wording.subject_text(row),
            row.project.territory.name if row.project else "",
            wording.period_text(row.starts_on, row.ends_on),
            wording.value_text(row),
            row.note,
            row.supersedes_id is not None,
        )
        for row in rows.order_by("-ends_on", "project__title", "territory__position", "pk")
    ]


@dataclass(frozen=True)
class TargetLine:
    """What is expected by when, what there is, and how far it has come."""

    target: Target
    period: str
    expected: str
    actual: str
    reported: str
    progress: str
    met: str
    tone: str


def targets_of(
    indicator: Indicator, rows: Iterable[Measurement], expected: queries.ExpectedKeys
) -> list[TargetLine]:
    unit = indicator.unit_words
    found = []
    for standing in queries.standings_of(indicator, rows, expected):
        target = standing.target
        found.append(
            TargetLine(
                target,
                wording.period_text(target.starts_on, target.ends_on),
                wording.expected_text(target),
                wording.figure_text(standing.actual.value, unit),
                wording.reported_text(standing.actual),
                wording.progress_text(standing.progress),
                wording.met_text(standing.progress),
                "success" if standing.progress.met else "waiting",
            )
        )
    return found


def _crumbs(request: PortalRequest, *last: Crumb) -> list[Crumb]:
    home = reverse("public:programme_home", args=[request.programme.slug])
    return [Crumb(request.programme.name, home), *last]
