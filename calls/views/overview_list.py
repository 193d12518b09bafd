"""The list of a call's applications, the views that people keep of it, and its export."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls import exports, overview_lists, paths, queries
from calls.domain import handling, views_of_lists
from calls.domain.views_of_lists import SUBMISSIONS
from calls.enums import CallKind
from calls.forms.overview import ViewForm
from calls.lists import of_call
from calls.models import Call, SavedView
from calls.queries.kept_views import own_and_offered
from calls.queries.listed import places_of, waiting_in
from calls.views.loaders import call_to_export, desk_call, listed_call
from calls.views.places import desk_crumb, desk_crumbs
from core.access.http import PortalRequest
from core.access.page import page
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.ui.downloads import download
from core.ui.pieces import Crumb
from core.ui.spreadsheets import as_csv, as_xlsx


@page("calls.see_submissions", load=listed_call)
def submission_list(request: PortalRequest, call: Call) -> HttpResponse:
    if canonical := _one_address(request.GET):
        return redirect(f"{request.path}?{canonical}")
    return render(request, "calls/submission_list.html", _list_context(request, call, ViewForm()))


@page("calls.see_submissions", writes={"POST"}, load=listed_call)
def view_save(request: PortalRequest, call: Call) -> HttpResponse:
    """Keep the list as it stands, under a name; `query` is read again, never trusted."""
    asked = QueryDict(request.POST.get("query", ""))
    form = ViewForm(request.POST or None)
    listing = overview_lists.submissions_listing(call, request.user, asked, checks=True)
    query = listing.canonical(asked)
    verb = partial(views_of_lists.save_view, place=SUBMISSIONS, query=query, by=request.user)
    if request.method == "POST" and form.taken_by(verb) is not None:
        messages.success(request, _("The view is kept: you find it above the list of every call."))
        return redirect(f"{paths.applications(call)}?{query}")
    if request.method != "POST":
        return redirect(paths.applications(call))
    context = _list_context(request, call, form, asked)
    return render(request, "calls/submission_list.html", context, status=422)


def _list_context(
    request: PortalRequest, call: Call, form: ViewForm, asked: QueryDict | None = None
) -> dict[str, Any]:
    query = request.GET if asked is None else asked
    may_check = request.user.has_perm("calls.check_admissibility")
    to_check = waiting_in(call) if may_check else 0
    listing = overview_lists.submissions_listing(
        call, request.user, query, checks=bool(to_check), territories=places_of(call)
    )
    rows = of_call(call, queries.visible_to(request.user))
    rows = overview_lists.drawn(rows, query, checks=bool(to_check))
    canonical = listing.canonical(query)
    may_handle = request.user.has_perm("calls.handle_submissions")
    return {
        "call": call,
        "page": listing.page(rows, query),
        "columns": overview_lists.choices(call, query, checks=bool(to_check)),
        "carried": [
            (key, value) for key, value in QueryDict(canonical).items() if key != "columns"
        ],
        **_views(request, canonical),
        "view_form": form,
        "to_check": to_check,
        "query": canonical,
        "may_export": request.user.has_perm("calls.export_submissions"),
        "may_enter": request.user.has_perm("calls.enter_on_behalf"),
        "may_read_requests": call.kind == CallKind.PROPOSALS
        and request.user.has_perm("calls.see_integrations"),
        "may_handle": may_handle,
        "may_remind": may_handle and not handling.remind_blockers(call),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Applications"))),
    }


def _views(request: PortalRequest, canonical: str) -> dict[str, list[tuple[SavedView, bool]]]:
    """One's own views and those that others share, each with whether the list stands so now."""
    own, offered = own_and_offered(request.user, SUBMISSIONS)
    return {
        "views": [(view, view.query == canonical) for view in own],
        "shared_views": [(view, view.query == canonical) for view in offered],
    }


def _one_address(query: QueryDict) -> str:
    """A form of check boxes repeats its parameter; the list's own address names each thing once."""
    columns = query.getlist(overview_lists.COLUMNS)
    if len(columns) < 2:
        return ""
    joined = query.copy()
    joined[overview_lists.COLUMNS] = ",".join(columns)
    return joined.urlencode(safe=",")


@page("calls.export_submissions", load=desk_call)
def submission_export_choose(request: PortalRequest, call: Call) -> HttpResponse:
    """Which columns and which answers the file shall hold; the list's filters come along."""
    if call.version is None:
        raise Http404
    listing = overview_lists.submissions_listing(call, request.user, request.GET)
    sent = queries.visible_to(request.user).filter(submitted_at__isnull=False)
    canonical = listing.canonical(request.GET)
    context = {
        "call": call,
        "own_legend": _("About the application"),
        "own": exports.own_columns(),
        "answers_legend": _("Answers to the form"),
        "answers": exports.answer_columns(call, get_language() or "it"),
        "carried": list(QueryDict(canonical).items()),
        "back": f"{paths.applications(call)}?{canonical}",
        "count": listing.narrow(of_call(call, sent), request.GET).count(),
        "breadcrumbs": desk_crumbs(
            request,
            desk_crumb(call),
            Crumb(_("Applications"), paths.applications(call)),
            Crumb(_("Export")),
        ),
    }
    return render(request, "calls/submission_export_choose.html", context)


@page(
    "calls.export_submissions",
    writes={"GET"},
    reason="An export of personal data leaves an entry in the register.",
    load=call_to_export,
)
def submission_export(request: PortalRequest, call: Call) -> HttpResponse:
    """What the list shows, with every answer or those that were chosen; drafts are left out."""
    assert request.resolver_match is not None
    extension = request.resolver_match.kwargs["extension"]
    if call.version is None or extension not in {"csv", "xlsx"}:
        raise Http404
    listing = overview_lists.submissions_listing(call, request.user, request.GET)
    sent = queries.visible_to(request.user).filter(submitted_at__isnull=False)
    rows = listing.narrow(of_call(call, sent), request.GET).order_by("number", "pk")
    keys = frozenset(request.GET.getlist("take")) or None
    table = exports.rows_of(call, rows, get_language() or "it", keys)
    content = as_csv(table) if extension == "csv" else as_xlsx(table, title=str(call.title))
    data: dict[str, Any] = {"format": extension}
    if keys is not None:
        data["columns"] = len(keys)
    record(call, Verb.EXPORT, by=request.user, data=data)
    return download(content, f"{call.slug}.{extension}")
