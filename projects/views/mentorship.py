"""Mentorship as facilitators steer it: the networks with and without, the hours, the exports."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from calls import queries as calls
from core.access.http import PortalRequest
from core.access.page import page
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people.models import Network
from core.ui.downloads import download
from core.ui.pieces import Crumb
from core.ui.spreadsheets import as_csv, as_xlsx
from projects import mentorship_exports as exports
from projects.mentorship_lists import networks_listing
from projects.queries import mentorship as queries
from projects.queries import mentorship_log as log
from projects.queries.mentorship_hours import equity
from projects.views.mentorship_places import crumbs, tabs

if TYPE_CHECKING:
    from calls.models import Call


@page("projects.see_mentorships")
def mentorship_home(request: PortalRequest) -> HttpResponse:
    """Networks that answered a call: who accompanies them, and above all who has nobody (R12)."""
    call = _call(request)
    networks = _networks(request, call).select_related("territory", "programme")
    gap = queries.networks_without_mentor(call).select_related("territory") if call else []
    context = {
        "call": call,
        "calls": calls.answered_calls(),
        "gap": gap,
        "late": log.networks_with_overdue_actions(),
        "page": networks_listing().page(queries.with_mentorship(networks), request.GET),
        "unanswered": queries.unanswered_proposals(),
        "tabs": tabs(request, "mentorship_home"),
        "breadcrumbs": crumbs(request),
    }
    return render(request, "projects/mentorship_home.html", context)


@page("projects.see_mentorships")
def mentorship_equity(request: PortalRequest) -> HttpResponse:
    """Hours per network, so that who receives less is seen."""
    call = _call(request)
    context = {
        "call": call,
        "calls": calls.answered_calls(),
        "equity": equity(call),
        "tabs": tabs(request, "mentorship_equity"),
        "breadcrumbs": crumbs(request, Crumb(_("Hours by network"))),
    }
    return render(request, "projects/mentorship_equity.html", context)


@page(
    "projects.export_mentorships",
    writes={"GET"},
    reason="An export with names of people leaves an entry in the register.",
)
def mentorship_export(request: PortalRequest, what: str, extension: str) -> HttpResponse:
    """Hours by mentorship, or meeting by meeting; private notes are in neither (R14)."""
    tables = {"ore": exports.hours_rows, "incontri": exports.meeting_rows}
    if what not in tables or extension not in {"csv", "xlsx"}:
        raise Http404
    rows = tables[what]()
    content = as_csv(rows) if extension == "csv" else as_xlsx(rows, title=_("Mentorship"))
    record(request.programme, Verb.EXPORT, by=request.user, data={"what": what, "as": extension})
    return download(content, f"mentorship-{what}.{extension}")


def _networks(request: PortalRequest, call: "Call | None") -> QuerySet[Network]:
    """Those that answered the call; late ones whichever call they answered, unless one is named."""
    if request.GET.get("actions") == "overdue" and "call" not in request.GET:
        return Network.objects.all()
    return queries.networks_to_accompany(call)


def _call(request: PortalRequest) -> "Call | None":
    """The call that the address names, else the one to cover."""
    named: Any = request.GET.get("call", "")
    try:
        key = UUID(named)
    except ValueError:
        return queries.call_to_cover()
    return calls.answered_calls().filter(pk=key).first() or queries.call_to_cover()
