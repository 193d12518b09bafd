"""What officials do with one application: registry number, entry on behalf, correction."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from calls import blockers, paths, queries
from calls.domain import corrections, on_behalf
from calls.domain.draft_help import Present
from calls.enums import Channel
from calls.forms import CorrectionForm, OnBehalfForm, RegistryForm
from calls.models import Call, Submission
from calls.views.loaders import desk_call, submission
from calls.views.places import desk_crumb, desk_crumbs, submission_crumb, to_submission
from core.access import clock
from core.access.http import PortalRequest
from core.access.page import page
from core.people import queries as people
from core.people.enums import OrganisationKind
from core.ui.pieces import Crumb


@page("calls.enter_on_behalf", writes={"POST"}, load=desk_call)
def submission_enter_on_behalf(request: PortalRequest, call: Call) -> HttpResponse:
    networks = people.visible_networks(request.user)
    form = OnBehalfForm(request.POST or None, networks=networks)
    if request.method == "POST" and form.is_valid():
        try:
            entered = _enter(request, call, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The draft is marked as entered by you for the applicant."))
            return redirect(paths.draft(entered))
    context = {
        "call": call,
        "form": form,
        "blockers": blockers.closed_everywhere(call),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Enter for somebody"))),
    }
    return render(request, "calls/submission_enter_on_behalf.html", context)


def _enter(request: PortalRequest, call: Call, form: OnBehalfForm) -> Submission:
    data = form.cleaned_data
    entry: dict[str, Any] = {
        "call_id": call.pk,
        "territory_id": data["territory"].pk,
        "further_territory_ids": [row.pk for row in data["further"]],
        "title": data["title"],
        "channel": Channel(data["channel"]),
        "present": _present(data),
        "by": request.user,
    }
    if data["network"]:
        return on_behalf.enter_on_behalf(network_id=data["network"].pk, **entry)
    newcomer = on_behalf.Newcomer(
        kind=OrganisationKind(data["organisation_kind"]),
        name=data["organisation_name"],
        email=data["organisation_email"],
        network_name=data["network_name"],
    )
    return on_behalf.enter_for_newcomer(newcomer=newcomer, **entry)


def _present(data: dict[str, Any]) -> Present | None:
    """Who was beside the facilitator, where it is filled in together (C16)."""
    if data["channel"] != Channel.TOGETHER:
        return None
    return Present(data["present_name"], data["present_role"], clock.today())


@page("calls.record_registry", writes={"POST"}, load=submission)
def submission_registry(request: PortalRequest, target: Submission) -> HttpResponse:
    entry = queries.registry_entry(target)
    initial = {"number": entry.number, "date": entry.date} if entry else None
    form = RegistryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        on_behalf.record_registry_entry(
            submission_id=target.pk, by=request.user, **form.cleaned_data
        )
        messages.success(request, _("The registry number is recorded."))
        return to_submission(target)
    context = {
        "submission": target,
        "form": form,
        "blockers": blockers.registry_blockers(target),
        "breadcrumbs": desk_crumbs(
            request,
            desk_crumb(target.call),
            submission_crumb(target),
            Crumb(_("Registry number")),
        ),
    }
    return render(request, "calls/submission_registry.html", context)


@page("calls.correct_submission", writes={"POST"}, load=submission)
def submission_correct(request: PortalRequest, target: Submission) -> HttpResponse:
    """After the close: accept the correction of one fact, with its reason (C14)."""
    questions = queries.correctable_questions(target)
    form = CorrectionForm(request.POST or None, questions=questions)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.correct_answer(
                submission_id=target.pk, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The answer is corrected; the network has been told."))
            return to_submission(target)
    context = {
        "submission": target,
        "form": form,
        "blockers": corrections.correct_blockers(target, request.user),
        "breadcrumbs": desk_crumbs(
            request,
            desk_crumb(target.call),
            submission_crumb(target),
            Crumb(_("Correct a fact")),
        ),
    }
    return render(request, "calls/submission_correct.html", context)


@page("calls.ask_confirmation", writes={"POST"}, load=submission)
def submission_ask_confirmation(request: PortalRequest, target: Submission) -> HttpResponse:
    if request.method == "POST":
        on_behalf.ask_confirmation(submission_id=target.pk, by=request.user)
        messages.success(request, _("The applicant has been asked to confirm."))
    return to_submission(target)
