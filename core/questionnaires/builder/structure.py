"""The builder's page and its sections: what is there, in which order, and copies from other forms."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access.blocked import Blocked
from core.access.http import PortalRequest
from core.questionnaires.builder import pages
from core.questionnaires.builder.desk import FormDesk
from core.questionnaires.builder.forms import SectionForm, section_initial
from core.questionnaires.builder.outline import outline_of
from core.questionnaires.domain import copying, editing, restoring
from core.questionnaires.models import Section, Version
from core.questionnaires.queries import anchor_of
from core.ui.pieces import Crumb


def form_build(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """Sections and questions as cards, with everything that can be done to them."""
    return pages.builder_page(desk)


def form_section_add(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    version = pages.version_of(desk)
    form = SectionForm(request.POST or None)
    blockers = pages.write_blockers(desk)
    if request.method == "POST" and not blockers and form.is_valid():
        data = form.cleaned_data
        made = editing.add_section(
            version_id=version.pk, title=data["title"], intro=data["intro"], by=request.user
        )
        return pages.to_builder(desk, f"s-{made.key}")
    return _section_page(desk, _("New section"), form)


def form_section_change(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    section = pages.section_of(desk)
    form = SectionForm(request.POST or None, initial=section_initial(section))
    clashes: list[tuple[str, str]] = []
    if request.method == "POST" and not pages.write_blockers(desk) and form.is_valid():
        data = form.cleaned_data
        try:
            editing.change_section(
                version_id=section.version_id,
                key=section.key,
                title=data["title"],
                intro=data["intro"],
                mark=data["mark"],
                by=request.user,
            )
        except editing.ChangedMeanwhile:
            clashes = form.show_saved(section_initial(section))
        else:
            return pages.to_builder(desk, f"s-{section.key}")
    return _section_page(desk, str(section.title), form, clashes)


def _section_page(
    desk: FormDesk, title: str, form: SectionForm, clashes: list[tuple[str, str]] | None = None
) -> HttpResponse:
    context = {
        "desk": desk,
        "form": form,
        "title": title,
        "clashes": clashes or [],
        "blockers": pages.write_blockers(desk),
        "breadcrumbs": pages.builder_crumbs(desk, Crumb(title)),
    }
    status = pages.refused(desk, clashes, context["blockers"])
    template = "questionnaires/builder/form_section.html"
    return render(desk.request, template, context, status=status)


def form_section_remove(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    return _take_out(desk, editing.remove_section, pages.argument(desk, "section"))


def form_question_remove(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    return _take_out(desk, editing.remove_question, pages.argument(desk, "question"))


def _take_out(desk: FormDesk, verb: Callable[..., None], key: str) -> HttpResponse:
    """Take it out, and say where it can be put back from."""
    done = _("It is out. You can put it back: see “Taken out of this draft”.")
    return pages.act(desk, verb, done=done, key=key, used=desk.used())


def form_restore(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """Put back what was taken out."""
    part = next(
        (each for each in pages.version_of(desk).removed.all()
         if str(each.pk) == request.POST.get("part")),
        None,
    )  # fmt: skip
    if part is None:
        return pages.to_builder(desk)
    anchor = f"s-{part.spec['key']}" if part.is_section else anchor_of(part.spec["key"])
    return pages.act(desk, restoring.restore_part, anchor=anchor, part_id=part.pk)


def form_question_duplicate(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    key = pages.argument(desk, "question")
    return pages.act(desk, editing.duplicate_question, anchor=anchor_of(key), key=key)


def form_move(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """One step by a button, or to a place by dragging: `question` or `section`, and where to.

    `step` is "up" or "down"; without it `to` (a section's key) and `place` (from 0) say where.
    """
    posted = request.POST
    key, step = posted.get("question", ""), posted.get("step", "")
    try:
        place = int(posted.get("place", ""))
    except ValueError:
        place = 0
    if not key:
        return _move_section(desk, posted.get("section", ""), step, place)
    if step:
        down = step == "down"
        return pages.act(desk, editing.step_question, anchor=anchor_of(key), key=key, down=down)
    return pages.act(
        desk,
        editing.move_question,
        anchor=anchor_of(key),
        key=key,
        section_key=posted.get("to", ""),
        place=place,
    )


def _move_section(desk: FormDesk, key: str, step: str, place: int) -> HttpResponse:
    if step:
        keys = [each.key for each in outline_of(pages.version_of(desk)).sections]
        here = keys.index(key) if key in keys else 0
        place = here + (1 if step == "down" else -1)
    return pages.act(desk, editing.move_section, anchor=f"s-{key}", key=key, place=place)


def form_copy(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """Questions of another form of the programme, chosen one by one or a section at a time."""
    section = pages.section_of(desk)
    source = pages.form_named(request.POST.get("form") or request.GET.get("modulo"))
    blockers = pages.write_blockers(desk)
    if request.method == "POST" and source is not None and not blockers:
        try:
            copied = _copy(request, section, source)
        except Blocked as blocked:
            blockers = blocked.blockers
        else:
            _say_copied(request, copied)
            return pages.to_builder(desk, f"s-{copied.section}")
    title = _("Copy questions from another form")
    context = {
        "desk": desk,
        "section": section,
        "title": title,
        "source": source,
        "outline": outline_of(source) if source else None,
        "forms": pages.other_forms(section.version),
        "blockers": blockers,
        "breadcrumbs": pages.builder_crumbs(desk, Crumb(title)),
    }
    status = pages.refused(desk, blockers)
    return render(request, "questionnaires/builder/form_copy.html", context, status=status)


def _copy(request: PortalRequest, section: Section, source: Version) -> copying.Copied:
    """A whole section to the end of the form, or the chosen questions to the end of `section`."""
    whole = source.sections.filter(key=request.POST.get("whole", "")).first()
    if whole is not None:
        return copying.copy_section(version_id=section.version_id, source=whole, by=request.user)
    return copying.copy_questions(
        version_id=section.version_id,
        section_key=section.key,
        source=source,
        keys=request.POST.getlist("question"),
        by=request.user,
    )


def _say_copied(request: PortalRequest, copied: copying.Copied) -> None:
    count = len(copied.questions)
    if not count:
        messages.warning(request, _("No question was chosen: nothing was copied."))
        return
    text = ngettext("%(count)s question copied.", "%(count)s questions copied.", count)
    messages.success(request, text % {"count": count})
    for question in copied.loosened:
        text = _(
            "“%(question)s” is now always asked: the question on which it depended was not copied."
        )
        messages.warning(request, text % {"question": question.label})
