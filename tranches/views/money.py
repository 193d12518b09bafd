"""Award, order, receipt, what the bank sends back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb
from core.ui.wording import day_text, money_text
from projects.models import Project
from tranches import blockers, paths, queries
from tranches.domain import grants, payments
from tranches.forms import AwardForm, BankReturnForm, OrderForm, PayForm
from tranches.forms.acts import today
from tranches.models import Tranche
from tranches.money import in_words, withheld_of
from tranches.views.act_page import Act, act_page, crumbs, posted
from tranches.views.loaders import project as found_project
from tranches.views.loaders import tranche as found


@page("tranches.award_grant", writes={"POST"}, load=found_project)
def grant_award(request: PortalRequest, project: Project) -> HttpResponse:
    """The contribution split as planned, before anybody confirms it."""
    found_blockers = blockers.award_blockers(project, by=request.user)
    form = AwardForm(posted(request), payers=queries.payers())
    if request.method == "POST" and form.is_valid():
        grant = grants.award_grant(
            project_id=project.pk, payer_id=form.cleaned_data["payer"].pk, by=request.user
        )
        messages.success(request, _("The contribution is awarded; the network has been told."))
        return redirect(paths.detail(grant.tranches.select_related("programme")[0]))
    context = {
        "project": project,
        "form": form,
        "shares": [] if found_blockers else grants.preview(project),
        "blockers": found_blockers,
        "breadcrumbs": crumbs(request, Crumb(_("Award a contribution"))),
    }
    return render(request, "tranches/grant_award.html", context)


@page("tranches.order_tranche", writes={"POST"}, load=found)
def tranche_order(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    def order(data: dict[str, Any]) -> None:
        commitment = None
        if "commitment_number" in data:
            names = ("number", "chapter", "year")
            commitment = payments.Commitment(*[data.pop(f"commitment_{name}") for name in names])
        payments.order_tranche(
            tranche_id=tranche.pk, by=request.user, commitment=commitment, **data
        )

    act = Act(
        heading=_("Issue the payment order"),
        lead=_("The verified IBAN and the amounts are frozen into the order."),
        button=_("Issue the order"),
        done=_("The order is recorded: now the receipt is awaited."),
        facts=_order_facts(tranche),
    )
    return act_page(
        request,
        tranche,
        act,
        form=OrderForm(posted(request), payer_kind=tranche.grant.payer_kind, initial=today()),
        blockers=blockers.order_blockers(tranche, by=request.user),
        do=order,
    )


def _order_facts(tranche: Tranche) -> list[tuple[str, str]]:
    """Gross, withheld, net, in words; the end of the IBAN only, which the finance office can compare."""
    declaration = queries.declaration_of(tranche.grant)
    if declaration is None:
        return []
    withheld = withheld_of(tranche.amount, declaration.percent)
    net = tranche.amount - withheld
    return [
        (_("Withheld"), money_text(withheld)),
        (_("Net, to be paid"), f"{money_text(net)} ({in_words(net)})"),
        (_("IBAN"), f"… {tranche.grant.beneficiary.verified_iban[-4:]}"),
    ]


@page("tranches.pay_tranche", writes={"POST"}, load=found)
def tranche_pay(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    order = queries.live_order(tranche)
    facts = []
    if order is not None:
        words = _("no. %(number)s of %(day)s") % {
            "number": order.number,
            "day": day_text(order.date, year=True),
        }
        facts = [(_("Order"), words), (_("Net, to be paid"), money_text(order.net))]
    act = Act(
        heading=_("Record the receipt"),
        lead=_("The number and date that the treasury or the bank gives. The network is told."),
        button=_("Record the receipt"),
        done=_("The instalment is paid."),
        facts=facts,
    )
    return act_page(
        request,
        tranche,
        act,
        form=PayForm(posted(request), initial=today()),
        blockers=blockers.pay_blockers(tranche, by=request.user),
        do=lambda data: payments.pay_tranche(tranche_id=tranche.pk, by=request.user, **data),
    )


@page("tranches.record_bank_return", writes={"POST"}, load=found)
def tranche_bank_return(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    act = Act(
        heading=_("Record what the bank sent back"),
        lead=_(
            "The payment is reversed in the ledger, and the instalment waits for another order."
        ),
        button=_("Record the return"),
        done=_("The return is recorded; the network has been told."),
        kind="danger",
    )
    return act_page(
        request,
        tranche,
        act,
        form=BankReturnForm(posted(request), initial=today()),
        blockers=blockers.bank_return_blockers(tranche, by=request.user),
        do=lambda data: payments.record_bank_return(tranche_id=tranche.pk, by=request.user, **data),
    )
