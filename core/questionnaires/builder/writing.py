"""One question: its type chosen, its settings written, the condition on which it is asked."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access.blocked import Blocked, Blocker
from core.access.http import PortalRequest
from core.questionnaires.builder import pages
from core.questionnaires.builder.conditions import ConditionForm, offered
from core.questionnaires.builder.desk import FormDesk
from core.questionnaires.builder.forms import QuestionForm
from core.questionnaires.builder.kinds import KINDS, kind_named
from core.questionnaires.builder.rows import ACT
from core.questionnaires.domain import editing
from core.questionnaires.enums import QuestionType
from core.questionnaires.models import Question
from core.questionnaires.queries import anchor_of, questions_of
from core.questionnaires.sources import BY_KEY
from core.questionnaires.spec import QuestionSpec
from core.ui.pieces import Crumb


def form_question_add(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """Which kind of question, then its words and settings."""
    section = pages.section_of(desk)
    kind = kind_named(request.GET.get("tipo", ""))
    title = _("New question")
    if kind is None:
        context = {
            "desk": desk,
            "section": section,
            "kinds": KINDS,
            "title": title,
            "blockers": pages.write_blockers(desk),
            "breadcrumbs": pages.builder_crumbs(desk, Crumb(title)),
        }
        return render(request, "questionnaires/builder/form_question_kind.html", context)
    posted = request.POST if request.method == "POST" else None
    form = QuestionForm(kind.type, posted, preset=kind.preset)
    spec = _sent(request, desk, form)
    trouble: list[Blocker] = []
    if spec is not None:
        try:
            made = editing.add_question(
                version_id=section.version_id, section_key=section.key, spec=spec, by=request.user
            )
        except Blocked as blocked:
            trouble = blocked.blockers
        else:
            return pages.to_question(desk, made.key)
    return _question_page(desk, form, title=title, kind=kind.label, trouble=trouble)


def form_question_change(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """What somebody else saved meanwhile is shown beside what was typed; nothing is written over."""
    question = pages.question_of(desk)
    posted = request.POST if request.method == "POST" else None
    form = QuestionForm(QuestionType(question.type), posted, spec=question.spec)
    spec = _sent(request, desk, form)
    trouble: list[Blocker] = []
    clashes: list[tuple[str, str]] = []
    if spec is not None:
        try:
            editing.change_question(
                version_id=question.version_id,
                spec=spec,
                mark=form.cleaned_data["mark"],
                by=request.user,
            )
        except Blocked as blocked:
            trouble = blocked.blockers
        except editing.ChangedMeanwhile:
            clashes = form.show_saved()
        else:
            return pages.to_question(desk, question.key)
    return _question_page(
        desk,
        form,
        title=str(question.label),
        kind=question.get_type_display(),
        trouble=trouble,
        clashes=clashes,
        question=question,
    )


def _sent(request: PortalRequest, desk: FormDesk, form: QuestionForm) -> QuestionSpec | None:
    """The question to save; None when nothing was sent, rows were asked for, or something is wrong."""
    if request.method != "POST" or pages.write_blockers(desk):
        return None
    if ACT in request.POST:
        form.unchecked()
        return None
    return form.written() if form.is_valid() else None


def _question_page(desk: FormDesk, form: QuestionForm, **more: Any) -> HttpResponse:
    context = {
        "desk": desk,
        "form": form,
        "blockers": pages.write_blockers(desk),
        "clashes": [],
        "question": None,
        "breadcrumbs": pages.builder_crumbs(desk, Crumb(more["title"])),
        **more,
    }
    status = pages.refused(desk, context["clashes"], context["trouble"], context["blockers"])
    return render(desk.request, "questionnaires/builder/form_question.html", context, status=status)


def form_question_condition(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """“Ask it only if … is …”: first the question that decides, then the answer that it must have."""
    question = pages.question_of(desk)
    asked = [each.spec for each in questions_of(question.version)]
    chosen = request.POST.get("target") or request.GET.get("domanda") or _now(question)
    target = next((each for each in asked if each.key == chosen), None)
    posted = request.POST if request.method == "POST" else None
    form = ConditionForm(target, question.spec.condition, posted) if target else None
    trouble: list[Blocker] = []
    if posted is not None and not pages.write_blockers(desk):
        always = "always" in posted
        if always or (form is not None and form.is_valid()):
            condition = None if always or form is None else form.condition()
            try:
                editing.set_condition(
                    version_id=question.version_id,
                    key=question.key,
                    condition=condition,
                    by=request.user,
                )
            except Blocked as blocked:
                trouble = blocked.blockers
            else:
                return pages.to_question(desk, question.key)
    title = _("When it is asked")
    context = {
        "desk": desk,
        "question": question,
        "form": form,
        "target": target,
        "offered": offered(asked, question.key),
        "has_condition": question.spec.condition is not None,
        "blockers": pages.write_blockers(desk),
        "trouble": trouble,
        "breadcrumbs": pages.builder_crumbs(desk, Crumb(title)),
    }
    status = pages.refused(desk, trouble, context["blockers"])
    template = "questionnaires/builder/form_question_condition.html"
    return render(request, template, context, status=status)


def _now(question: Question) -> str:
    condition = question.spec.condition
    return condition.question if condition else ""


def form_question_bind(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """Let the portal fill in what it knows."""
    question = pages.question_of(desk)
    source = request.POST.get("source", "")
    if source and (source not in BY_KEY or BY_KEY[source].read is None):
        raise Http404
    return pages.act(
        desk,
        editing.bind_question,
        anchor=anchor_of(question.key),
        key=question.key,
        source=source,
    )
