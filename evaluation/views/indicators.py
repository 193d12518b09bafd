"""The work area of the evaluation: indicators, what is expected of them, what is missing."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.audit.history import history_of
from core.ui.pieces import Crumb
from evaluation import paths, queries, wording
from evaluation.domain import indicators, targets
from evaluation.enums import BaselineStatus, Comparator, IndicatorState
from evaluation.forms import IndicatorForm, TargetForm
from evaluation.lists import indicators_listing
from evaluation.models import Indicator, Measurement
from evaluation.queries import Due
from evaluation.views.places import (
    crumbs,
    desk_indicator,
    indicator_crumb,
    to_indicator,
)
from evaluation.views.public import figures_of, targets_of


@page("evaluation.see_desk")
def indicator_list(request: PortalRequest) -> HttpResponse:
    expected = queries.expected_projects().count()
    rows = queries.with_numbers(queries.public_indicators().order_by())
    context = {
        "page": indicators_listing(expected).page(rows, request.GET),
        "due": [_owed(due) for due in queries.values_due(request.user)],
        "waiting": _waiting(request),
        "may_manage": request.user.has_perm("evaluation.manage_indicators"),
        "breadcrumbs": crumbs(request),
    }
    return render(request, "evaluation/indicator_list.html", context)


def _owed(due: Due) -> tuple[Due, str]:
    return due, paths.owed(due)


def _waiting(request: PortalRequest) -> int:
    if not request.user.has_perm("evaluation.review_measurement"):
        return 0
    return queries.to_review(request.user).count()


@page("evaluation.see_desk", load=desk_indicator)
def indicator_manage(request: PortalRequest, indicator: Indicator) -> HttpResponse:
    known = queries.visible_to(request.user).filter(indicator=indicator)
    approved = list(queries.approved().filter(indicator=indicator).order_by("ends_on", "pk"))
    expected = queries.expected_keys()
    manages = request.user.has_perm("evaluation.manage_indicators")
    context = {
        "indicator": indicator,
        "commons": queries.commons_titles().get(indicator.dimension.commons_type, ""),
        "baseline": wording.baseline_text(indicator),
        "figures": figures_of(indicator, approved, expected),
        "targets": targets_of(indicator, approved, expected),
        "values": [_line(row) for row in _in_order(queries.with_subject(known))],
        "due": [
            _owed(due)
            for due in queries.values_due(request.user)
            if due.target.indicator_id == indicator.pk
        ],
        "manages": manages,
        "may_record": indicator.is_current
        and request.user.has_perm("evaluation.record_measurement"),
        "can_agree": manages and indicator.state == IndicatorState.PROPOSED,
        "can_expect": manages and not targets.target_blockers(indicator),
        "history": history_of(indicator, noun=_("Indicator")) if manages else [],
        "breadcrumbs": crumbs(request, Crumb(indicator.title)),
    }
    return render(request, "evaluation/indicator_manage.html", context)


def _in_order(rows: QuerySet[Measurement]) -> QuerySet[Measurement]:
    return rows.order_by("-ends_on", "project__title", "territory__position", "recorded_at", "pk")


def _line(row: Measurement) -> tuple[Measurement, str, str, str, str]:
    return (
        row,
        paths.measurement(row),
        wording.subject_text(row),
        wording.period_text(row.starts_on, row.ends_on),
        wording.value_text(row),
    )


@page("evaluation.manage_indicators", writes={"POST"})
def indicator_create(request: PortalRequest) -> HttpResponse:
    form = IndicatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        made = indicators.create_indicator(
            question_id=data.pop("question").pk,
            commons_type=data.pop("commons_type"),
            key=data.pop("key"),
            title=data.pop("title"),
            by=request.user,
            **data,
        )
        messages.success(request, _("The indicator is proposed: everybody can read it."))
        return to_indicator(made)
    context = {
        "form": form,
        "indicator": None,
        "breaks": False,
        "blockers": [],
        "breadcrumbs": crumbs(request, Crumb(_("New indicator"))),
    }
    return render(request, "evaluation/indicator_form.html", context)


@page("evaluation.manage_indicators", writes={"POST"}, load=desk_indicator)
def indicator_change(request: PortalRequest, indicator: Indicator) -> HttpResponse:
    """A changed definition makes a new version once something was recorded; the page says so first."""
    stored = Indicator.objects.select_related("dimension__question", "programme").get(
        pk=indicator.pk
    )
    form = IndicatorForm(request.POST or None, instance=stored)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        place = indicators.dimension_of(data.pop("question").pk, data.pop("commons_type"))
        now = indicators.change_indicator(
            indicator_id=indicator.pk, by=request.user, dimension=place, **data
        )
        if now.pk != indicator.pk:
            messages.info(
                request, _("This is a new version: the values of the old one stay there.")
            )
        else:
            messages.success(request, _("The indicator is saved."))
        return to_indicator(now)
    context = {
        "form": form,
        "indicator": indicator,
        "breaks": indicator.measurements.exists(),
        "blockers": indicators.change_blockers(indicator),
        "breadcrumbs": crumbs(request, indicator_crumb(indicator), Crumb(_("Change"))),
    }
    return render(request, "evaluation/indicator_form.html", context)


@page("evaluation.manage_indicators", writes={"POST"}, load=desk_indicator)
def indicator_agree(request: PortalRequest, indicator: Indicator) -> HttpResponse:
    if request.method == "POST":
        indicators.agree_on_indicator(indicator_id=indicator.pk, by=request.user)
        messages.success(request, _("The indicator is agreed upon: it is no proposal any more."))
        return to_indicator(indicator)
    context = {
        "indicator": indicator,
        "blockers": indicators.agree_blockers(indicator),
        "breadcrumbs": crumbs(request, indicator_crumb(indicator), Crumb(_("Agree"))),
    }
    return render(request, "evaluation/indicator_agree.html", context)


@page("evaluation.set_target", writes={"POST"}, load=desk_indicator)
def target_set(request: PortalRequest, indicator: Indicator) -> HttpResponse:
    form = TargetForm(request.POST or None, indicator=indicator)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        targets.set_target(
            indicator_id=indicator.pk,
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            comparator=Comparator(data["comparator"]),
            value=data["value"],
            upper=data.get("upper"),
            by=request.user,
        )
        messages.success(
            request, _("The expected value is set; the projects are asked for theirs.")
        )
        return to_indicator(indicator)
    context = {
        "indicator": indicator,
        "form": form,
        "baseline": wording.baseline_text(indicator),
        "baseline_known": indicator.baseline_status == BaselineStatus.KNOWN,
        "blockers": targets.target_blockers(indicator),
        "breadcrumbs": crumbs(request, indicator_crumb(indicator), Crumb(_("Expected value"))),
    }
    return render(request, "evaluation/target_set.html", context)


@page("evaluation.set_target", writes={"POST"}, load=desk_indicator)
def target_remove(request: PortalRequest, indicator: Indicator) -> HttpResponse:
    if request.method == "POST":
        posted = request.POST.get("target")
        row = next((one for one in indicator.targets.all() if str(one.pk) == posted), None)
        if row is not None:
            targets.remove_target(target_id=row.pk, by=request.user)
            messages.success(request, _("Nothing is expected any more for that period."))
    return to_indicator(indicator)
