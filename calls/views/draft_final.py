"""Around the last step of a draft: its PDF, its signature, the state of the lead's record, open comments."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls import blockers, draft_paths
from calls.domain import draft_signing as signing
from calls.draft_enums import SigningMode
from calls.forms.drafts import DeclarationForm, SignedFileForm, SigningRuleForm
from calls.models import Call, Submission
from calls.queries.draft_record import record_of_lead
from calls.queries.draft_signing import signature_of, signing_mode
from calls.queries.draft_work import open_threads
from calls.views.loaders import desk_call, submission
from calls.views.places import (
    desk_crumb,
    desk_crumbs,
    my_crumbs,
    submission_crumb,
    to_desk,
    to_submission,
)
from core.access.http import PortalRequest
from core.access.page import page
from core.documents.domain.pdf import ask_pdf
from core.documents.queries import pdf_of
from core.questionnaires.readable import readable
from core.ui.pieces import Crumb


def final_context(request: PortalRequest, target: Submission) -> dict[str, Any]:
    """What the page that reads a draft whole shows beside its answers."""
    mode = signing_mode(target.call)
    wants = mode != SigningMode.NONE and not target.is_on_behalf
    return {
        "record": record_of_lead(target),
        "open_comments": open_threads(target),
        "job": pdf_of(target, signing.PDF),
        "paper_is_current": signing.paper_is_current(target),
        "signing_mode": mode.label if wants else "",
        "signature": signature_of(target) if wants else None,
    }


@page("calls.comment_draft", load=submission)
def draft_print(request: PortalRequest, target: Submission) -> HttpResponse:
    """The draft on paper, as it stands: also what is being changed in an application sent before."""
    if not target.is_being_written:
        return to_submission(target)
    context = {
        "submission": target,
        "call": target.call,
        "sections": readable(target.sheet, get_language() or "it"),
        "sending": None,
    }
    return render(request, "calls/submission_print.html", context)


@page("calls.write_submission", writes={"POST"}, load=submission)
def draft_pdf(request: PortalRequest, target: Submission) -> HttpResponse:
    """Have the PDF drawn of what the draft says now."""
    if request.method == "POST" and not blockers.write_blockers(target):
        ask_pdf(signing.PDF, about=target, by=request.user, renew=True)
    back = draft_paths.signing if request.POST.get("back") == "sign" else draft_paths.final
    return redirect(f"{back(target)}#paper")


@page("calls.write_submission", writes={"POST"}, load=submission)
def submission_sign(request: PortalRequest, target: Submission) -> HttpResponse:
    """The signature that the call asks for (C15); a typed one is only the signatory's own."""
    mode = signing_mode(target.call)
    if mode == SigningMode.NONE or target.is_on_behalf:
        return redirect(draft_paths.final(target))
    in_person = mode == SigningMode.DECLARATION
    may_sign = not in_person or request.user.has_perm("calls.sign_submission", target)
    form = _form(request, target, in_person=in_person)
    found = signing.sign_blockers(target, mode)
    if request.method == "POST" and may_sign and form.is_valid() and _sign(request, target, form):
        messages.success(request, _("The application is signed as it stands: it can be sent."))
        return redirect(draft_paths.final(target))
    context = {
        "submission": target,
        "call": target.call,
        "form": form,
        "in_person": in_person,
        "may_sign": may_sign,
        "blockers": found,
        "signature": signature_of(target),
        "earlier": target.signatures.order_by("-signed_at"),
        "job": pdf_of(target, signing.PDF),
        "paper_is_current": signing.paper_is_current(target),
        "breadcrumbs": my_crumbs(request, submission_crumb(target), Crumb(_("Signature"))),
    }
    return render(request, "calls/submission_sign.html", context)


@page("calls.change_call", writes={"POST"}, load=desk_call)
def call_signing(request: PortalRequest, call: Call) -> HttpResponse:
    """How applications to a call are signed; said while it is a draft."""
    form = SigningRuleForm(request.POST or None, initial={"mode": signing_mode(call)})
    if request.method == "POST" and form.is_valid():
        mode = SigningMode(form.cleaned_data["mode"])
        signing.set_signing(call_id=call.pk, mode=mode, by=request.user)
        messages.success(request, _("Saved."))
        return to_desk(call)
    context = {
        "call": call,
        "form": form,
        "blockers": signing.signing_rule_blockers(call),
        "mode": signing_mode(call),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Signature"))),
    }
    return render(request, "calls/call_signing.html", context)


def _form(
    request: PortalRequest, target: Submission, *, in_person: bool
) -> DeclarationForm | SignedFileForm:
    rows = signing.signatories_of(target)
    if in_person:
        return DeclarationForm(request.POST or None, signatories=rows)
    return SignedFileForm(request.POST or None, request.FILES or None, signatories=rows)


def _sign(
    request: PortalRequest, target: Submission, form: DeclarationForm | SignedFileForm
) -> bool:
    """Whether it is signed; what is wrong with a file stands under its field."""
    signatory = UUID(form.cleaned_data["signatory"])
    if isinstance(form, DeclarationForm):
        signing.sign_by_declaration(
            submission_id=target.pk, signatory_id=signatory, by=request.user
        )
        return True
    try:
        signing.sign_with_file(
            submission_id=target.pk, signatory_id=signatory,
            upload=form.cleaned_data["file"], by=request.user,
        )  # fmt: skip
    except ValidationError as error:
        form.add_error("file", error)
        return False
    return True
