"""The agreement of a project: its text, the declared signatures, the signed file, and its approval."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb
from projects import blockers, paths, queries
from projects.domain import agreements
from projects.domain.revisions import Stale
from projects.enums import Party, SignatureMethod
from projects.forms import AgreementForm, SignatureForm, SignedFileForm
from projects.models import Agreement, Project
from projects.views.history import history_of
from projects.views.loaders import project, project_with_agreement
from projects.views.places import project_crumbs, to_agreement

CONFLICT = 409


@page("projects.see_agreement", load=project_with_agreement)
def agreement_detail(request: PortalRequest, target: Project) -> HttpResponse:
    agreement = _agreement(target)
    change_blockers = blockers.change_agreement_blockers(agreement, text_too=False)
    may_prepare = request.user.has_perm("projects.draft_agreement", target)
    may_check = request.user.has_perm("projects.check_cup", target)
    context = {
        "project": target,
        "agreement": agreement,
        "signatures": agreement.signatures.select_related("declared_by"),
        "may_prepare": may_prepare and not change_blockers,
        "may_check": may_check and not blockers.check_cup_blockers(agreement),
        "may_approve": request.user.has_perm("projects.approve_agreement", target),
        "blockers": [] if agreement.is_in_force else blockers.approve_agreement_blockers(agreement),
        "unsigned": _unsigned(agreement),
        "history": history_of(target, agreement),
        "breadcrumbs": _crumbs(request, target),
    }
    return render(request, "projects/agreement_detail.html", context)


@page("projects.draft_agreement", writes={"POST"}, load=project)
def agreement_draft(request: PortalRequest, target: Project) -> HttpResponse:
    """The first text, or a change of it while nobody has signed."""
    agreement = queries.agreement_of(target)
    form = AgreementForm(request.POST or None, initial=_initial(target, agreement))
    clashes, status = [], 200
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, target, agreement, form)
        except Stale as stale:
            clashes, status = form.show_stale(stale.row), CONFLICT
        else:
            messages.success(request, _("Saved."))
            return to_agreement(target)
    found = (
        blockers.change_agreement_blockers(agreement, text_too=False)
        if agreement
        else blockers.draft_blockers(target)
    )
    context = {
        "project": target,
        "agreement": agreement,
        "form": form,
        "clashes": clashes,
        "blockers": found,
        "is_signed": bool(agreement and blockers.change_agreement_blockers(agreement)),
        "breadcrumbs": project_crumbs(request, target, Crumb(_("Agreement"))),
    }
    return render(request, "projects/agreement_draft.html", context, status=status)


@page("projects.sign_agreement", writes={"POST"}, load=project_with_agreement)
def agreement_sign(request: PortalRequest, target: Project) -> HttpResponse:
    """Declare one signature."""
    agreement = _agreement(target)
    unsigned = _unsigned(agreement)
    initial = {"party": unsigned[0] if unsigned else Party.BODY}
    form = SignatureForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        agreements.declare_signature(
            agreement_id=agreement.pk,
            party=Party(data["party"]),
            method=SignatureMethod(data["method"]),
            name=data["name"],
            role=data["role"],
            signed_on=data["signed_on"],
            by=request.user,
        )
        messages.success(request, _("The signature is declared."))
        return to_agreement(target)
    return _act_page(request, target, "agreement_sign", form, blockers.sign_blockers(agreement))


@page("projects.sign_agreement", writes={"POST"}, load=project_with_agreement)
def signature_remove(request: PortalRequest, target: Project) -> HttpResponse:
    party = request.POST.get("party", "")
    agreement = _agreement(target)
    if request.method == "POST" and agreement.signatures.filter(party=party).exists():
        agreements.remove_signature(agreement_id=agreement.pk, party=Party(party), by=request.user)
        messages.success(request, _("The declaration is taken back."))
    return to_agreement(target)


@page("projects.sign_agreement", writes={"POST"}, load=project_with_agreement)
def agreement_attach(request: PortalRequest, target: Project) -> HttpResponse:
    agreement = _agreement(target)
    form = SignedFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            agreements.attach_signed_file(
                agreement_id=agreement.pk, upload=form.cleaned_data["file"], by=request.user
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, _("The signed file is kept."))
            return to_agreement(target)
    return _act_page(request, target, "agreement_attach", form, blockers.sign_blockers(agreement))


@page("projects.sign_agreement", writes={"POST"}, load=project_with_agreement)
def agreement_detach(request: PortalRequest, target: Project) -> HttpResponse:
    if request.method == "POST":
        agreements.detach_signed_file(agreement_id=_agreement(target).pk, by=request.user)
        messages.success(request, _("The file is taken off the draft."))
    return to_agreement(target)


@page("projects.check_cup", writes={"POST"}, load=project_with_agreement)
def cup_check(request: PortalRequest, target: Project) -> HttpResponse:
    if request.method == "POST":
        agreements.check_cup(agreement_id=_agreement(target).pk, by=request.user)
        messages.success(request, _("The CUP is marked as found on OpenCUP."))
    return to_agreement(target)


@page("projects.approve_agreement", writes={"POST"}, load=project_with_agreement)
def agreement_approve(request: PortalRequest, target: Project) -> HttpResponse:
    agreement = _agreement(target)
    if request.method == "POST":
        agreements.approve_agreement(agreement_id=agreement.pk, by=request.user)
        messages.success(request, _("The agreement is in force; everybody has been told."))
        return to_agreement(target)
    found = blockers.approve_agreement_blockers(agreement)
    return _act_page(request, target, "agreement_approve", None, found)


def _agreement(target: Project) -> Agreement:
    found = queries.agreement_of(target)
    assert found is not None  # the loader answered 404 otherwise
    found.project = target
    return found


def _unsigned(agreement: Agreement) -> list[str]:
    signed = set(agreement.signatures.order_by().values_list("party", flat=True))
    return [party for party in Party.values if party not in signed]


def _initial(target: Project, agreement: Agreement | None) -> dict[str, Any]:
    if agreement is None:
        return {"text": _outline(target)}
    return {"text": agreement.text, "cup": agreement.cup, "revision": agreement.revision}


def _outline(target: Project) -> str:
    """Headings to begin from, with what the portal already knows; the text is the body's own."""
    context = {"project": target, "totals": queries.budget_totals(target)}
    return render_to_string("projects/agreement_outline.txt", context).strip()


def _save(
    request: PortalRequest, target: Project, agreement: Agreement | None, form: AgreementForm
) -> None:
    values = form.values()
    if agreement is None:
        agreements.draft_agreement(project_id=target.pk, by=request.user, **values)
        return
    agreements.change_agreement(
        agreement_id=agreement.pk, revision=form.read_revision(), by=request.user, **values
    )


def _act_page(
    request: PortalRequest, target: Project, name: str, form: Any, found: list[Any]
) -> HttpResponse:
    context = {
        "project": target,
        "agreement": _agreement(target),
        "form": form,
        "blockers": found,
        "breadcrumbs": project_crumbs(
            request, target, Crumb(_("Agreement"), paths.of(target, "agreement_detail"))
        ),
    }
    return render(request, f"projects/{name}.html", context)


def _crumbs(request: PortalRequest, target: Project) -> list[Crumb]:
    return project_crumbs(request, target, Crumb(_("Agreement")))
