"""Pages of whoever runs the installation: programmes and accounts, never a programme's content."""

from functools import partial
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.http import SignedInRequest
from core.access.models import User
from core.access.page import page
from core.programmes.domain.programmes import create_programme
from core.programmes.models import Programme
from core.programmes.reading import Refused
from topmetro.definition import load_definition
from topmetro.platform import forms, queries
from topmetro.platform.domain.accounts import reset_second_factor, reset_second_factor_blockers
from topmetro.platform.domain.coordinators import invite_coordinator

OPERATE = "access.operate_platform"


def programme_of(request: SignedInRequest, programme_id: UUID) -> Programme:
    programme = Programme.objects.filter(pk=programme_id).first()
    if programme is None:
        raise Http404
    return programme


def person_of(request: SignedInRequest, person_id: UUID) -> User:
    person = User.objects.filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


@page(OPERATE)
def programme_list(request: SignedInRequest) -> HttpResponse:
    """Every programme's name, address and state."""
    return render(request, "platform/programme_list.html", {"programmes": queries.programmes()})


@page(OPERATE, writes={"POST"})
def programme_create(request: SignedInRequest) -> HttpResponse:
    """A programme with nothing in it, to be filled by its coordinators."""
    form = forms.ProgrammeForm(request.POST or None)
    if programme := form.taken_by(partial(create_programme, by=request.user)):
        messages.success(request, _("The programme exists, as a draft. Invite its coordinator."))
        return redirect("platform:programme_detail", programme_id=programme.pk)
    return render(request, "platform/programme_create.html", {"form": form}, status=_status(form))


@page(OPERATE, writes={"POST"})
def programme_load(request: SignedInRequest) -> HttpResponse:
    """A programme as a definition file describes it; a file with one mistake writes nothing."""
    form = forms.DefinitionForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            programme = load_definition(form.cleaned_data["definition"], by=request.user)
        except Refused as refused:
            for fault in refused.faults:
                form.add_error("definition", str(fault))
        else:
            messages.success(
                request, _("The programme is loaded, as a draft. Invite its coordinator.")
            )
            return redirect("platform:programme_detail", programme_id=programme.pk)
    return render(request, "platform/programme_load.html", {"form": form}, status=_status(form))


@page(OPERATE, load=programme_of)
def programme_detail(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Its name and state, and whether anybody coordinates it."""
    context = {
        "shown": programme,
        "coordinators": queries.coordinators(programme),
        "form": forms.CoordinatorForm(),
    }
    return render(request, "platform/programme_detail.html", context)


@page(OPERATE, writes={"POST"}, load=programme_of)
def coordinator_invite(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Send the first coordinator their invitation."""
    form = forms.CoordinatorForm(request.POST or None)
    if form.is_valid():
        invite_coordinator(programme_id=programme.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The invitation is on its way."))
        return redirect("platform:programme_detail", programme_id=programme.pk)
    context = {"shown": programme, "coordinators": queries.coordinators(programme), "form": form}
    return render(request, "platform/programme_detail.html", context, status=_status(form))


@page(OPERATE)
def account_search(request: SignedInRequest) -> HttpResponse:
    """Find one account by its whole address."""
    form = forms.AccountSearchForm(request.GET or None)
    context: dict[str, object] = {
        "form": form,
        "events": queries.newest_events(),
        "searched": False,
    }
    if form.is_valid():
        person = User.objects.filter(email=form.cleaned_data["email"].lower()).first()
        if person is not None:
            return redirect("platform:account_detail", person_id=person.pk)
        context["searched"] = True
    return render(request, "platform/account_search.html", context)


@page(OPERATE, load=person_of)
def account_detail(request: SignedInRequest, person: User) -> HttpResponse:
    """One account: whether it has a second factor, and what was done to it."""
    return render(
        request, "platform/account_detail.html", _account(request, person, forms.ResetForm())
    )


@page(OPERATE, writes={"POST"}, load=person_of)
def second_factor_reset(request: SignedInRequest, person: User) -> HttpResponse:
    """Remove a lost second factor, with a reason."""
    form = forms.ResetForm(request.POST or None)
    if form.is_valid():
        reset_second_factor(
            person_id=person.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The second factor is reset. Both of you receive an e-mail."))
        return redirect("platform:account_detail", person_id=person.pk)
    context = _account(request, person, form)
    return render(request, "platform/account_detail.html", context, status=_status(form))


def _account(request: SignedInRequest, person: User, form: forms.ResetForm) -> dict[str, object]:
    return {
        "person": person,
        "has_second_factor": is_mfa_enabled(person),
        "blockers": reset_second_factor_blockers(person, by=request.user, reason="-"),
        "events": queries.newest_events(person),
        "form": form,
    }


def _status(form: BaseForm) -> int:
    """422 tells scripts and tests that what was sent is shown again with its errors."""
    return 422 if form.is_bound and not form.is_valid() else 200
