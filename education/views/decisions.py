"""What is decided of a practice: asked, confirmed, reviewed, published, withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.ui.decision_forms import ReasonForm
from core.ui.pieces import Crumb
from education.domain import practices
from education.forms import ConsentForm
from education.models import Practice
from education.views.places import crumbs, known_practice, practice_crumb, to_practice
from education.views.public import sections_of


@page("education.write_practice", writes={"POST"}, load=known_practice)
def practice_ask(request: PortalRequest, practice: Practice) -> HttpResponse:
    if request.method == "POST":
        practices.ask_validation(practice_id=practice.pk, by=request.user)
        messages.success(request, _("The practitioner has been asked to read and confirm it."))
    return to_practice(practice)


@page("education.validate_practice", writes={"POST"}, load=known_practice)
def practice_validate(request: PortalRequest, practice: Practice) -> HttpResponse:
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        practices.validate_practice(practice_id=practice.pk, by=request.user)
        messages.success(request, _("Thank you: a scientific editor reads it now."))
        return to_practice(practice)
    blockers = practices.validate_blockers(practice, request.user)
    return _decide(
        request, practice, "practice_validate", _("Confirm"), form=form, blockers=blockers
    )


@page("education.validate_practice", writes={"POST"}, load=known_practice)
def practice_retract(request: PortalRequest, practice: Practice) -> HttpResponse:
    if request.method == "POST":
        practices.retract_consent(practice_id=practice.pk, by=request.user)
        messages.success(request, _("Your consent is taken back: the practice is a draft again."))
    return to_practice(practice)


@page("education.review_practice", writes={"POST"}, load=known_practice)
def practice_approve(request: PortalRequest, practice: Practice) -> HttpResponse:
    help_text = _("What holds, and for whom it can be useful. It stays with the practice.")
    form = ReasonForm(request.POST or None, help_text=help_text)
    if request.method == "POST" and form.is_valid():
        practices.approve_practice(
            practice_id=practice.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The practice is reviewed: it can be published."))
        return to_practice(practice)
    blockers = practices.review_blockers(practice, request.user)
    return _decide(
        request, practice, "practice_approve", _("Approve"), form=form, blockers=blockers
    )


@page("education.review_practice", writes={"POST"}, load=known_practice)
def practice_return(request: PortalRequest, practice: Practice) -> HttpResponse:
    help_text = _("What to put right. Who tells the practice reads it.")
    form = ReasonForm(request.POST or None, help_text=help_text)
    if request.method == "POST" and form.is_valid():
        practices.return_practice(
            practice_id=practice.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The practice is returned; who tells it has been told why."))
        return to_practice(practice)
    blockers = practices.review_blockers(practice, request.user)
    return _decide(request, practice, "practice_return", _("Return"), form=form, blockers=blockers)


@page("education.publish_practice", writes={"POST"}, load=known_practice)
def practice_publish(request: PortalRequest, practice: Practice) -> HttpResponse:
    if request.method == "POST":
        practices.publish_practice(practice_id=practice.pk, by=request.user)
        messages.success(request, _("The practice is published."))
        return to_practice(practice)
    blockers = practices.publish_blockers(practice)
    return _decide(
        request, practice, "practice_publish", _("Publish"), form=None, blockers=blockers
    )


@page("education.withdraw_practice", writes={"POST"}, load=known_practice)
def practice_withdraw(request: PortalRequest, practice: Practice) -> HttpResponse:
    help_text = _("It stays in the record; the public pages only lose the practice.")
    form = ReasonForm(request.POST or None, help_text=help_text)
    if request.method == "POST" and form.is_valid():
        practices.withdraw_practice(
            practice_id=practice.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The practice is withdrawn: nobody finds it any more."))
        return to_practice(practice)
    blockers = practices.withdraw_blockers(practice)
    return _decide(
        request, practice, "practice_withdraw", _("Withdraw"), form=form, blockers=blockers
    )


def _decide(
    request: PortalRequest, practice: Practice, name: str, title: str, *, form: Any, blockers: Any
) -> HttpResponse:
    context = {
        "practice": practice,
        "form": form,
        "sections": sections_of(practice),
        "blockers": blockers,
        "breadcrumbs": crumbs(request, practice_crumb(practice), Crumb(title)),
    }
    return render(request, f"education/{name}.html", context)
