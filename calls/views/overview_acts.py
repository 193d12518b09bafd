"""Acts on many applications at once: who looks after them, a reminder to who is still writing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls import overview_lists, paths, queries
from calls.domain import handling
from calls.forms.overview import AssignForm, RemindForm
from calls.lists import of_call
from calls.models import Call, Submission
from calls.overview_notices import DraftReminded
from calls.queries.submissions import BEING_WRITTEN
from calls.views.loaders import desk_call
from calls.views.places import desk_crumb, desk_crumbs
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb


@page("calls.handle_submissions", writes={"POST"}, load=desk_call)
def submission_assign_all(request: PortalRequest, call: Call) -> HttpResponse:
    """The list as it was narrowed, with a box for each row and one person to choose."""
    rows, total = _narrowed(request, call)
    form = AssignForm(request.POST or None, rows=rows, initial={"person": request.user.pk})
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        moved = handling.assign_submissions(
            call_id=call.pk, submission_ids=_keys(form.cleaned_data["rows"]), person=person,
            by=request.user,
        )  # fmt: skip
        words = ngettext(
            "%(count)d application changed hands.", "%(count)d applications changed hands.", moved
        )
        messages.success(request, words % {"count": moved})
        return redirect(_back(request, call))
    context = {
        "call": call,
        "form": form,
        "total": total,
        "left_out": total - len(rows),
        "back": _back(request, call),
        "breadcrumbs": _crumbs(request, call, _("Who looks after them")),
    }
    return render(request, "calls/submission_assign_all.html", context)


@page("calls.handle_submissions", writes={"POST"}, load=desk_call)
def submission_remind_all(request: PortalRequest, call: Call) -> HttpResponse:
    """Who is still writing, how many people would receive it, and the message itself."""
    rows, total = _narrowed(request, call, written=True)
    fresh, recent = handling.to_remind(rows)
    form = RemindForm(request.POST or None, rows=fresh)
    if request.method == "POST" and form.is_valid():
        told = handling.remind_writers(
            call_id=call.pk, submission_ids=_keys(form.cleaned_data["rows"]),
            note=form.cleaned_data["note"], by=request.user,
        )  # fmt: skip
        words = ngettext(
            "The reminder is on its way to who writes %(count)d draft.",
            "The reminder is on its way to who writes %(count)d drafts.",
            len(told),
        )
        messages.success(request, words % {"count": len(told)})
        return redirect(_back(request, call))
    note = request.POST.get("note", "")
    context = {
        "call": call,
        "form": form,
        "fresh": fresh,
        "recent": recent,
        "people": len({person.pk for row in fresh for person in queries.writers_of(row)}),
        "sample": DraftReminded(fresh[0], note=note).render(request.user) if fresh else None,
        "left_out": total - len(rows),
        "blockers": handling.remind_blockers(call),
        "back": _back(request, call),
        "breadcrumbs": _crumbs(request, call, _("Remind who is writing")),
    }
    return render(request, "calls/submission_remind_all.html", context)


def _narrowed(
    request: PortalRequest,
    call: Call,
    *,
    written: bool = False,
) -> tuple[list[Submission], int]:
    """The rows of the list as the address narrows it, at most so many as one act takes; and how many.

    `written` leaves out what nobody is writing now.
    """
    listing = overview_lists.submissions_listing(call, request.user, request.GET, checks=True)
    rows = of_call(call, queries.visible_to(request.user)).select_related("call__programme")
    found = listing.narrow(rows, request.GET).order_by("number", "title", "pk")
    if written:
        found = found.filter(BEING_WRITTEN)
    return list(found[: handling.AT_MOST]), found.count()


def _keys(posted: list[str]) -> list[UUID]:
    return [UUID(key) for key in posted]


def _back(request: PortalRequest, call: Call) -> str:
    listing = overview_lists.submissions_listing(call, request.user, request.GET, checks=True)
    canonical = listing.canonical(request.GET)
    return f"{paths.applications(call)}?{canonical}" if canonical else paths.applications(call)


def _crumbs(request: PortalRequest, call: Call, here: str) -> list[Crumb]:
    listed = Crumb(_("Applications"), _back(request, call))
    return desk_crumbs(request, desk_crumb(call), listed, Crumb(here))
