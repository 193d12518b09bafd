"""Writing an application: its details, one section at a time, autosave, who else is writing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from calls import blockers, paths, queries
from calls.domain import submissions
from calls.forms import DetailsForm
from calls.models import Submission
from calls.views.draft_comments import comments_context
from calls.views.loaders import from_address, submission, submission_of_section
from calls.views.places import my_crumbs, submission_crumb
from calls.views.stepper import DETAILS, FINAL, step_after, step_url, steps_of
from core.access.http import PortalRequest
from core.access.page import page
from core.questionnaires import queries as questionnaires
from core.questionnaires.domain.sheets import Saved
from core.questionnaires.forms import SectionForm
from core.questionnaires.models import Section
from core.ui.pieces import Crumb


@page("calls.write_submission", load=submission)
def submission_draft(request: PortalRequest, target: Submission) -> HttpResponse:
    """To the first section where something is missing; to the last step when nothing is."""
    if blockers.write_blockers(target):
        return redirect(paths.detail(target))
    progress = questionnaires.section_progress(target.sheet)
    first = next((row.key for row in progress if not row.is_complete), FINAL)
    return redirect(step_url(target, first))


@page("calls.write_submission", writes={"POST"}, load=submission)
def submission_change(request: PortalRequest, target: Submission) -> HttpResponse:
    """Title and territories: the first step of the draft."""
    initial = {
        "title": target.title,
        "territory": target.territory_id,
        "further": list(target.further_territories.values_list("territory", flat=True)),
    }
    form = DetailsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        submissions.change_submission(
            submission_id=target.pk,
            title=data["title"],
            territory_id=data["territory"].pk,
            further_territory_ids=[row.pk for row in data["further"]],
            by=request.user,
        )
        return redirect(_next(target, DETAILS))
    context = {"form": form, **draft_context(request, target, DETAILS, _("Title and territory"))}
    return render(request, "calls/submission_change.html", context)


@page("calls.write_submission", writes={"POST"}, load=submission_of_section)
def submission_section(request: PortalRequest, target: Submission) -> HttpResponse:
    """One section, sent whole: with or without scripts. What clashed is shown beside, and kept."""
    form = _form(request, target)
    if request.method == "POST":
        saved = form.save()
        if not (saved.conflicts or saved.errors or form.trouble or form.held):
            messages.success(request, _("Saved."))
            return redirect(_after(request, target, form))
        target.sheet.refresh_from_db()
    context = {
        "form": form,
        "next_url": _next(target, form.section_key),
        "autosave_url": f"{step_url(target, form.section_key)}salva/",
        **comments_context(request, target, form.section_key),
        **draft_context(request, target, form.section_key, str(form.section.title)),
    }
    return render(request, "calls/submission_section.html", context)


@page("calls.write_submission", writes={"POST"}, load=submission_of_section)
def submission_autosave(request: PortalRequest, target: Submission) -> HttpResponse:
    """What `static/js/autosave.js` sends while somebody writes; a clash (409) keeps both texts."""
    if request.method != "POST":
        return redirect(step_url(target, from_address(request, "section")))
    answer, status = _form(request, target).autosave()
    response = JsonResponse(answer, status=status)
    response.keeps_writes = True  # type: ignore[attr-defined]  # read by PageMiddleware
    return response


@page("calls.write_submission", writes={"POST"}, load=submission_of_section)
def submission_presence(request: PortalRequest, target: Submission) -> HttpResponse:
    """Say that the person is here, and hear who else is: the stepper, drawn again."""
    key = from_address(request, "section")
    if request.method == "POST" and not blockers.write_blockers(target):
        submissions.mark_presence(submission_id=target.pk, section_key=key, by=request.user)
    context = {"steps": steps_of(target, key, request.user)}
    return render(request, "calls/_stepper.html", context)


def _after(request: PortalRequest, target: Submission, form: SectionForm) -> str:
    """The next step; the same page if it was asked for, at the table that grew without scripts."""
    grown = request.POST.get("add_row", "")
    if grown in form.questions:
        return f"{request.path}#{questionnaires.anchor_of(grown)}"
    stays = grown or "stay" in request.POST
    return request.path if stays else _next(target, form.section_key)


def draft_context(
    request: PortalRequest, target: Submission, current: str, title: str
) -> dict[str, Any]:
    """What every step of a draft shows around its own content."""
    window = queries.window_of(target.call, target.territory_id)
    return {
        "submission": target,
        "call": target.call,
        "current": current,
        "step_title": title,
        "steps": steps_of(target, current, request.user),
        "presence_url": f"{paths.draft(target)}{current}/presenza/",
        "closes_at": window.closes_at,
        "blockers": blockers.write_blockers(target),
        "others": queries.writing_now(target, besides=request.user),
        "breadcrumbs": my_crumbs(request, submission_crumb(target), Crumb(title)),
    }


def _form(request: PortalRequest, target: Submission) -> SectionForm:
    key = from_address(request, "section")

    def save(answers: dict[str, Any], base_revision: int, **options: Any) -> Saved:
        return submissions.save_section(
            submission_id=target.pk,
            section_key=key,
            answers=answers,
            base_revision=base_revision,
            by=request.user,
            **options,
        )

    try:
        return SectionForm(
            target.sheet,
            key,
            by=request.user,
            data=request.POST if request.method == "POST" else None,
            files=request.FILES if request.method == "POST" else None,
            about=target,
            save_with=save,
        )
    except Section.DoesNotExist as error:
        raise Http404 from error


def _next(target: Submission, key: str) -> str:
    progress = questionnaires.section_progress(target.sheet)
    return step_url(target, step_after(key, progress))
