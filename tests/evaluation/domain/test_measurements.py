"""Values: every verb in every state, what the database holds, who may review what."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.access.blocked import Blocked
from core.access.models import User
from core.audit.enums import Verb
from core.audit.queries import history_of
from core.notices.models import InboxItem
from core.programmes.models import Programme
from evaluation import queries
from evaluation.domain import measurements as verbs
from evaluation.domain.measurements import Given, Subject
from evaluation.enums import ReviewState, ValueStatus
from evaluation.models import Measurement
from tests.factories import evaluation, programmes
from tests.factories.evaluation import FIRST, LAST, WHOLE, counted

DRAFT, SUBMITTED, RETURNED = ReviewState.DRAFT, ReviewState.SUBMITTED, ReviewState.RETURNED
APPROVED, SUPERSEDED = ReviewState.APPROVED, ReviewState.SUPERSEDED
CORRECTED = replace(counted(5), note="Contati due volte.")


def in_state(state: ReviewState) -> Measurement:
    if state == DRAFT:
        return evaluation.draft()
    made = evaluation.submitted()
    if state == SUBMITTED:
        return made
    if state == RETURNED:
        return verbs.return_measurement(
            measurement_id=made.pk, reason="Di chi?", by=evaluation.evaluator()
        )
    made = verbs.approve_measurement(measurement_id=made.pk, by=evaluation.evaluator())
    if state == SUPERSEDED:
        again = verbs.correct_measurement(
            measurement_id=made.pk, given=CORRECTED, by=made.recorded_by
        )
        verbs.submit_measurement(measurement_id=again.pk, by=again.recorded_by)
        verbs.approve_measurement(measurement_id=again.pk, by=evaluation.evaluator())
    return Measurement.objects.get(pk=made.pk)


VERBS: dict[str, tuple[Callable[..., Any], dict[str, Any], set[ReviewState]]] = {
    "change": (verbs.change_measurement, {"given": counted(4)}, {DRAFT, RETURNED}),
    "submit": (verbs.submit_measurement, {}, {DRAFT, RETURNED}),
    "approve": (verbs.approve_measurement, {}, {SUBMITTED}),
    "return": (verbs.return_measurement, {"reason": "Di chi?"}, {SUBMITTED}),
    "correct": (verbs.correct_measurement, {"given": CORRECTED}, {APPROVED}),
}


@pytest.mark.parametrize("state", ReviewState)
@pytest.mark.parametrize("name", VERBS)
def test_every_verb_in_every_state(name: str, state: ReviewState, programme: Programme) -> None:
    verb, given, allowed = VERBS[name]
    made = in_state(state)
    by = evaluation.evaluator("Enzo Secondo")
    if state in allowed:
        verb(measurement_id=made.pk, by=by, **given)
        return
    with pytest.raises(Blocked):
        verb(measurement_id=made.pk, by=by, **given)
    assert Measurement.objects.get(pk=made.pk).review_state == state


def code_of(given: Given, indicator: Any) -> str:
    found = verbs.given_blockers(indicator, given)
    return found[0].code if found else ""


@pytest.mark.rule("R24")
@pytest.mark.rule("R25")
def test_a_value_or_the_reason_why_there_is_none(programme: Programme) -> None:
    quantity = evaluation.indicator()
    assert code_of(counted(0), quantity) == ""
    assert code_of(Given(ValueStatus.RECORDED), quantity) == "no_value"
    assert code_of(Given(ValueStatus.NOT_YET, Decimal(0)), quantity) == "value_and_no_value"
    for status in set(ValueStatus) - {ValueStatus.RECORDED}:
        made = evaluation.draft(
            evaluation.indicator(f"senza-{status.replace('_', '-')}"), Given(status)
        )
        assert made.value is None
    zero = evaluation.draft(quantity, counted(0))
    assert zero.value == 0


@pytest.mark.rule("R28")
def test_a_share_keeps_its_counts(programme: Programme) -> None:
    share = evaluation.ratio()
    some = Given(ValueStatus.RECORDED, None, Decimal(3), Decimal(8))
    assert code_of(Given(ValueStatus.RECORDED, Decimal(40)), share) == "no_counts"
    assert code_of(replace(some, denominator=Decimal(0)), share) == "out_of_nobody"
    assert code_of(replace(some, numerator=Decimal(9)), share) == "more_than_all"
    made = evaluation.draft(share, some)
    assert (made.value, made.numerator, made.denominator) == (
        Decimal("37.5"),
        Decimal(3),
        Decimal(8),
    )


def test_a_quality_is_told_in_words(programme: Programme) -> None:
    told = evaluation.quality()
    assert code_of(Given(ValueStatus.RECORDED, told="  "), told) == "no_words"
    made = evaluation.draft(told, Given(ValueStatus.RECORDED, Decimal(4), told="Turni nuovi."))
    assert (made.value, made.told) == (None, "Turni nuovi.")


@pytest.mark.rule("R33")
def test_nobody_reviews_what_they_recorded_or_sent(programme: Programme) -> None:
    evaluator, other = evaluation.evaluator(), evaluation.evaluator("Enzo Secondo")
    made = evaluation.draft(by=evaluator)
    verbs.submit_measurement(measurement_id=made.pk, by=other)
    for person in (evaluator, other):
        for verb, more in (
            (verbs.approve_measurement, {}),
            (verbs.return_measurement, {"reason": "No"}),
        ):
            with pytest.raises(Blocked, match="same_person"):
                verb(measurement_id=made.pk, by=person, **more)
    third = evaluation.evaluator("Ezio Terzo")
    assert verbs.approve_measurement(measurement_id=made.pk, by=third).reviewed_by == third


@pytest.mark.rule("R33")
def test_the_database_refuses_a_review_by_the_author(programme: Programme) -> None:
    made = evaluation.approved()
    for author in (made.recorded_by, made.submitted_by):
        refused("measurement_reviewer_is_another_person", made, reviewed_by=author)


CONSTRAINTS: dict[str, dict[str, Any]] = {
    "measurement_value_iff_recorded": {"value": None},
    "measurement_status_known": {"value_status": "maybe", "value": None},
    "measurement_period_in_order": {"starts_on": LAST, "ends_on": FIRST},
    "measurement_counts_of_a_ratio": {"numerator": 3, "denominator": 0},
    "measurement_review_state_known": {"review_state": "maybe"},
    "measurement_submitted_with_date_and_actor": {"submitted_by": None},
    "measurement_reviewed_with_date_and_actor": {"reviewed_at": None},
    "measurement_returned_with_reason": {"review_state": RETURNED, "return_reason": ""},
    "measurement_superseded_with_date": {"review_state": SUPERSEDED},
}


@pytest.mark.rule("R24")
@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_database_holds(name: str, programme: Programme) -> None:
    refused(name, evaluation.approved(), **CONSTRAINTS[name])


def test_the_database_refuses_a_value_beside_its_absence(programme: Programme) -> None:
    made = evaluation.approved()
    refused("measurement_value_iff_recorded", made, value_status=ValueStatus.NOT_YET)


def test_a_value_is_of_one_subject(programme: Programme) -> None:
    project = evaluation.project()
    made = evaluation.approved(project=project)
    refused("measurement_one_subject", made, territory=project.territory)


def refused(name: str, row: Measurement, **values: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Measurement.objects.filter(pk=row.pk).update(**values)


@pytest.mark.rule("R31")
def test_a_correction_takes_the_place_of_what_it_corrects(programme: Programme) -> None:
    made = evaluation.approved()
    with pytest.raises(Blocked, match="no_note"):
        verbs.correct_measurement(measurement_id=made.pk, given=counted(5), by=made.recorded_by)
    again = verbs.correct_measurement(measurement_id=made.pk, given=CORRECTED, by=made.recorded_by)
    assert set(queries.approved()) == {made}
    with pytest.raises(Blocked, match="correction_under_way"):
        verbs.correct_measurement(measurement_id=made.pk, given=CORRECTED, by=made.recorded_by)
    verbs.submit_measurement(measurement_id=again.pk, by=again.recorded_by)
    verbs.approve_measurement(measurement_id=again.pk, by=evaluation.evaluator())
    assert set(queries.approved()) == {again}
    made.refresh_from_db()
    assert (made.review_state, made.value) == (SUPERSEDED, Decimal(3))


def test_one_value_for_each_subject_and_period(programme: Programme) -> None:
    indicator, rivoli = evaluation.indicator(), programmes.territory("Rivoli")
    evaluation.draft(indicator)
    evaluation.draft(indicator, territory=rivoli)
    for territory in (None, rivoli):
        with pytest.raises(Blocked, match="already_recorded"):
            evaluation.draft(indicator, territory=territory)


def test_a_period_that_has_not_ended_has_no_value(programme: Programme) -> None:
    with pytest.raises(Blocked, match="period_open"):
        evaluation.draft(days=(FIRST, LAST.replace(year=2022)))
    with pytest.raises(Blocked, match="period_turned"):
        evaluation.draft(evaluation.indicator("altro"), days=(LAST, FIRST))


def test_what_is_told_and_to_whom(programme: Programme) -> None:
    evaluator = evaluation.evaluator()
    made = evaluation.submitted()
    told(evaluator, "evaluation.measurement_submitted")
    verbs.return_measurement(measurement_id=made.pk, reason="Di chi?", by=evaluator)
    told(made.recorded_by, "evaluation.measurement_returned")
    verbs.submit_measurement(measurement_id=made.pk, by=made.recorded_by)
    verbs.approve_measurement(measurement_id=made.pk, by=evaluator)
    told(made.recorded_by, "evaluation.measurement_approved")
    acts = [event.verb for event in history_of(made)]
    assert acts == [Verb.APPROVE, Verb.SUBMIT, Verb.RETURN, Verb.SUBMIT, Verb.RECORD]


def told(person: User, kind: str) -> None:
    items = InboxItem.objects.filter(person=person, kind=kind)
    assert items, kind
    for item in items:
        assert item.subject not in item.text, (
            "The body says whose value it is, not its own subject."
        )


def test_a_returned_value_needs_its_reason(programme: Programme) -> None:
    made = evaluation.submitted()
    with pytest.raises(Blocked, match="no_reason"):
        verbs.return_measurement(measurement_id=made.pk, reason=" ", by=evaluation.evaluator())


def test_a_changed_value_is_sent_again_and_reviewed_anew(programme: Programme) -> None:
    made = in_state(RETURNED)
    changed = verbs.change_measurement(
        measurement_id=made.pk, given=counted(7), by=made.recorded_by
    )
    assert (changed.review_state, changed.reviewed_by, changed.value) == (DRAFT, None, Decimal(7))
    assert verbs.record_blockers(made.indicator, WHOLE, FIRST, LAST)
    assert Subject() == WHOLE
