"""What the builder's pages share: the version on the table, the page itself, an act and what refuses it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.blocked import Blocked, Blocker
from core.questionnaires.builder.desk import FormDesk
from core.questionnaires.builder.outline import Outline, english_missing, outline_of
from core.questionnaires.domain.editing import edit_blockers
from core.questionnaires.domain.undoing import Changes, changes_of
from core.questionnaires.domain.versions import publish_blockers
from core.questionnaires.models import Question, Questionnaire, Section, Version
from core.questionnaires.queries import anchor_of
from core.ui.pieces import Crumb

CONFLICT = 409


def version_of(desk: FormDesk) -> Version:
    """The version on the table; 404 before the form has begun."""
    version = desk.version
    if version is None:
        raise Http404
    return version


def argument(desk: FormDesk, name: str) -> str:
    """`section` or `question`, from the address."""
    match = desk.request.resolver_match
    assert match is not None
    return str(match.kwargs[name])


def section_of(desk: FormDesk) -> Section:
    found = version_of(desk).sections.filter(key=argument(desk, "section")).first()
    if found is None:
        raise Http404
    return found


def question_of(desk: FormDesk) -> Question:
    found = version_of(desk).questions.filter(key=argument(desk, "question")).first()
    if found is None:
        raise Http404
    return found


def builder_crumbs(desk: FormDesk, *last: Crumb) -> list[Crumb]:
    return desk.crumbs(Crumb(_("Form"), desk.url("form_build") if last else ""), *last)


def write_blockers(desk: FormDesk) -> list[Blocker]:
    """Why nothing can be written on this desk now."""
    version = desk.version
    return [*desk.blockers(), *(edit_blockers(version) if version else ())]


def changes_on(desk: FormDesk) -> Changes | None:
    """What was done to the draft on this desk, while it can be written."""
    version = desk.version
    if version is None or write_blockers(desk):
        return None
    return changes_of(version, "made_by", "undone_by")


def refused(desk: FormDesk, *reasons: object) -> int:
    """The status of a page of the builder: 409 when something sent was not done, whatever the reason."""
    sent = desk.request.method == "POST"
    return CONFLICT if sent and any(reasons) else 200


def to_builder(desk: FormDesk, anchor: str = "") -> HttpResponse:
    return redirect(f"{desk.url('form_build')}{'#' if anchor else ''}{anchor}")


def to_question(desk: FormDesk, key: str) -> HttpResponse:
    return to_builder(desk, anchor_of(key))


def act(
    desk: FormDesk, verb: Callable[..., Any], *, anchor: str = "", done: str = "", **arguments: Any
) -> HttpResponse:
    """Do one act of a button, say `done` and come back to its place; refused, the builder says why (409)."""
    if desk.request.method != "POST":
        return to_builder(desk)
    if found := write_blockers(desk):
        return builder_page(desk, trouble=found)
    try:
        verb(version_id=version_of(desk).pk, by=desk.request.user, **arguments)
    except Blocked as blocked:
        return builder_page(desk, trouble=blocked.blockers)
    except ObjectDoesNotExist:  # taken out meanwhile: the page says what is there now
        gone = _("That part of the form is no longer there: somebody has taken it out meanwhile.")
        return builder_page(desk, trouble=[Blocker("gone", gone)])
    if done:
        messages.success(desk.request, done)
    return to_builder(desk, anchor)


def builder_page(desk: FormDesk, *, trouble: list[Blocker] | None = None) -> HttpResponse:
    """The form on the table, or the ways to begin one."""
    version = desk.version
    outline = outline_of(version) if version else Outline((), 0, 0)
    context = {
        "desk": desk,
        "version": version,
        "outline": outline,
        "may_write": version is not None and not write_blockers(desk),
        "blockers": list(desk.blockers()),
        "trouble": trouble or [],
        "english": english_missing(outline, desk),
        "repeated": [card for card in outline.cards if card.known],
        "to_publish": _unpublished(desk, version),
        "removed": list(version.removed.all()) if version and not version.is_published else [],
        "changes": changes_on(desk),
        "sources": other_forms(version) if version is None else [],
        "breadcrumbs": builder_crumbs(desk),
    }
    status = CONFLICT if trouble else 200
    return render(desk.request, "questionnaires/builder/form_build.html", context, status=status)


def _unpublished(desk: FormDesk, version: Version | None) -> list[Blocker]:
    if version is None or version.is_published:
        return []
    return [*publish_blockers(version), *desk.publish_blockers()]


def other_forms(version: Version | None) -> list[Version]:
    """The newest version of every other form of the programme, by title."""
    newest: dict[object, Version] = {}
    rows = Version.objects.select_related("questionnaire").order_by("number", "pk")
    for row in rows.exclude(questionnaire=version.questionnaire_id if version else None):
        newest[row.questionnaire_id] = row
    return sorted(newest.values(), key=lambda each: (str(each.questionnaire.title), str(each.pk)))


def form_named(key: str | None) -> Version | None:
    """The newest version of the form with this key, if the programme has one."""
    form = Questionnaire.objects.filter(key=key.replace("\x00", "")).first() if key else None
    return form.versions.order_by("-number").first() if form else None
