"""Verbs of values: recorded, sent for review, returned or approved by another person, corrected.

A figure is there if and only if it was recorded: a missing one keeps its status and is never a zero (R24,
R25). Only what an evaluator approved is public, and who wrote a value never approves it (R31, R33).
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.access import clock, hands
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from evaluation.enums import (
    BEING_WRITTEN,
    REVIEW_MOVES,
    UNDER_WAY,
    IndicatorType,
    ReviewState,
    ValueStatus,
)
from evaluation.models import Indicator, Measurement
from evaluation.notifications import (
    MeasurementApproved,
    MeasurementReturned,
    MeasurementSubmitted,
)
from evaluation.totals import percentage

PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Given:
    """What somebody says of an indicator: a figure, two counts of a ratio, words, or why there is none."""

    status: ValueStatus
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    told: str = ""
    note: str = ""


@dataclass(frozen=True)
class Subject:
    """Whose value it is: a project's, a territory's, or the whole programme's when both are None."""

    project_id: UUID | None = None
    territory_id: UUID | None = None


def given_blockers(indicator: Indicator, given: Given) -> list[Blocker]:
    """Why this can't be recorded of the indicator."""
    counts = (given.numerator, given.denominator)
    if given.status != ValueStatus.RECORDED:
        if given.value is None and counts == (None, None) and not given.told.strip():
            return []
        text = _(
            "A value was given together with the reason why there is none: keep one of the two."
        )
        return [Blocker("value_and_no_value", text)]
    if indicator.type == IndicatorType.RATIO:
        return _count_blockers(given)
    if indicator.type == IndicatorType.QUALITY:
        return [] if given.told.strip() else [Blocker("no_words", _("The words are missing."))]
    return [] if given.value is not None else [Blocker("no_value", _("The value is missing."))]


def _count_blockers(given: Given) -> list[Blocker]:
    if given.numerator is None or given.denominator is None:
        return [Blocker("no_counts", _("A share needs both counts: how many, out of how many."))]
    if given.denominator == 0:
        text = _("A share of nobody is undefined: choose “can't be measured” and say why.")
        return [Blocker("out_of_nobody", text)]
    if given.numerator > given.denominator:
        return [Blocker("more_than_all", _("There can't be more than all of them."))]
    return []


def record_blockers(
    indicator: Indicator, subject: Subject, starts_on: date, ends_on: date
) -> list[Blocker]:
    """Why no further value can be recorded of this subject for these days."""
    if not indicator.is_current:
        text = _("A newer version took the place of this indicator: record its value there.")
        return [Blocker("replaced", text)]
    if ends_on < starts_on:
        return [Blocker("period_turned", _("The period ends before it begins."))]
    found = []
    if ends_on > clock.today():
        text = _("The period has not ended yet: a value is recorded from its last day on.")
        found.append(Blocker("period_open", text))
    standing = _of(indicator, subject, starts_on, ends_on)
    if standing.exclude(review_state=ReviewState.SUPERSEDED).exists():
        text = _(
            "There is already a value of this subject for these days: change or correct that one."
        )
        found.append(Blocker("already_recorded", text))
    return found


@transaction.atomic
def record_measurement(
    *, indicator_id: UUID, subject: Subject, starts_on: date, ends_on: date, given: Given, by: User
) -> Measurement:
    """A draft value; both days belong to the period. Sent for review with `submit_measurement`."""
    indicator = lock(Indicator, indicator_id)
    refuse(
        record_blockers(indicator, subject, starts_on, ends_on) + given_blockers(indicator, given)
    )
    measurement = Measurement.objects.create(
        indicator=indicator,
        project_id=subject.project_id,
        territory_id=subject.territory_id,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=clock.now(),
        recorded_by=by,
        **_columns(indicator, given),
    )
    record(measurement, Verb.RECORD, by=by, data=_data(measurement))
    return measurement


def change_blockers(measurement: Measurement) -> list[Blocker]:
    if measurement.review_state in BEING_WRITTEN:
        return []
    if measurement.review_state == ReviewState.SUBMITTED:
        text = _("The value is being reviewed: it can be changed if it is returned.")
        return [Blocker("submitted", text, hands.evaluator())]
    text = _("An approved value does not change: correct it, and the correction takes its place.")
    return [Blocker("approved", text)]


@transaction.atomic
def change_measurement(*, measurement_id: UUID, given: Given, by: User) -> Measurement:
    """Say something else of the same subject and period, before it is reviewed."""
    measurement = lock(Measurement, measurement_id)
    refuse(change_blockers(measurement) + given_blockers(measurement.indicator, given))
    for name, value in _columns(measurement.indicator, given).items():
        setattr(measurement, name, value)
    measurement.recorded_at, measurement.recorded_by = clock.now(), by
    measurement.reviewed_at = measurement.reviewed_by = None
    if measurement.review_state == ReviewState.RETURNED:
        measurement.review_state = ReviewState.DRAFT
    measurement.save()
    record(measurement, Verb.CHANGE, by=by, data=_data(measurement))
    return measurement


def submit_blockers(measurement: Measurement) -> list[Blocker]:
    if measurement.review_state in BEING_WRITTEN:
        return []
    return [Blocker("sent", _("This value has already been sent for review."))]


