"""The report goes to the verifier and comes back: handed over, accepted, sent back."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.people import queries as people
from core.people.enums import RoleName
from core.ui.wording import day_text
from tranches import queries
from tranches import report_blockers as blockers
from tranches.domain import reports
from tranches.enums import ReportState
from tranches.forms import ConfirmForm, ReportForm, ReportReturnForm
from tranches.models import ReportHandover, Tranche
from tranches.views.act_page import Act, act_page, posted
from tranches.views.loaders import tranche as found
from tranches.views.loaders import tranche_of_report

Facts = list[tuple[str, str]]


@page("tranches.hand_over_report", writes={"POST"}, load=found)
def report_hand_over(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    standing = queries.report_standing(tranche)
    act = Act(
        heading=_("Hand the report over"),
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

    return act_page(
        request,
        tranche,
        act,
        form=ReportForm(posted(request), request.FILES or None),
        blockers=blockers.hand_over_blockers(tranche),
        do=hand_over,
    )


@page("tranches.answer_report", writes={"POST"}, load=tranche_of_report)
def report_accept(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    row = _report(request, tranche)
    act = Act(
        heading=_("Accept the report"),
        lead=_("The condition of the gate is met, with this file as its proof."),
        button=_("Accept it"),
        done=_("The report is accepted: the lead can ask for the tranche."),
        facts=_words_of(row),
    )
    return act_page(
        request,
        tranche,
        act,
        form=ConfirmForm(posted(request)),
        blockers=blockers.answer_blockers(row, by=request.user),
        do=lambda data: reports.accept_report(handover_id=row.pk, by=request.user),
    )


@page("tranches.answer_report", writes={"POST"}, load=tranche_of_report)
def report_return(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    row = _report(request, tranche)
    act = Act(
        heading=_("Send the report back"),
        lead=_("The lead reads why, puts it right and hands over another one."),
        button=_("Send the report back"),
        done=_("The report is sent back: the lead hears of it with the reason."),
        kind="danger",
        facts=_words_of(row),
    )
    return act_page(
        request,
        tranche,
        act,
        form=ReportReturnForm(posted(request)),
        blockers=blockers.answer_blockers(row, by=request.user),
        do=lambda data: reports.return_report(handover_id=row.pk, by=request.user, **data),
    )


def _report(request: PortalRequest, tranche: Tranche) -> ReportHandover:
    assert request.resolver_match is not None
    rows = ReportHandover.objects.select_related("handed_over_by")
    row = rows.get(pk=request.resolver_match.kwargs["report"])
    row.tranche = tranche
    return row


def _words_of(row: ReportHandover) -> Facts:
    facts = [
        (_("Report"), row.reference),
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
