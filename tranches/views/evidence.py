"""What people record for the gate: an accepted report, the clearance, the declaration on withholding."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from tranches import blockers, gate, queries
from tranches.domain import evidence
from tranches.enums import ClearanceState, Condition
from tranches.forms import ClearanceForm, ConditionForm, WithholdingForm
from tranches.forms.acts import today
from tranches.models import Tranche
from tranches.views.act_page import Act, act_page, posted
from tranches.views.loaders import tranche as found
from tranches.views.loaders import tranche_of_condition


@page("tranches.record_condition", writes={"POST"}, load=tranche_of_condition)
def condition_record(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    assert request.resolver_match is not None
    condition = Condition(request.resolver_match.kwargs["condition"])
    act = Act(
        heading=str(condition.label),
        lead=_("Record what was accepted, when, and the file that proves it."),
        button=_("Record it"),
        done=_("The condition is met."),
    )
    return act_page(
        request,
        tranche,
        act,
        form=ConditionForm(posted(request), request.FILES or None, initial=today()),
        blockers=blockers.record_blockers(tranche, by=request.user),
        do=lambda data: evidence.record_condition(
            tranche_id=tranche.pk, condition=condition, by=request.user, **_with_upload(data)
        ),
    )


@page("tranches.record_clearance", writes={"POST"}, load=found)
def clearance_record(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    last = queries.clearance_of(tranche.grant.beneficiary)

    def keep(data: dict[str, Any]) -> None:
        values = {**_with_upload(data), "state": ClearanceState(data["state"])}
        evidence.record_clearance(tranche_id=tranche.pk, by=request.user, **values)

    act = Act(
        heading=_("Record the clearance (DURC)"),
        lead=_("What you record serves every instalment of this beneficiary until it expires."),
        button=_("Record it"),
        done=_("The clearance is recorded."),
        facts=[(_("Last recorded"), gate.clearance_words(last))],
    )
    return act_page(
        request,
        tranche,
        act,
        form=ClearanceForm(posted(request), request.FILES or None, initial=today()),
        blockers=blockers.record_blockers(tranche, by=request.user),
        do=keep,
    )


@page("tranches.declare_withholding", writes={"POST"}, load=found)
def withholding_declare(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    def declare(data: dict[str, Any]) -> None:
        values = {**_with_upload(data), "subject": data["subject"] == "yes"}
        evidence.declare_withholding(tranche_id=tranche.pk, by=request.user, **values)

    act = Act(
        heading=_("Declare on withholding tax"),
        lead=_("Once for the whole contribution; you can replace it until everything is paid."),
        button=_("Declare"),
        done=_("The declaration is recorded."),
    )
    return act_page(
        request,
        tranche,
        act,
        form=WithholdingForm(posted(request), request.FILES or None),
        blockers=blockers.declare_blockers(tranche.grant),
        do=declare,
    )


def _with_upload(data: dict[str, Any]) -> dict[str, Any]:
    """The form's values as the verbs call them."""
    return {("upload" if name == "file" else name): value for name, value in data.items()}
