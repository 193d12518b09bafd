"""Who helps with a draft: asking a mentor or facilitator, closing it again, sittings together."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from calls import blockers, draft_paths
from calls.domain import draft_help as verbs
from calls.forms.drafts import HelpForm, TogetherForm
from calls.models import DraftHelper, Submission
from calls.queries.draft_work import helpers_of, may_be_asked, sittings_of
from calls.views.loaders import draft_helper, submission
from calls.views.places import my_crumbs, submission_crumb
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb


@page("calls.comment_draft", writes={"POST"}, load=submission)
def draft_help(request: PortalRequest, target: Submission) -> HttpResponse:
    """Everybody of the draft sees who helps; only who may ask finds the form, and may send it."""
    may_ask = request.user.has_perm("calls.ask_help", target)
    form = HelpForm(request.POST or None, people=may_be_asked(target))
    if request.method == "POST" and may_ask and form.is_valid():
        verbs.ask_help(
            submission_id=target.pk,
            person=form.cleaned_data["person"],
            may_write=form.cleaned_data["may_write"],
            by=request.user,
        )
        messages.success(request, _("The draft is open to them, and they have been told."))
        return redirect(request.path)
    return _page(request, target, form=form, may_ask=may_ask)


@page("calls.end_help", writes={"POST"}, load=draft_helper)
def draft_help_end(request: PortalRequest, helper: DraftHelper) -> HttpResponse:
    """Close the draft to one person; whoever helps may step back alone."""
    if request.method == "POST":
        verbs.end_help(helper_id=helper.pk, by=request.user)
        messages.success(request, _("The draft is closed to them again."))
        if helper.person_id == request.user.pk:
            return redirect("area:home", slug=request.programme.slug)
    return redirect(draft_paths.help_page(helper.submission))


@page("calls.record_together", writes={"POST"}, load=submission)
def draft_together(request: PortalRequest, target: Submission) -> HttpResponse:
    """The facilitator who writes says who is beside (C16)."""
    form = TogetherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verbs.record_together(submission_id=target.pk, present=form.present, by=request.user)
        messages.success(request, _("Both names stand on the application now."))
        return redirect(draft_paths.help_page(target))
    return _page(request, target, together=form)


def _page(request: PortalRequest, target: Submission, **forms: Any) -> HttpResponse:
    may_ask = forms.pop("may_ask", request.user.has_perm("calls.ask_help", target))
    context = {
        "submission": target,
        "call": target.call,
        "helpers": [
            {"row": row, "may_end": request.user.has_perm("calls.end_help", row)}
            for row in helpers_of(target)
        ],
        "sittings": sittings_of(target),
        "may_ask": may_ask,
        "form": forms.get("form") or HelpForm(people=may_be_asked(target)),
        "may_record": request.user.has_perm("calls.record_together", target),
        "together": forms.get("together") or TogetherForm(),
        "blockers": blockers.write_blockers(target),
        "breadcrumbs": my_crumbs(request, submission_crumb(target), Crumb(_("Help"))),
    }
    return render(request, "calls/draft_help.html", context)
