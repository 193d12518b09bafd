"""Indicators: proposed, agreed upon, changed by a version; what may be expected of them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.access import clock
from core.access.blocked import Blocked
from core.notices.models import Deadline, InboxItem
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual
from evaluation import queries
from evaluation.domain import indicators, targets
from evaluation.enums import (
    COLLECTION,
    Aggregation,
    BaselineStatus,
    Comparator,
    Direction,
    IndicatorState,
    Reporting,
)
from evaluation.models import Indicator, Target
from tests.factories import evaluation, labs, projects

COUNTED_ANEW = Bilingual(it="Si contano anche i nuovi orari.", en="New hours count too.")


@pytest.mark.rule("R32")
def test_better_words_stay_and_a_changed_definition_is_a_version(programme: Programme) -> None:
    indicator, by = evaluation.indicator(), evaluation.evaluator()
    same = indicators.change_indicator(
        indicator_id=indicator.pk, by=by, definition=COUNTED_ANEW, unit=Bilingual(it="luoghi")
    )
    assert (same.pk, same.version) == (indicator.pk, 1)
    evaluation.approved(same)
    same = indicators.change_indicator(
        indicator_id=indicator.pk, by=by, title=Bilingual(it="Servizi vicini")
    )
    assert same.version == 1
    new = indicators.change_indicator(
        indicator_id=indicator.pk, by=by, definition=Bilingual(it="Altro ancora")
    )
    assert (new.key, new.version, new.state) == (indicator.key, 2, IndicatorState.PROPOSED)
    assert str(new.title) == "Servizi vicini"
    assert list(queries.public_indicators()) == [new]
    assert not new.measurements.exists()
    with pytest.raises(Blocked, match="replaced"):
        indicators.change_indicator(indicator_id=indicator.pk, by=by, title=Bilingual(it="No"))
    with pytest.raises(Blocked, match="replaced"):
        evaluation.draft(indicator, days=(date(2021, 1, 1), date(2021, 3, 31)))


def test_an_indicator_is_agreed_upon_in_a_lab_that_was_held(programme: Programme) -> None:
    indicator, by = evaluation.indicator(), evaluation.evaluator()
    with pytest.raises(Blocked, match="no_lab"):
        indicators.agree_on_indicator(indicator_id=indicator.pk, by=by)
    lab = labs.draft_event("Costruire valutazione", starts_on=date(2021, 9, 27))
    indicators.change_indicator(indicator_id=indicator.pk, by=by, agreed_in=lab)
    with pytest.raises(Blocked, match="lab_to_come"):
        indicators.agree_on_indicator(indicator_id=indicator.pk, by=by)
    with clock.at(clock.now().replace(month=9, day=28)):
        agreed = indicators.agree_on_indicator(indicator_id=indicator.pk, by=by)
        assert (agreed.state, agreed.agreed_by) == (IndicatorState.AGREED, by)
        with pytest.raises(Blocked, match="agreed"):
            indicators.agree_on_indicator(indicator_id=indicator.pk, by=by)


CONSTRAINTS: dict[str, dict[str, Any]] = {
    "indicator_words_known": {"direction": "sideways"},
    "indicator_state_agreed_with_date": {"state": IndicatorState.AGREED},
    "indicator_baseline_only_if_known": {"baseline_status": BaselineStatus.UNKNOWN},
    "indicator_snapshots_never_sum": {
        "reporting": Reporting.SNAPSHOT,
        "over_time": Aggregation.SUM,
    },
    "indicator_ratios_never_sum": {"type": "ratio"},
}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_database_holds(name: str, programme: Programme) -> None:
    made = evaluation.indicator()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Indicator.objects.filter(pk=made.pk).update(**CONSTRAINTS[name])


@pytest.mark.rule("R26")
def test_what_contradicts_the_direction_is_refused(programme: Programme) -> None:
    rising = evaluation.indicator(baseline=Decimal(5))
    with pytest.raises(Blocked, match="below_baseline"):
        evaluation.target(rising, 4)
    with pytest.raises(Blocked, match="comparator"):
        evaluation.target(rising, 9, comparator=Comparator.AT_MOST)
    with pytest.raises(Blocked, match="told"):
        evaluation.target(evaluation.quality(), 9)
    neutral = evaluation.indicator("neutro", direction=Direction.NEUTRAL)
    with pytest.raises(Blocked, match="neutral"):
        evaluation.target(neutral, 9)
    falling = evaluation.indicator("scende", direction=Direction.DECREASE, baseline=Decimal(5))
    zero = evaluation.target(falling, 0, comparator=Comparator.AT_MOST)
    assert zero.value == 0


def test_a_band_has_two_limits_in_the_database(programme: Programme) -> None:
    steady = evaluation.indicator(direction=Direction.MAINTAIN)
    made = evaluation.target(steady, 4, comparator=Comparator.BETWEEN, upper=Decimal(6))
    for values in ({"upper": None}, {"upper": Decimal(3)}):
        with pytest.raises(IntegrityError, match="target_band"), transaction.atomic():
            Target.objects.filter(pk=made.pk).update(**values)


def test_a_target_asks_the_projects_by_a_date(programme: Programme) -> None:
    project = evaluation.project()
    writer, indicator = projects.writer(project), evaluation.indicator()
    made = evaluation.target(indicator)
    again = evaluation.target(indicator, 12)
    assert (again.pk, again.value) == (made.pk, Decimal(12))
    asked = InboxItem.objects.filter(person=writer, kind="evaluation.values_asked")
    assert asked.count() == 1
    deadline = Deadline.objects.get(kind="evaluation.values_due")
    assert deadline.on == made.ends_on + COLLECTION
    [due] = queries.values_due(writer)
    assert (due.project, due.target, due.draft) == (project, made, None)
    evaluation.submitted(indicator, project=project)
    assert queries.values_due(writer) == []
    targets.remove_target(target_id=made.pk, by=evaluation.evaluator())
    deadline.refresh_from_db()
    assert deadline.dropped_at is not None
