"""Reviewing a value: approved, and then public, or returned with the reason (R31, R33)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb
from evaluation import wording
from evaluation.domain import measurements
from evaluation.forms import ReturnForm
from evaluation.models import Measurement
from evaluation.views.places import (
    crumbs,
    indicator_crumb,
    known_measurement,
    to_measurement,
    value_crumb,
)


@page("evaluation.review_measurement", writes={"POST"}, load=known_measurement)
def measurement_approve(request: PortalRequest, row: Measurement) -> HttpResponse:
    if request.method == "POST":
        measurements.approve_measurement(measurement_id=row.pk, by=request.user)
        messages.success(request, _("The value is approved: everybody can read it now."))
    return to_measurement(row)


@page("evaluation.review_measurement", writes={"POST"}, load=known_measurement)
def measurement_return(request: PortalRequest, row: Measurement) -> HttpResponse:
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        measurements.return_measurement(
            measurement_id=row.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The value is returned; who recorded it has been told why."))
        return to_measurement(row)
    context = {
        "measurement": row,
        "indicator": row.indicator,
        "subject": wording.subject_text(row),
        "period": wording.period_text(row.starts_on, row.ends_on),
        "value": wording.value_text(row),
        "form": form,
        "blockers": measurements.review_blockers(row, request.user),
        "breadcrumbs": crumbs(
            request, indicator_crumb(row.indicator), value_crumb(row), Crumb(_("Return"))
        ),
    }
    return render(request, "evaluation/measurement_return.html", context)
