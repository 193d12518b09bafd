"""The last step and what follows: reading it whole, sending, receipt, reopening, withdrawing, confirming."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls import blockers, paths, queries
from calls.domain import on_behalf, submissions
from calls.forms import WithdrawForm
from calls.models import Submission
from calls.views.draft_final import final_context
from calls.views.drafts import draft_context
from calls.views.loaders import submission
from calls.views.places import my_crumbs, submission_crumb, to_submission
from calls.views.stepper import FINAL, step_url
from core.access.http import PortalRequest
from core.access.page import page
from core.documents.queries import pdf_of
from core.questionnaires import queries as questionnaires
from core.questionnaires.readable import readable
from core.ui.pieces import Crumb


@page("calls.write_submission", writes={"POST"}, load=submission)
def submission_submit(request: PortalRequest, target: Submission) -> HttpResponse:
    """Everybody who writes may read the whole and its checklist; only who may send sees the button."""
    may_submit = request.user.has_perm("calls.submit_submission", target)
    if request.method == "POST":
        if not may_submit:
            raise PermissionDenied
        submissions.submit_submission(submission_id=target.pk, by=request.user)
        return redirect("calls:submission_receipt", slug=request.programme.slug, key=target.pk)
    if not target.is_being_written:
        return to_submission(target)
    filled = questionnaires.load(target.sheet)
    lacking = questionnaires.missing(filled)
    context = {
        **draft_context(request, target, FINAL, _("Read and send")),
        "sections": readable(filled, get_language() or "it"),
        "may_submit": may_submit,
        **final_context(request, target),
        "missing": [
            (lack, f"{step_url(target, lack.section_key)}#{lack.anchor}") for lack in lacking
        ],
        "submit_blockers": [
            found
            for found in blockers.submit_blockers(target)
            if not found.code.startswith("missing:")
        ],
    }
    return render(request, "calls/submission_submit.html", context)


@page("calls.see_submission", load=submission)
def submission_receipt(request: PortalRequest, target: Submission) -> HttpResponse:
    receipt = queries.last_receipt(target)
    if receipt is None:
        return to_submission(target)
    earlier = list(target.receipts.exclude(pk=receipt.pk).select_related("sending"))
    context = {
        "submission": target,
        "call": target.call,
        "receipt": receipt,
        "version": len(earlier) + 1,
        "job": pdf_of(receipt, "calls.receipt"),
        "can_reopen": request.user.has_perm("calls.reopen_submission", target)
        and not blockers.reopen_blockers(target),
        "closes_at": queries.window_of(target.call, target.territory_id).closes_at,
        "earlier": earlier,
        "breadcrumbs": my_crumbs(request, submission_crumb(target), Crumb(_("Receipt"))),
    }
    return render(request, "calls/submission_receipt.html", context)


@page("calls.reopen_submission", writes={"POST"}, load=submission)
def submission_reopen(request: PortalRequest, target: Submission) -> HttpResponse:
    if request.method == "POST":
        submissions.reopen_submission(submission_id=target.pk, by=request.user)
        messages.info(request, _("What you sent counts until you send again."))
        return redirect(paths.draft(target))
    return to_submission(target)


@page("calls.withdraw_submission", writes={"POST"}, load=submission)
def submission_withdraw(request: PortalRequest, target: Submission) -> HttpResponse:
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        submissions.withdraw_submission(
            submission_id=target.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The application is withdrawn; it stays in the record."))
        return to_submission(target)
    context = {
        "submission": target,
        "form": form,
        "blockers": blockers.withdraw_blockers(target),
        "breadcrumbs": my_crumbs(request, submission_crumb(target), Crumb(_("Withdraw"))),
    }
    return render(request, "calls/submission_withdraw.html", context)


@page("calls.confirm_submission", writes={"POST"}, load=submission)
def submission_confirm(request: PortalRequest, target: Submission) -> HttpResponse:
    """The applicant reads what was entered for it and says that it is its own (C16)."""
    if request.method == "POST":
        on_behalf.confirm_on_behalf(submission_id=target.pk, by=request.user)
        messages.success(request, _("Thank you: the application is confirmed."))
        return to_submission(target)
    sending = queries.last_sending(target)
    context = {
        "submission": target,
        "call": target.call,
        "sections": readable(sending.sheet if sending else target.sheet, get_language() or "it"),
        "blockers": blockers.confirm_blockers(target, request.user),
        "breadcrumbs": my_crumbs(request, submission_crumb(target), Crumb(_("Confirm"))),
    }
    return render(request, "calls/submission_confirm.html", context)
