"""The report goes to the verifier and comes back: handed over, accepted, sent back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.access.blocked import Blocked
from core.access.http import PortalRequest
from core.access.page import page
from core.people import queries as people
from core.people.enums import RoleName
from core.ui.wording import day_text
from tranches import paths, queries
from tranches import report_blockers as blockers
from tranches.domain import reports
from tranches.enums import ReportState
from tranches.forms import ConfirmForm, ReportForm, ReportReturnForm
from tranches.models import ReportHandover, Tranche
from tranches.views.act_page import Act, act_page, posted, shown
from tranches.views.loaders import tranche as found
from tranches.views.loaders import tranche_of_report

Facts = list[tuple[str, str]]


@page("tranches.hand_over_report", writes={"POST"}, load=found)
def report_hand_over(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    standing = queries.report_standing(tranche)
    last = standing.handover
    known = {name: getattr(last, name) for name in ("reference", "signed_by_name")} if last else {}
    act = Act(
        heading=_("Hand the report over again") if last else _("Hand the report over"),
        lead=_(
            "The verifier hears of it at once. Until the answer comes you can hand over another one,"
            " which takes the place of this; both are kept."
        ),
        button=_("Hand it over"),
        done=_("The report is handed over: the receipt is in your mailbox and on this page."),
        facts=_last_words(standing),
    )

    def hand_over(data: dict[str, Any]) -> None:
        reports.hand_over_report(
            tranche_id=tranche.pk,
            upload=data["file"],
            reference=data["reference"],
            signed_by_name=data["signed_by_name"],
            note=data["note"],
            by=request.user,
        )

    try:
        return act_page(
            request,
            tranche,
            act,
            form=ReportForm(posted(request), request.FILES or None, initial=known),
            blockers=blockers.hand_over_blockers(tranche),
            do=hand_over,
        )
    except Blocked as refusal:  # a second click: the first one did it
        if not _is(refusal, blockers.TWICE):
            raise
        messages.info(request, refusal.blockers[0].message)
        return redirect(paths.detail(tranche))


@page("tranches.answer_report", writes={"POST"}, load=tranche_of_report)
def report_accept(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    act = Act(
        heading=_("Accept the report"),
        lead=_("The condition of the gate is met, with this file as its proof."),
        button=_("Accept it"),
        done=_("The report is accepted: the lead can ask for the instalment."),
    )

    def accept(key: UUID, data: dict[str, Any]) -> None:
        reports.accept_report(handover_id=key, by=request.user)

    return _answer_page(
        request, tranche, act, name="report_accept", form=ConfirmForm(posted(request)), do=accept
    )


@page("tranches.answer_report", writes={"POST"}, load=tranche_of_report)
def report_return(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    act = Act(
        heading=_("Send the report back"),
        lead=_("The lead reads why, puts it right and hands over another one."),
        button=_("Send the report back"),
        done=_("The report is sent back: the lead hears of it with the reason."),
        kind="danger",
    )

    def send_back(key: UUID, data: dict[str, Any]) -> None:
        reports.return_report(handover_id=key, by=request.user, **data)

    return _answer_page(
        request,
        tranche,
        act,
        name="report_return",
        form=ReportReturnForm(posted(request)),
        do=send_back,
    )


def _answer_page(
    request: PortalRequest,
    tranche: Tranche,
    act: Act,
    *,
    name: str,
    form: forms.Form,
    do: Callable[[UUID, dict[str, Any]], None],
) -> HttpResponse:
    """The answer to the report of the address; `name` is the page's own, without its app."""
    row = _report(request, tranche)
    try:
        return act_page(
            request,
            tranche,
            replace(act, facts=_words_of(row)),
            form=form,
            blockers=blockers.answer_blockers(row, by=request.user),
            do=lambda data: do(row.pk, data),
        )
    except Blocked as refusal:
        if not _is(refusal, blockers.REPLACED):
            raise
    return _replaced_page(request, tranche, act, name, form)


def _replaced_page(
    request: PortalRequest, tranche: Tranche, act: Act, name: str, form: forms.Form
) -> HttpResponse:
    """The lead has replaced the report while the answer was written: the later one, with what was typed."""
    last = queries.report_standing(tranche).handover
    assert last is not None  # it took the place of the one answered
    last.tranche = tranche
    act = replace(
        act,
        facts=_words_of(last),
        warning=_(
            "Meanwhile the lead has handed over a later report, which is shown here. Nothing was done: read"
            " the new file, then answer. What you typed is still below."
        ),
        action=paths.of(tranche, name, report=str(last.pk)),
    )
    last_blockers = blockers.answer_blockers(last, by=request.user)
    return shown(request, tranche, act, form=form, blockers=last_blockers)


def _is(refusal: Blocked, code: str) -> bool:
    return [one.code for one in refusal.blockers] == [code]


def _report(request: PortalRequest, tranche: Tranche) -> ReportHandover:
    assert request.resolver_match is not None
    rows = ReportHandover.objects.select_related("document__programme", "handed_over_by")
    row = rows.get(pk=request.resolver_match.kwargs["report"])
    row.tranche = tranche
    return row


def _words_of(row: ReportHandover) -> Facts:
    facts = [
        (_("Report"), format_html('<a href="{}">{}</a>', row.document.url(), row.reference)),
        (_("Handed over"), f"{day_text(row.handed_over_at, year=True)}, {row.handed_over_by}"),
        (_("Signed by"), row.signed_by_name),
    ]
    return [*facts, (_("Note for the verifier"), row.note)] if row.note else facts


def _last_words(standing: queries.ReportStanding) -> Facts:
    """To whom it goes, and what became of the one before."""
    names = ", ".join(person.full_name for person in people.people_with_role(RoleName.VERIFIER))
    facts = [(_("Verifiers"), names)] if names else []
    if standing.handover is None:
        return facts
    facts.append((_("Last handed over"), day_text(standing.handover.handed_over_at, year=True)))
    if standing.state == ReportState.RETURNED and standing.answer is not None:
        facts.append((_("Why it was sent back"), standing.answer.reason))
    return facts
