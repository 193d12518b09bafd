"""Checking admissibility: one application at a time, or all whose list holds in full."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls import integration_paths, paths
from calls.domain import admissibility as domain
from calls.domain import exclusion_notices
from calls.domain.integration import request_blockers
from calls.enums import SubmissionState
from calls.forms.integration import FinalExcludeForm
from calls.forms.rankings import AdmitForm, TakeBackForm
from calls.models import Call, ExclusionNotice, Submission
from calls.queries import admissibility as queries
from calls.queries import integration
from calls.views.loaders import desk_call, submission
from calls.views.places import desk_crumb, desk_crumbs, submission_crumb, to_submission
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb


@page("calls.check_admissibility", writes={"POST"}, load=submission)
def submission_admit(request: PortalRequest, target: Submission) -> HttpResponse:
    checklist = queries.checklist_of(target)
    posted = request.POST if request.method == "POST" else None  # a note may be left out
    form = AdmitForm(posted, must_explain=not checklist.passed)
    if form.is_valid():
        domain.admit_submission(
            submission_id=target.pk, note=form.cleaned_data["note"], by=request.user
        )
        messages.success(request, _("The application is admitted; the network has been told."))
        return _to_next(target.call)
    context = {
        "submission": target,
        "checklist": checklist,
        "form": form,
        "blockers": domain.check_blockers(target, request.user),
        "requirements": queries.requirements_of(target.call),
        "notice": integration.pending_exclusion(target),
        "request_blockers": request_blockers(target, request.user),
        "asked": integration.requests_of(target),
        "breadcrumbs": _crumbs(request, target, _("Check the admissibility")),
    }
    return render(request, "calls/submission_admit.html", context)


@page("calls.check_admissibility", writes={"POST"}, load=submission)
def submission_exclude(request: PortalRequest, target: Submission) -> HttpResponse:
    """Where the call offers observations the exclusion is announced first; then, or else, it is final."""
    notice = integration.pending_exclusion(target)
    announces = notice is None and integration.examination_rule(target.call).offers_observations
    checklist = queries.checklist_of(target)
    form = FinalExcludeForm(
        request.POST or None,
        reasons=queries.exclusion_reasons(target.call),
        initial=_exclusion_initial(checklist, notice),
        must_answer=notice is not None and notice.observed_at is not None,
    )
    if request.method == "POST" and form.is_valid():
        act = exclusion_notices.announce_exclusion if announces else domain.exclude_submission
        act(submission_id=target.pk, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            _("The exclusion is announced; the network can answer.")
            if announces
            else _("The application is excluded; the letter is on its way."),
        )
        return _to_next(target.call)
    blockers = domain.check_blockers(target, request.user)
    context = {
        "submission": target,
        "checklist": checklist,
        "form": form,
        "announces": announces,
        "notice": notice,
        "days": integration.examination_rule(target.call).observation_days,
        "blockers": blockers or ([] if announces else domain.exclude_now_blockers(target)),
        "breadcrumbs": _crumbs(request, target, _("Exclude")),
    }
    return render(request, "calls/submission_exclude.html", context)


def _exclusion_initial(
    checklist: queries.Checklist, notice: ExclusionNotice | None
) -> dict[str, str]:
    """What was announced, or the reason that the first failed point gives."""
    if notice is not None:
        return {"reason": notice.reason, "words": notice.words}
    first = next((check.reason for check in checklist.failed if not check.unread), None)
    return {"reason": first} if first else {}


@page("calls.check_admissibility", writes={"POST"}, load=submission)
def submission_take_back(request: PortalRequest, target: Submission) -> HttpResponse:
    """Take the decision on admissibility back, until the commission opens."""
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        domain.undo_admissibility(
            submission_id=target.pk, note=form.cleaned_data["note"], by=request.user
        )
        messages.success(request, _("The decision is taken back; the network has been told."))
        return to_submission(target)
    context = {
        "submission": target,
        "form": form,
        "decision": queries.last_decision(target),
        "blockers": domain.undo_blockers(target, request.user),
        "breadcrumbs": _crumbs(request, target, _("Take the decision back")),
    }
    return render(request, "calls/submission_take_back.html", context)


@page("calls.check_admissibility", writes={"POST"}, load=desk_call)
def submission_admit_all(request: PortalRequest, call: Call) -> HttpResponse:
    """First the list of who would be admitted and who waits, then the act."""
    if request.method == "POST":
        admitted = len(domain.admit_all(call_id=call.pk, by=request.user))
        words = ngettext(
            "%(count)d application is admitted.", "%(count)d applications are admitted.", admitted
        )
        messages.success(request, words % {"count": admitted})
        return redirect(paths.applications(call))
    passing, waiting = domain.sorted_out(call, request.user)
    context = {
        "call": call,
        "passing": passing,
        "waiting": [(row, why, integration_paths.admit(row)) for row, why in waiting],
        "breadcrumbs": desk_crumbs(
            request,
            desk_crumb(call),
            Crumb(_("Applications"), paths.applications(call)),
            Crumb(_("Admit those that pass")),
        ),
    }
    return render(request, "calls/submission_admit_all.html", context)


def _to_next(call: Call) -> HttpResponse:
    """To the application that waits next, or to the list when none does."""
    waiting = queries.to_check(call).exclude(state=SubmissionState.TO_INTEGRATE)
    following = waiting.select_related("programme").order_by("number", "pk").first()
    return redirect(integration_paths.admit(following) if following else paths.applications(call))


def _crumbs(request: PortalRequest, target: Submission, last: str) -> list[Crumb]:
    return desk_crumbs(
        request,
        desk_crumb(target.call),
        Crumb(_("Applications"), paths.applications(target.call)),
        submission_crumb(target),
        Crumb(last),
    )
