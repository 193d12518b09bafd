"""Values: the list and the queue, a value's page, recording, changing, sending, correcting."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access import clock
from core.access.http import PortalRequest
from core.access.page import page
from core.audit.history import history_of
from core.documents import queries as documents
from core.documents.domain.files import store
from core.documents.enums import Visibility
from core.ui.pieces import Crumb, Step
from evaluation import paths, queries, wording
from evaluation.domain import measurements
from evaluation.enums import ReviewState
from evaluation.forms import CorrectionForm, RecordForm, ValueForm
from evaluation.lists import measurements_listing
from evaluation.models import Indicator, Measurement
from evaluation.rules import may_record_of
from evaluation.views.places import (
    crumbs,
    desk_indicator,
    indicator_crumb,
    known_measurement,
    to_measurement,
    value_crumb,
)
from projects import queries as projects

EVIDENCE = "evidence"


@page("evaluation.see_desk")
def measurement_list(request: PortalRequest) -> HttpResponse:
    rows = queries.with_subject(queries.visible_to(request.user))
    context = {
        "page": measurements_listing().page(rows, request.GET),
        "waiting": queries.to_review(request.user).count()
        if request.user.has_perm("evaluation.review_measurement")
        else 0,
        "breadcrumbs": crumbs(request, Crumb(_("Values"))),
    }
    return render(request, "evaluation/measurement_list.html", context)


@page("evaluation.see_measurement", load=known_measurement)
def measurement_detail(request: PortalRequest, row: Measurement) -> HttpResponse:
    reviews = request.user.has_perm("evaluation.review_measurement", row)
    writes = request.user.has_perm("evaluation.write_measurement", row)
    submitted = row.review_state == ReviewState.SUBMITTED
    context = {
        "measurement": row,
        "indicator": row.indicator,
        "subject": wording.subject_text(row),
        "period": wording.period_text(row.starts_on, row.ends_on),
        "value": wording.value_text(row),
        "corrected": _corrected(row),
        "evidence": _evidence(request, row),
        "can_change": writes and not measurements.change_blockers(row),
        "can_correct": writes and not measurements.correct_blockers(row),
        "reviews": reviews and submitted,
        "review_blockers": measurements.review_blockers(row, request.user)
        if reviews and submitted
        else [],
        "steps": _steps(row),
        "history": history_of(row, noun=_("Value")) if reviews or writes else [],
        "breadcrumbs": crumbs(request, indicator_crumb(row.indicator), Crumb(_("Value"))),
    }
    return render(request, "evaluation/measurement_detail.html", context)


def _corrected(row: Measurement) -> str:
    """What an approved correction stands in the place of, in words."""
    if row.supersedes is None:
        return ""
    row.supersedes.indicator = row.indicator
    return wording.value_text(row.supersedes)


def _evidence(request: PortalRequest, row: Measurement) -> list[tuple[str, str]]:
    if not request.user.has_perm("evaluation.write_measurement", row):
        return []
    return [(document.title, document.url()) for document in documents.documents_about(row)]


def _steps(row: Measurement) -> list[Step]:
    state = ReviewState(row.review_state)
    written = state in {ReviewState.DRAFT, ReviewState.RETURNED}
    decided = state in {ReviewState.APPROVED, ReviewState.SUPERSEDED}
    read_at = row.reviewed_at if decided else None
    return [
        Step(_("It is recorded"), "now" if written else "done", row.recorded_at),
        Step(
            _("An evaluator reads it"),
            "done" if decided else "next" if written else "now",
            read_at,
            note="" if decided else _("Not whoever recorded it."),
        ),
        Step(
            _("It is public"),
            "done" if decided else "next",
            read_at,
        ),
    ]


@page("evaluation.record_measurement", writes={"POST"}, load=desk_indicator)
def measurement_record(request: PortalRequest, indicator: Indicator) -> HttpResponse:
    whole = may_record_of(request.user, None)
    offered = queries.expected_projects()
    if not whole:
        offered = projects.written_by(request.user).order_by("title", "pk")
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        indicator=indicator,
        offered=offered,
        whole=whole,
        initial=_asked(request),
    )
    if request.method == "POST" and form.is_valid():
        if not may_record_of(request.user, form.whose.project_id):
            raise PermissionDenied
        row = _record(request, indicator, form)
        if row is not None:
            return to_measurement(row)
    context = {
        "indicator": indicator,
        "form": form,
        "offered": whole or offered.exists(),
        "blockers": [] if indicator.is_current else _replaced(indicator),
        "breadcrumbs": crumbs(request, indicator_crumb(indicator), Crumb(_("Record a value"))),
    }
    return render(request, "evaluation/measurement_record.html", context)


def _replaced(indicator: Indicator) -> Any:
    subject, today = measurements.Subject(), clock.today()
    return measurements.record_blockers(indicator, subject, today, today)


def _asked(request: PortalRequest) -> dict[str, str]:
    """Subject and days that the address carries, from a to-do or a list of what is missing."""
    days = {}
    for field, name in (("starts_on", "dal"), ("ends_on", "al")):
        try:
            days[field] = date.fromisoformat(request.GET.get(name, "")).isoformat()
        except ValueError:
            continue
    return {"subject": request.GET.get("progetto", ""), **days}


def _record(request: PortalRequest, indicator: Indicator, form: RecordForm) -> Measurement | None:
    data = form.cleaned_data
    row = measurements.record_measurement(
        indicator_id=indicator.pk,
        subject=form.whose,
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        given=form.given,
        by=request.user,
    )
    _finish(request, row, form)
    return row


def _finish(request: PortalRequest, row: Measurement, form: ValueForm) -> None:
    """Keep the evidence and, when asked, send the value. A refused file does not lose the value."""
    upload = form.cleaned_data.get("evidence")
    if upload:
        try:
            store(
                upload,
                about=row,
                by=request.user,
                title=upload.name,
                visibility=Visibility.PARTIES,
                kind=EVIDENCE,
            )
        except ValidationError as error:
            text = _("The value is saved as a draft, but not the file: %(why)s")
            messages.error(request, text % {"why": " ".join(error.messages)})
            return
    if "send" in request.POST:
        measurements.submit_measurement(measurement_id=row.pk, by=request.user)
        messages.success(request, _("The value is sent: an evaluator reads it now."))
    else:
        messages.success(request, _("The value is saved as a draft: send it when it is right."))


@page("evaluation.write_measurement", writes={"POST"}, load=known_measurement)
def measurement_change(request: PortalRequest, row: Measurement) -> HttpResponse:
    form = ValueForm(
        request.POST or None,
        request.FILES or None,
        indicator=row.indicator,
        initial=_initial(row),
    )
    if request.method == "POST" and form.is_valid():
        measurements.change_measurement(measurement_id=row.pk, given=form.given, by=request.user)
        _finish(request, row, form)
        return to_measurement(row)
    return _value_page(request, row, form, measurements.change_blockers(row), _("Change the value"))


@page("evaluation.write_measurement", writes={"POST"}, load=known_measurement)
def measurement_correct(request: PortalRequest, row: Measurement) -> HttpResponse:
    initial = _initial(row) | {"note": ""}
    form = CorrectionForm(
        request.POST or None, request.FILES or None, indicator=row.indicator, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        correction = measurements.correct_measurement(
            measurement_id=row.pk, given=form.given, by=request.user
        )
        _finish(request, correction, form)
        return to_measurement(correction)
    return _value_page(
        request, row, form, measurements.correct_blockers(row), _("Correct the value")
    )


def _value_page(
    request: PortalRequest, row: Measurement, form: ValueForm, blockers: Any, title: str
) -> HttpResponse:
    context = {
        "measurement": row,
        "indicator": row.indicator,
        "subject": wording.subject_text(row),
        "period": wording.period_text(row.starts_on, row.ends_on),
        "form": form,
        "heading": title,
        "back": paths.measurement(row),
        "blockers": blockers,
        "breadcrumbs": crumbs(
            request, indicator_crumb(row.indicator), value_crumb(row), Crumb(title)
        ),
    }
    return render(request, "evaluation/measurement_change.html", context)


def _initial(row: Measurement) -> dict[str, Any]:
    names = ("value_status", "value", "numerator", "denominator", "told", "note")
    return {name: getattr(row, name) for name in names}


@page("evaluation.write_measurement", writes={"POST"}, load=known_measurement)
def measurement_submit(request: PortalRequest, row: Measurement) -> HttpResponse:
    if request.method == "POST":
        measurements.submit_measurement(measurement_id=row.pk, by=request.user)
        messages.success(request, _("The value is sent: an evaluator reads it now."))
    return to_measurement(row)