@transaction.atomic
def submit_measurement(*, measurement_id: UUID, by: User) -> Measurement:
    measurement = lock(Measurement, measurement_id)
    refuse(submit_blockers(measurement))
    measurement.review_state = ReviewState.SUBMITTED
    measurement.submitted_at, measurement.submitted_by = clock.now(), by
    measurement.reviewed_at = measurement.reviewed_by = None
    measurement.save()
    record(measurement, Verb.SUBMIT, by=by, data=_data(measurement))
    MeasurementSubmitted(measurement, by=by).queue()
    return measurement


def review_blockers(measurement: Measurement, by: User) -> list[Blocker]:
    """Why this person can't approve or return the value now (R33)."""
    if measurement.review_state != ReviewState.SUBMITTED:
        return [Blocker("not_submitted", _("Only a value that was sent for review is reviewed."))]
    if by.pk in {measurement.recorded_by_id, measurement.submitted_by_id}:
        text = _("Whoever recorded or sent a value does not review it.")
        return [Blocker("same_person", text, pgettext("who", "another evaluator"))]
    return []


@transaction.atomic
def approve_measurement(*, measurement_id: UUID, by: User) -> Measurement:
    """Make the value public. A correction takes the place of what it corrects, which stays in the record."""
    measurement = lock(Measurement, measurement_id)
    refuse(review_blockers(measurement, by))
    if measurement.supersedes_id:
        _supersede(lock(Measurement, measurement.supersedes_id))
    _review(measurement, ReviewState.APPROVED, by)
    record(measurement, Verb.APPROVE, by=by, data=_data(measurement))
    MeasurementApproved(measurement, by=by).queue()
    return measurement


@transaction.atomic
def return_measurement(*, measurement_id: UUID, reason: str, by: User) -> Measurement:
    """Send the value back to who recorded it, with the reason."""
    measurement = lock(Measurement, measurement_id)
    found = review_blockers(measurement, by)
    if not reason.strip():
        found.append(Blocker("no_reason", _("Say why you return it, so that it can be put right.")))
    refuse(found)
    measurement.return_reason = reason.strip()
    _review(measurement, ReviewState.RETURNED, by)
    record(measurement, Verb.RETURN, by=by, data=_data(measurement))
    MeasurementReturned(measurement, by=by).queue()
    return measurement


def correct_blockers(measurement: Measurement) -> list[Blocker]:
    if measurement.review_state != ReviewState.APPROVED:
        return [Blocker("not_approved", _("Only an approved value is corrected."))]
    if measurement.corrections.filter(review_state__in=UNDER_WAY).exists():
        return [Blocker("correction_under_way", _("A correction of this value is under way."))]
    return []


@transaction.atomic
def correct_measurement(*, measurement_id: UUID, given: Given, by: User) -> Measurement:
    """A draft that will take the place of an approved value, once it is approved itself (R31)."""
    measurement = lock(Measurement, measurement_id)
    found = correct_blockers(measurement) + given_blockers(measurement.indicator, given)
    if not given.note.strip():
        found.append(Blocker("no_note", _("Say in the note why the value is corrected.")))
    refuse(found)
    correction = Measurement.objects.create(
        indicator=measurement.indicator,
        project_id=measurement.project_id,
        territory_id=measurement.territory_id,
        starts_on=measurement.starts_on,
        ends_on=measurement.ends_on,
        supersedes=measurement,
        recorded_at=clock.now(),
        recorded_by=by,
        **_columns(measurement.indicator, given),
    )
    record(correction, Verb.CORRECT, by=by, data=_data(correction))
    return correction


def _review(measurement: Measurement, state: ReviewState, by: User) -> None:
    _move(measurement, state)
    measurement.reviewed_at, measurement.reviewed_by = clock.now(), by
    measurement.save()


def _supersede(measurement: Measurement) -> None:
    _move(measurement, ReviewState.SUPERSEDED)
    measurement.superseded_at = clock.now()
    measurement.save()
    record(measurement, Verb.REPLACE, by=None, data=_data(measurement))


def _move(measurement: Measurement, state: ReviewState) -> None:
    assert state in REVIEW_MOVES[ReviewState(measurement.review_state)], measurement.review_state
    measurement.review_state = state


def _columns(indicator: Indicator, given: Given) -> dict[str, Any]:
    """What the row keeps: the percentage beside the counts of a ratio, and nothing that was not meant."""
    value, is_recorded = given.value, given.status == ValueStatus.RECORDED
    is_ratio = is_recorded and indicator.type == IndicatorType.RATIO
    is_told = is_recorded and indicator.type == IndicatorType.QUALITY
    if is_ratio and given.numerator is not None and given.denominator is not None:
        value = percentage(given.numerator, given.denominator)
    if is_told:
        value = None
    return {
        "value_status": given.status,
        "value": value.quantize(PLACES, ROUND_HALF_EVEN) if value is not None else None,
        "numerator": given.numerator if is_ratio else None,
        "denominator": given.denominator if is_ratio else None,
        "told": given.told.strip() if is_told else "",
        "note": given.note.strip(),
    }


def _data(measurement: Measurement) -> dict[str, object]:
    return {
        "indicator": measurement.indicator.key,
        "ends_on": measurement.ends_on,
        "status": measurement.value_status,
        "value": measurement.value,
    }


def _of(indicator: Indicator, subject: Subject, starts_on: date, ends_on: date) -> Any:
    return Measurement.objects.filter(
        indicator=indicator,
        project=subject.project_id,
        territory=subject.territory_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
