"""What the approved values say together: totals, and where they stand towards what is expected.

Projects, territories and the whole programme are never added to one another: the same people would be
counted twice.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from core.programmes import queries as programmes
from evaluation.enums import (
    Aggregation,
    BaselineStatus,
    Comparator,
    Direction,
    IndicatorType,
    Reporting,
)
from evaluation.models import Indicator, Measurement, Target
from evaluation.progress import Baseline, Expected, Progress, progress
from evaluation.queries.due import expected_projects
from evaluation.totals import Method, Reading, Total, total


@dataclass(frozen=True)
class ExpectedKeys:
    """From whom values are awaited: read once for many indicators."""

    projects: frozenset[UUID]
    territories: frozenset[UUID]


@dataclass(frozen=True)
class LevelTotal:
    """One figure over the projects, over the territories, or the programme's own."""

    words: str
    total: Total


@dataclass(frozen=True)
class Standing:
    """A target, the figure that stands against it, and how far it has come."""

    target: Target
    actual: Total
    progress: Progress


def method_of(indicator: Indicator) -> Method:
    return Method(
        Reporting(indicator.reporting),
        Aggregation(indicator.over_time),
        Aggregation(indicator.over_territories),
    )


def expected_keys() -> ExpectedKeys:
    return ExpectedKeys(
        frozenset(expected_projects().values_list("pk", flat=True)),
        frozenset(programmes.territories().values_list("pk", flat=True)),
    )


def totals_of(
    indicator: Indicator, rows: Iterable[Measurement], expected: ExpectedKeys
) -> list[LevelTotal]:
    """The figures that these approved values make, one for each kind of subject that reported.

    Before anybody reported: that of the projects, which says "0 of N". A quality has none.
    """
    if indicator.type == IndicatorType.QUALITY:
        return []
    found = list(rows)
    of_projects = [row for row in found if row.project_id]
    of_territories = [row for row in found if row.territory_id]
    of_programme = [row for row in found if not row.project_id and not row.territory_id]
    levels = []
    if of_projects or not found:
        made = _total(indicator, of_projects, expected.projects)
        levels.append(LevelTotal(_("All projects"), made))
    if of_territories:
        made = _total(indicator, of_territories, expected.territories)
        levels.append(LevelTotal(_("All territories"), made))
    if of_programme:
        levels.append(LevelTotal(_("The whole programme"), _total(indicator, of_programme, [None])))
    return levels


def standings_of(
    indicator: Indicator, rows: Iterable[Measurement], expected: ExpectedKeys
) -> list[Standing]:
    """Every target of the indicator with the figure that these approved values make against it."""
    found = list(rows)
    targets = Target.objects.filter(indicator=indicator).order_by("ends_on", "pk")
    return [_standing(indicator, target, found, expected) for target in targets]


def _standing(
    indicator: Indicator, target: Target, rows: list[Measurement], expected: ExpectedKeys
) -> Standing:
    """The values until the end of the target's period count; of what is added up, those within it.

    The programme's own figure stands before that of its territories, and this before the projects'.
    """
    target.indicator = indicator
    added_up = indicator.reporting == Reporting.INCREMENTAL
    within = [
        row
        for row in rows
        if row.ends_on <= target.ends_on and (not added_up or row.starts_on >= target.starts_on)
    ]
    levels = totals_of(indicator, within, expected)
    actual = levels[-1].total if levels else Total(None, 0, 0)
    awaited = Expected(Comparator(target.comparator), target.value, target.upper)
    baseline = Baseline(BaselineStatus(indicator.baseline_status), indicator.baseline)
    made = progress(actual.value, awaited, baseline, Direction(indicator.direction))
    return Standing(target, actual, made)


def _total(indicator: Indicator, rows: list[Measurement], expected: Iterable[Hashable]) -> Total:
    readings = [
        Reading(
            row.project_id or row.territory_id,
            row.ends_on,
            row.value,
            row.numerator,
            row.denominator,
        )
        for row in rows
    ]
    return total(readings, method_of(indicator), expected)
