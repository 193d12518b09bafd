"""The work area of the practices: the own, the editor's queue, the text and its formsets."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.people import queries as people
from core.people.enums import RoleName
from core.ui.pieces import Crumb, Missing, Step
from education import paths, queries
from education.domain import practices
from education.enums import PracticeState
from education.forms import FactorSet, LessonSet, PracticeForm, rows_of
from education.lists import practices_listing, territory_words
from education.models import Practice
from education.views.places import (
    crumbs,
    history_of,
    known_practice,
    practice_crumb,
    to_practice,
)
from education.views.public import sections_of

FACTORS, LESSONS = "factors", "lessons"
FACTOR_FIELDS = ("valence", "text", "mechanism", "controllable", "workaround")
LESSON_FIELDS = ("event", "cause", "advice", "addressee")


@page("education.see_desk")
def practice_desk(request: PortalRequest) -> HttpResponse:
    rows = queries.with_parties(queries.visible_to(request.user))
    reviews = request.user.has_perm("education.review_practice")
    context = {
        "page": practices_listing(paths.detail).page(rows, request.GET),
        "waiting": queries.awaiting_review(request.user).count() if reviews else 0,
        "may_draft": request.user.has_perm("education.draft_practice"),
        "breadcrumbs": crumbs(request),
    }
    return render(request, "education/practice_desk.html", context)


@page("education.see_practice", load=known_practice)
def practice_read(request: PortalRequest, practice: Practice) -> HttpResponse:
    may = {name: request.user.has_perm(f"education.{name}_practice", practice) for name in _VERBS}
    involved = any(may.values()) or people.has_role(request.user, RoleName.FACILITATOR)
    drafting = practice.state == PracticeState.DRAFT
    context = {
        "practice": practice,
        "sections": sections_of(practice),
        "factors": list(practice.factors.all()),
        "lessons": list(practice.lessons.all()),
        "territory": territory_words(practice),
        "may": may,
        "can_change": may["write"] and not practices.change_blockers(practice),
        "missing": [Missing(one.message) for one in practices.missing_in(practice)]
        if drafting and may["write"]
        else [],
        "can_ask": may["write"] and drafting and not may["validate"],
        "ask_blockers": practices.ask_validation_blockers(practice) if drafting else [],
        "can_validate": may["validate"] and drafting,
        "can_retract": may["validate"] and not practices.retract_blockers(practice),
        "can_review": may["review"] and practice.state == PracticeState.VALIDATED,
        "review_blockers": practices.review_blockers(practice, request.user),
        "can_publish": may["publish"] and practice.state == PracticeState.REVIEWED,
        "can_withdraw": may["withdraw"] and not practices.withdraw_blockers(practice),
        "is_public": practice.state == PracticeState.PUBLISHED and practice.visibility == "all",
        "steps": _steps(practice),
        "history": history_of(practice) if involved else [],
        "breadcrumbs": crumbs(request, Crumb(practice.title)),
    }
    return render(request, "education/practice_read.html", context)


_VERBS = ("write", "validate", "review", "publish", "withdraw")


def _steps(practice: Practice) -> list[Step]:
    order = [PracticeState.DRAFT, PracticeState.VALIDATED, PracticeState.REVIEWED]
    if practice.state == PracticeState.WITHDRAWN:
        return [Step(_("It was withdrawn"), "done", practice.withdrawn_at)]
    state = PracticeState(practice.state)
    reached = order.index(state) if state in order else len(order)
    places = ["done" if n < reached else "now" if n == reached else "next" for n in range(4)]
    return [
        Step(
            _("The practitioner confirms it"),
            places[0],
            practice.consent_at,
            note=practice.author.full_name,
        ),
        Step(
            _("A scientific editor reviews it"),
            places[1],
            practice.reviewed_at if reached > 1 else None,
        ),
        Step(_("It is published"), places[2], practice.published_at),
    ]


@page("education.draft_practice", writes={"POST"})
def practice_create(request: PortalRequest) -> HttpResponse:
    form = PracticeForm(request.POST or None, user=request.user)
    sets = _sets(request, None)
    if request.method == "POST" and _valid(form, sets):
        made = practices.draft_practice(
            by=request.user,
            factors=rows_of(sets[FACTORS]),
            lessons=rows_of(sets[LESSONS]),
            **form.cleaned_data,
        )
        messages.success(request, _("The draft is saved."))
        return _after(request, made)
    return _form_page(request, None, form, sets)


@page("education.write_practice", writes={"POST"}, load=known_practice)
def practice_change(request: PortalRequest, practice: Practice) -> HttpResponse:
    stored = Practice.objects.get(pk=practice.pk)  # the form writes into its instance
    form = PracticeForm(request.POST or None, instance=stored, user=request.user)
    sets = _sets(request, practice)
    if request.method == "POST" and _valid(form, sets):
        practices.change_practice(
            practice_id=practice.pk,
            by=request.user,
            factors=rows_of(sets[FACTORS]),
            lessons=rows_of(sets[LESSONS]),
            **form.cleaned_data,
        )
        messages.success(request, _("The draft is saved."))
        return _after(request, practice)
    return _form_page(request, practice, form, sets)


def _sets(request: PortalRequest, practice: Practice | None) -> dict[str, Any]:
    """The formsets of factors and lessons: as stored, or as they were typed."""
    data = request.POST if request.method == "POST" else None
    factors = list(practice.factors.values(*FACTOR_FIELDS)) if practice else []
    lessons = list(practice.lessons.values(*LESSON_FIELDS)) if practice else []
    return {
        FACTORS: FactorSet(data, prefix=FACTORS, initial=factors),
        LESSONS: LessonSet(data, prefix=LESSONS, initial=lessons),
    }


def _valid(form: PracticeForm, sets: dict[str, Any]) -> bool:
    # Every one is asked, so that each shows its own errors.
    return all([form.is_valid(), *[one.is_valid() for one in sets.values()]])


def _after(request: PortalRequest, practice: Practice) -> HttpResponse:
    """Back to the form where a further factor or lesson is wanted: it then has an empty one."""
    for name in (FACTORS, LESSONS):
        if f"more_{name}" in request.POST:
            return redirect(f"{paths.edit(practice)}#{name}")
    return to_practice(practice)


def _form_page(
    request: PortalRequest, practice: Practice | None, form: PracticeForm, sets: dict[str, Any]
) -> HttpResponse:
    place = [practice_crumb(practice)] if practice else []
    title = _("Change") if practice else _("New practice")
    context = {
        "practice": practice,
        "form": form,
        "factors": sets[FACTORS],
        "lessons": sets[LESSONS],
        "faulty": any(one.is_bound and not one.is_valid() for one in sets.values()),
        "blockers": practices.change_blockers(practice) if practice else [],
        "breadcrumbs": crumbs(request, *place, Crumb(title)),
    }
    return render(request, "education/practice_form.html", context)
