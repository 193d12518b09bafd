"""Where facilitators prepare and follow a call."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from calls import queries
from calls.domain import call_documents, calls, reopening
from calls.domain.call_copies import copy_call
from calls.domain.closing import blockers_everywhere
from calls.enums import CallKind, CallState
from calls.forms import CallForm, DocumentForm, NewCallForm, read_windows, window_forms
from calls.forms.call_notice import CopyForm, NoticeForm, suggested
from calls.lists import CALLS, with_numbers
from calls.models import Call
from calls.queries.scores import selection_of
from calls.views.history import history_of
from calls.views.loaders import desk_call
from calls.views.notice import has_terms, notice_context
from calls.views.parts import parts_of
from calls.views.places import desk_crumb, desk_crumbs, to_desk
from calls.views.public import card_of, documents_of
from core.access.http import PortalRequest
from core.access.page import page
from core.programmes.models import Territory
from core.questionnaires.domain.versions import to_spec
from core.ui.pieces import Crumb
from core.ui.returning import leading_back

EARLIER = 10
"""How many earlier calls the page of a new one offers as a model: the newest."""
_VERBS = ("change", "publish", "extend", "reopen", "cancel", "archive")


@page("calls.see_desk")
def call_desk(request: PortalRequest) -> HttpResponse:
    rows = with_numbers(queries.calls_visible_to(request.user), queries.visible_to(request.user))
    context = {
        "page": leading_back(CALLS, request.GET).page(rows, request.GET),
        "may_create": request.user.has_perm("calls.create_call"),
        "breadcrumbs": desk_crumbs(request),
    }
    return render(request, "calls/call_desk.html", context)


@page("calls.create_call", writes={"POST"})
def call_create(request: PortalRequest) -> HttpResponse:
    form = NewCallForm(request.POST or None, initial={"kind": CallKind.IDEAS})
    if request.method == "POST" and form.is_valid():
        call = calls.create_call(by=request.user, **form.cleaned_data)
        messages.success(request, _("The draft is saved: only who prepares calls can see it."))
        return to_desk(call)
    context = {
        "form": form,
        "earlier": queries.calls_visible_to(request.user).select_related("programme")[:EARLIER],
        "breadcrumbs": desk_crumbs(request, Crumb(_("New call"))),
    }
    return render(request, "calls/call_create.html", context)


@page("calls.change_call", writes={"POST"}, load=desk_call)
def call_change(request: PortalRequest, call: Call) -> HttpResponse:
    form = CallForm(request.POST or None, instance=call)
    return _change(request, call, form, _("Change"), "calls/call_change.html")


@page("calls.change_call", writes={"POST"}, load=desk_call)
def call_notice(request: PortalRequest, call: Call) -> HttpResponse:
    """What the notice says beside its texts: aims, resources, duration, requirements, partners."""
    form = NoticeForm(request.POST or None, instance=call)
    return _change(request, call, form, _("The notice"), "calls/call_notice.html")


def _change(
    request: PortalRequest, call: Call, form: CallForm | NoticeForm, title: str, template: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        calls.change_call(call_id=call.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return to_desk(call)
    context = {
        "form": form,
        "call": call,
        "blockers": calls.change_blockers(call, frozenset(form.fields)),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(title)),
    }
    return render(request, template, context)


@page("calls.create_call", writes={"POST"}, load=desk_call)
def call_copy(request: PortalRequest, call: Call) -> HttpResponse:
    """A new draft from this call: its texts, form and rule, with the days moved together."""
    form = CopyForm(request.POST or None, initial=suggested(call))
    if request.method == "POST" and form.is_valid():
        copy = copy_call(call_id=call.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The new draft is ready: check its texts and hours."))
        return to_desk(copy)
    context = {
        "form": form,
        "call": call,
        "windows": queries.moments_by_territory(call),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("New call from this one"))),
    }
    return render(request, "calls/call_copy.html", context)


@page("calls.change_call", writes={"POST"}, load=desk_call)
def call_windows(request: PortalRequest, call: Call) -> HttpResponse:
    rows = queries.moments_by_territory(call)
    forms = window_forms(rows, request.POST if request.method == "POST" else None)
    windows = read_windows(forms) if request.method == "POST" else None
    if windows is not None:
        calls.set_windows(call_id=call.pk, windows=windows, by=request.user)
        messages.success(request, _("The territories' windows are saved."))
        return to_desk(call)
    context = {
        "call": call,
        "forms": forms,
        "blockers": calls.change_blockers(call),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Windows by territory"))),
    }
    return render(request, "calls/call_windows.html", context)


@page("calls.see_desk", load=desk_call)
def call_manage(request: PortalRequest, call: Call) -> HttpResponse:
    windows = queries.moments_by_territory(call)
    numbers = queries.counts_read_by(request.user, call, [row.territory for row in windows])
    may = {name: request.user.has_perm(f"calls.{name}_call", call) for name in _VERBS}
    may["see_commission"] = request.user.has_perm("calls.see_commission", call)
    parts = parts_of(call) if call.state == CallState.DRAFT and may["change"] else []
    context = {
        "call": call,
        "card": card_of(call, [row.territory for row in windows]),
        "selection": selection_of(call),
        "terms": has_terms(call),
        "rows": [(row, numbers[row.territory.pk]) for row in windows],
        "reads_drafts": all(row["drafts"] is not None for row in numbers.values()),
        "reads_all_sent": all(row["sent"] is not None for row in numbers.values()),
        "documents": call.documents.select_related("document__programme"),
        "may": may,
        "may_export": request.user.has_perm("calls.export_submissions"),
        "may_enter": request.user.has_perm("calls.enter_on_behalf"),
        "may_rank": call.kind == CallKind.PROPOSALS
        and request.user.has_perm("calls.see_ranking", call),
        "is_ranked": queries.has_published_ranking(call),
        **notice_context(call),
        "ready": not calls.publish_blockers(call),
        "parts": parts,
        "to_answer": queries.questions_to_answer().filter(call=call).count(),
        "shows_territories": not parts or any(row.is_own for row in windows),
        "can_extend": may["extend"] and not blockers_everywhere(call, calls.extend_blockers),
        "can_reopen": may["reopen"] and not blockers_everywhere(call, reopening.reopen_blockers),
        "can_cancel": may["cancel"] and not calls.cancel_blockers(call),
        "can_archive": may["archive"] and not calls.archive_blockers(call),
        "can_attach": may["change"] and not call_documents.attach_blockers(call),
        "document_form": DocumentForm(),
        "extensions": call.extensions.select_related("territory").order_by("-decided_at", "-pk"),
        "history": history_of(call) if may["change"] else [],
        "breadcrumbs": desk_crumbs(request, Crumb(call.title), from_row=True),
    }
    return render(request, "calls/call_manage.html", context)


@page("calls.change_call", writes={"POST"}, load=desk_call)
def call_attach(request: PortalRequest, call: Call) -> HttpResponse:
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            call_documents.attach_document(
                call_id=call.pk,
                upload=form.cleaned_data["file"],
                title=form.cleaned_data["title"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, _("The document is attached."))
            return to_desk(call)
    context = {
        "call": call,
        "form": form,
        "blockers": call_documents.attach_blockers(call),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Add a document"))),
    }
    return render(request, "calls/call_attach.html", context)


@page("calls.change_call", writes={"POST"}, load=desk_call)
def call_detach(request: PortalRequest, call: Call) -> HttpResponse:
    if request.method == "POST":
        posted = request.POST.get("document")
        row = next((each for each in call.documents.all() if str(each.pk) == posted), None)
        if row is not None:
            call_documents.remove_document(
                call_id=call.pk, call_document_id=row.pk, by=request.user
            )
    return to_desk(call)


@page("calls.see_desk", load=desk_call)
def call_preview(request: PortalRequest, call: Call) -> HttpResponse:
    """The public page and the whole form, as an applicant will find them."""
    territories = list(Territory.objects.order_by("position", "pk"))
    context = {
        "call": call,
        "card": card_of(call, territories),
        "windows": queries.territory_windows(call, territories),
        "kinds": queries.kind_words(call),
        "selection": selection_of(call),
        "terms": has_terms(call),
        "documents": documents_of(call),
        "form": to_spec(call.version) if call.version else None,
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Preview"))),
    }
    return render(request, "calls/call_preview.html", context)
