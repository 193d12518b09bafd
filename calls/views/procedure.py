"""The terms of a call's examination, the requirements ticked one by one, the letters of its outcomes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from calls import integration_paths, paths
from calls import outcome_letters as letters
from calls.domain import procedure as domain
from calls.domain.admissibility import check_blockers
from calls.enums import Outcome
from calls.forms.integration import (
    ExaminationForm,
    LettersForm,
    RequirementsForm,
    read_requirements,
    requirement_forms,
)
from calls.models import Call, OutcomeLetter, Ranking, RankingEntry, RequirementCheck, Submission
from calls.queries import admissibility
from calls.queries import integration as queries
from calls.views.loaders import desk_call, submission
from calls.views.places import desk_crumb, desk_crumbs, submission_crumb, to_desk
from calls.views.rankings import ranking_of_call
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


@page("calls.read_letters", load=ranking_of_call)
def letter_list(request: PortalRequest, ranking: Ranking) -> HttpResponse:
    """Every letter of a ranking: before the approval as it would leave, afterwards where it is."""
    context = {
        "call": ranking.call,
        "ranking": ranking,
        "rows": letters.letters_of(ranking),
        "may_write": request.user.has_perm("calls.change_letters")
        and not domain.letter_blockers(ranking.call),
        "breadcrumbs": _crumbs(request, ranking, Crumb(_("Letters"))),
    }
    return render(request, "calls/letter_list.html", context)


def entry_of_ranking(request: PortalRequest, key: UUID, ranking: UUID, entry: UUID) -> RankingEntry:
    found = ranking_of_call(request, key, ranking)
    rows = found.entries.select_related("submission__network", "submission__programme", "territory")
    row: RankingEntry = get_object_or_404(rows, pk=entry)
    row.ranking = found
    row.submission.call = found.call
    return row


@page("calls.read_letters", load=entry_of_ranking)
def letter_detail(request: PortalRequest, entry: RankingEntry) -> HttpResponse:
    """One letter, word by word, and each person to whom it goes or went."""
    context = {
        "call": entry.ranking.call,
        "ranking": entry.ranking,
        "entry": entry,
        "letter": letters.preview(entry),
        "messages_sent": letters.messages_of(entry),
        "people": letters.people_of(entry),
        "breadcrumbs": _crumbs(
            request,
            entry.ranking,
            Crumb(_("Letters"), integration_paths.letters(entry.ranking)),
            Crumb(entry.submission.number),
        ),
    }
    return render(request, "calls/letter_detail.html", context)


@page("calls.change_letters", writes={"POST"}, load=ranking_of_call)
def letter_write(request: PortalRequest, ranking: Ranking) -> HttpResponse:
    """The call's own paragraph in the letter of each outcome, before the ranking is approved."""
    rows = OutcomeLetter.objects.filter(call=ranking.call).order_by("pk")
    form = LettersForm(request.POST or None, held={row.outcome: row for row in rows})
    if request.method == "POST" and form.is_valid():
        domain.write_letters(call_id=ranking.call_id, words=form.words(), by=request.user)
        messages.success(request, _("Saved: read how each letter looks now."))
        return redirect(integration_paths.letters(ranking))
    context: dict[str, Any] = {
        "call": ranking.call,
        "ranking": ranking,
        "form": form,
        "outcomes": list(Outcome),
        "blockers": domain.letter_blockers(ranking.call),
        "breadcrumbs": _crumbs(
            request,
            ranking,
            Crumb(_("Letters"), integration_paths.letters(ranking)),
            Crumb(_("Words of the call")),
        ),
    }
    return render(request, "calls/letter_write.html", context)


def _crumbs(request: PortalRequest, ranking: Ranking, *last: Crumb) -> list[Crumb]:
    here = Crumb(_("Ranking"), paths.ranking(ranking.call))
    return desk_crumbs(request, desk_crumb(ranking.call), here, *last)
