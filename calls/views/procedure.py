"""The terms of a call's examination, and the requirements ticked one by one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from calls import integration_paths
from calls.domain import procedure as domain
from calls.domain.admissibility import check_blockers
from calls.forms.integration import (
    ExaminationForm,
    RequirementsForm,
    read_requirements,
    requirement_forms,
)
from calls.models import Call, RequirementCheck, Submission
from calls.queries import admissibility
from calls.queries import integration as queries
from calls.views.loaders import desk_call, submission
from calls.views.places import desk_crumb, desk_crumbs, submission_crumb, to_desk
from core.access.http import PortalRequest
from core.access.page import page
from core.questionnaires.queries import questions_of
from core.ui.pieces import Crumb


@page("calls.change_examination", writes={"POST"}, load=desk_call)
def examination_change(request: PortalRequest, call: Call) -> HttpResponse:
    """Terms and requirements in one form, until the first application is examined."""
    blockers = domain.change_blockers(call)
    posted = request.POST if request.method == "POST" else None
    questions = questions_of(call.version) if call.version else []
    form = ExaminationForm(posted, instance=queries.examination_rule(call), questions=questions)
    rows = requirement_forms(admissibility.requirements_of(call), posted)
    if posted is not None and not blockers:
        requirements = read_requirements(rows)
        if form.is_valid() and requirements is not None:
            domain.change_examination(
                call_id=call.pk, requirements=requirements, by=request.user, **form.cleaned_data
            )
            messages.success(request, _("The terms of the examination are saved."))
            return to_desk(call)
    context = {
        "call": call,
        "form": form,
        "rows": rows,
        "rule": queries.examination_rule(call),
        "requirements": admissibility.requirements_of(call),
        "blockers": blockers,
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Examination"))),
    }
    return render(request, "calls/examination_change.html", context)


@page("calls.check_admissibility", writes={"POST"}, load=submission)
def requirement_check(request: PortalRequest, target: Submission) -> HttpResponse:
    """Tick what only a person reads in the papers; each point keeps its note."""
    form = requirements_form(request, target)
    if request.method == "POST" and form.is_valid():
        domain.check_requirements(submission_id=target.pk, ticks=form.ticks(), by=request.user)
        messages.success(request, _("Your list is saved."))
        return redirect(integration_paths.admit(target))
    context = {
        "submission": target,
        "form": form,
        "blockers": check_blockers(target, request.user),
        "breadcrumbs": desk_crumbs(
            request,
            desk_crumb(target.call),
            submission_crumb(target),
            Crumb(_("Check the admissibility"), integration_paths.admit(target)),
            Crumb(_("Requirements")),
        ),
    }
    return render(request, "calls/requirement_check.html", context)


def requirements_form(request: PortalRequest, target: Submission) -> RequirementsForm:
    rows = RequirementCheck.objects.filter(submission=target).order_by("pk")
    found = {row.requirement_id: row for row in rows}
    return RequirementsForm(
        request.POST or None,
        requirements=admissibility.requirements_of(target.call),
        found=found,
    )
