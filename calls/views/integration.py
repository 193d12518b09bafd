"""A request to complete an application: asked by a facilitator, answered by the network, read by both."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls import integration_paths
from calls.domain import integration as domain
from calls.forms.integration import IntegrationAnswerForm, IntegrationCancelForm, IntegrationForm
from calls.models import Call, IntegrationRequest, Submission
from calls.queries import integration as queries
from calls.request_lists import integrations_listing
from calls.views.loaders import desk_call, from_address, submission, submission_of_section
from calls.views.places import desk_crumb, desk_crumbs, my_crumbs, submission_crumb, to_submission
from core.access import clock
from core.access.http import PortalRequest
from core.access.page import page
from core.questionnaires import queries as questionnaires
from core.questionnaires.domain.sheets import Saved
from core.questionnaires.forms import SectionForm
from core.questionnaires.models import Section
from core.ui.pieces import Crumb


@page("calls.request_integration", writes={"POST"}, load=submission)
def integration_request(request: PortalRequest, target: Submission) -> HttpResponse:
    """Which questions reopen, what is missing, until when."""
    rule = queries.examination_rule(target.call)
    offered = queries.reopenable(target, rule)
    initial = {"due_at": queries.term(clock.now(), rule.integration_days)}
    form = IntegrationForm(request.POST or None, offered=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        trouble = domain.term_blockers(target, said["due_at"])
        if not trouble:
            domain.request_integration(
                submission_id=target.pk,
                questions=said["questions"],
                words=said["words"],
                due_at=said["due_at"],
                by=request.user,
            )
            messages.success(request, _("The network has been asked; you find its answer here."))
            return redirect(integration_paths.integration_list(target))
        for blocker in trouble:
            form.add_error("due_at", str(blocker.message))
    context = {
        "submission": target,
        "form": form,
        "rule": rule,
        "kept": len(rule.untouchable),
        "blockers": domain.request_blockers(target, request.user),
        "breadcrumbs": _desk(request, target, _("Ask to complete")),
    }
    return render(request, "calls/integration_request.html", context)


@page("calls.see_submission", load=submission)
def integration_list(request: PortalRequest, target: Submission) -> HttpResponse:
    """Every request on this application: what was asked, what was sent before, what is sent now."""
    language = get_language() or "it"
    facilitates = request.user.has_perm("calls.request_integration")
    rows = [
        (row, _labels(row), [] if row.is_open else queries.completed_differences(row, language))
        for row in queries.requests_of(target)
    ]
    waiting = next((row for row, _questions, _changes in rows if row.is_open), None)
    tied = domain.cancel_blockers(waiting, request.user) if waiting and facilitates else []
    context = {
        "submission": target,
        "rows": rows,
        "can_write": waiting is not None
        and request.user.has_perm("calls.write_integration", target),
        "can_cancel": waiting is not None and facilitates and not tied,
        "cancel_blockers": tied,
        "can_decide": facilitates and not domain.request_blockers(target, request.user),
        "breadcrumbs": _desk(request, target, _("Requests to complete"))
        if request.user.has_perm("calls.see_desk")
        else my_crumbs(request, submission_crumb(target), Crumb(_("Requests to complete"))),
    }
    return render(request, "calls/integration_list.html", context)


@page("calls.see_integrations", load=desk_call)
def integration_desk(request: PortalRequest, call: Call) -> HttpResponse:
    """Every request to complete an application of the call, with its term."""
    context = {
        "call": call,
        "page": integrations_listing().page(
            queries.integrations_of(call, request.user), request.GET
        ),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Requests to complete"))),
    }
    return render(request, "calls/integration_desk.html", context)


def _labels(request: IntegrationRequest) -> list[str]:
    asked = questionnaires.questions_of(request.sheet.version)
    return [str(row.label) for row in asked if row.key in request.questions]


@page("calls.request_integration", writes={"POST"}, load=submission)
def integration_cancel(request: PortalRequest, target: Submission) -> HttpResponse:
    found = queries.open_request(target)
    if found is None:
        return redirect(integration_paths.integration_list(target))
    form = IntegrationCancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        domain.cancel_integration(
            request_id=found.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The request is taken back; the network has been told."))
        return redirect(integration_paths.integration_list(target))
    context = {
        "submission": target,
        "form": form,
        "blockers": domain.cancel_blockers(found, request.user),
        "breadcrumbs": _desk(request, target, _("Take the request back")),
    }
    return render(request, "calls/integration_cancel.html", context)


@page("calls.write_integration", writes={"POST"}, load=submission)
def integration_write(request: PortalRequest, target: Submission) -> HttpResponse:
    """What is asked, how far it is, and the button that sends it back."""
    found = queries.open_request(target)
    if found is None:
        return to_submission(target)
    may_send = request.user.has_perm("calls.answer_integration", target)
    form = IntegrationAnswerForm(request.POST or None)
    trouble = []
    if request.method == "POST" and form.is_valid():
        if not may_send:
            raise PermissionDenied
        trouble = domain.answer_blockers(found, form.cleaned_data["words"])
        if not trouble:
            domain.answer_integration(
                request_id=found.pk, words=form.cleaned_data["words"], by=request.user
            )
            messages.success(request, _("Sent: here is your receipt."))
            return redirect("calls:submission_receipt", slug=request.programme.slug, key=target.pk)
    context = {
        "submission": target,
        "integration": found,
        "form": form,
        "sections": [
            (section, rows, _section_url(target, section.key))
            for section, rows in queries.reopened_sections(found)
        ],
        "differences": queries.completed_differences(found, get_language() or "it"),
        "blockers": domain.write_blockers(found),
        "trouble": trouble,
        "missing": [
            (lack, f"{_section_url(target, lack.section_key)}#{lack.anchor}")
            for lack in questionnaires.missing(found.sheet)
        ],
        "may_send": may_send,
        "breadcrumbs": my_crumbs(request, submission_crumb(target), Crumb(_("Complete it"))),
    }
    return render(request, "calls/integration_write.html", context)


@page("calls.write_integration", writes={"POST"}, load=submission_of_section)
def integration_section(request: PortalRequest, target: Submission) -> HttpResponse:
    """The reopened questions of one section; the others are read, not written."""
    found, form = _form(request, target)
    if request.method == "POST":
        saved = form.save()
        if not (saved.conflicts or saved.errors or form.trouble or form.held):
            messages.success(request, _("Saved. Nothing is sent yet."))
            stay = "stay" in request.POST or "add_row" in request.POST
            return redirect(request.path if stay else integration_paths.integration_write(target))
        found.sheet.refresh_from_db()
    context = {
        "submission": target,
        "integration": found,
        "form": form,
        "autosave_url": f"{_section_url(target, form.section_key)}salva/",
        "blockers": domain.write_blockers(found),
        "breadcrumbs": my_crumbs(
            request,
            submission_crumb(target),
            Crumb(_("Complete it"), integration_paths.integration_write(target)),
            Crumb(str(form.section.title)),
        ),
    }
    return render(request, "calls/integration_section.html", context)


@page("calls.write_integration", writes={"POST"}, load=submission_of_section)
def integration_autosave(request: PortalRequest, target: Submission) -> HttpResponse:
    """What `static/js/autosave.js` sends while somebody writes; a clash (409) keeps both texts."""
    _found, form = _form(request, target)
    if request.method != "POST":
        return redirect(_section_url(target, form.section_key))
    answer, status = form.autosave()
    response = JsonResponse(answer, status=status)
    response.keeps_writes = True  # type: ignore[attr-defined]  # read by PageMiddleware
    return response


class _ReopenedForm(SectionForm):
    """Only the questions that the request names, and those that an answer among them brings up."""

    def _shown_questions(self) -> list[Any]:
        return [row for row in super()._shown_questions() if self._is_open(row.key)]


def _form(request: PortalRequest, target: Submission) -> tuple[IntegrationRequest, SectionForm]:
    found = queries.open_request(target)
    if found is None:
        raise Http404
    key = from_address(request, "section")

    def save(answers: dict[str, Any], base_revision: int, **options: Any) -> Saved:
        return domain.save_integration(
            request_id=found.pk,
            answers=answers,
            base_revision=base_revision,
            by=request.user,
            **options,
        )

    posted = request.method == "POST"
    try:
        return found, _ReopenedForm(
            found.sheet,
            key,
            by=request.user,
            data=request.POST if posted else None,
            files=request.FILES if posted else None,
            about=target,
            save_with=save,
        )
    except Section.DoesNotExist as error:
        raise Http404 from error


def _section_url(target: Submission, key: str) -> str:
    kwargs = {"slug": target.programme.slug, "key": target.pk, "section": key}
    return reverse("calls:integration_section", kwargs=kwargs)


def _desk(request: PortalRequest, target: Submission, last: str) -> list[Crumb]:
    return desk_crumbs(request, desk_crumb(target.call), submission_crumb(target), Crumb(last))
