"""The last changes of a draft in words; undoing them, with a question first where they were another's."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access.blocked import Blocked, Blocker
from core.access.http import PortalRequest
from core.questionnaires.builder import pages
from core.questionnaires.builder.desk import FormDesk
from core.questionnaires.domain import undoing
from core.ui.pieces import Crumb


def form_changes(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """Who changed what and when, and from which point the form can be had back."""
    title = _("Changes of this draft")
    context = {
        "desk": desk,
        "changes": pages.changes_on(desk),
        "breadcrumbs": pages.builder_crumbs(desk, Crumb(title)),
    }
    return render(request, "questionnaires/builder/form_changes.html", context)


def form_undo(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """What would be undone and whose it was, then the button; one's own last change needs no question."""
    version, asked = pages.version_of(desk), request.POST or request.GET
    back_to, seen = _key(asked.get("to")), _key(asked.get("seen"))
    changes = undoing.changes_of(version, "made_by").to_undo(back_to)
    others = [each for each in changes if each.made_by_id != request.user.pk]
    trouble: list[Blocker] = []
    if request.method == "POST" and ("sure" in request.POST or not others):
        if blocked := pages.write_blockers(desk):
            return pages.builder_page(desk, trouble=blocked)
        try:
            done = undoing.undo_changes(
                version_id=version.pk, seen=seen, back_to=back_to, by=request.user, used=desk.used()
            )
        except Blocked as refusal:
            trouble = refusal.blockers
        else:
            text = ngettext("Undone: %(count)d change.", "Undone: %(count)d changes.", len(done))
            messages.success(request, text % {"count": len(done)})
            return pages.to_builder(desk)
    if not changes:
        return pages.builder_page(desk, trouble=trouble) if trouble else pages.to_builder(desk)
    title = _("Undo changes")
    context: dict[str, Any] = {
        "desk": desk,
        "changes": changes,
        "others": others,
        "seen": changes[0],
        "to": back_to or "",
        "trouble": trouble,
        "breadcrumbs": pages.builder_crumbs(desk, Crumb(title)),
    }
    status = pages.refused(desk, trouble, others)
    return render(request, "questionnaires/builder/form_undo.html", context, status=status)


def form_redo(request: PortalRequest, desk: FormDesk) -> HttpResponse:
    """Do again what was undone last."""
    seen = _key(request.POST.get("seen"))
    again = _("Done again.")
    return pages.act(desk, undoing.redo_change, done=again, seen=seen, used=desk.used())


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
