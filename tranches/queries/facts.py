"""What is recorded about a tranche beside its own row: the last word counts."""

from datetime import date

from core.people.models import Organisation
from tranches.enums import Condition, TrancheState
from tranches.models import (
    Act,
    ActPublication,
    BankReturn,
    Clearance,
    ConditionEvidence,
    Grant,
    PaymentOrder,
    Tranche,
    WithholdingDeclaration,
)


def act_of(tranche: Tranche) -> Act | None:
    return Act.objects.filter(tranche=tranche).select_related("adopted_by").order_by().first()


def publication_of(tranche: Tranche) -> ActPublication | None:
    return ActPublication.objects.filter(act__tranche=tranche).order_by().first()


def clearance_of(organisation: Organisation) -> Clearance | None:
    """The last one recorded, whatever it says."""
    return (
        Clearance.objects.filter(organisation=organisation)
        .select_related("document__programme")
        .order_by("recorded_at", "pk")
        .last()
    )


def declaration_of(grant: Grant) -> WithholdingDeclaration | None:
    return (
        WithholdingDeclaration.objects.filter(grant=grant)
        .select_related("document__programme")
        .order_by("recorded_at", "pk")
        .last()
    )


def evidence_of(tranche: Tranche, condition: Condition) -> ConditionEvidence | None:
    return (
        ConditionEvidence.objects.filter(tranche=tranche, condition=condition)
        .select_related("document__programme")
        .order_by("recorded_at", "pk")
        .last()
    )


def live_order(tranche: Tranche) -> PaymentOrder | None:
    """The order that the bank has or has carried out; None once it was sent back."""
    returned = BankReturn.objects.filter(order__tranche=tranche).values("order")
    return (
        PaymentOrder.objects.filter(tranche=tranche)
        .exclude(pk__in=returned)
        .order_by("ordinal")
        .last()
    )


def undone_by_bank(tranche: Tranche) -> BankReturn | None:
    """What the bank said of the last order, until another one is issued."""
    last = BankReturn.objects.filter(order__tranche=tranche).order_by("order__ordinal").last()
    return last if last and live_order(tranche) is None else None


def rests_on(tranche: Tranche) -> dict[str, date | None]:
    """The days of what a payment order rests on (T6), by the order's own fields; None where it is missing."""
    publication = publication_of(tranche)
    clearance = clearance_of(tranche.grant.beneficiary)
    declaration = declaration_of(tranche.grant)
    return {
        "published_on": publication.published_on if publication else None,
        "cleared_on": clearance.asked_on if clearance else None,
        "iban_verified_on": tranche.grant.beneficiary.iban_verified_on,
        "declared_on": declaration.signed_on if declaration else None,
    }


def missing_earlier(tranche: Tranche) -> Tranche | None:
    """The first tranche before this one that is not paid, where the plan keeps the order (T2)."""
    if not tranche.grant.in_order:
        return None
    return (
        Tranche.objects.filter(grant=tranche.grant_id, position__lt=tranche.position)
        .exclude(state=TrancheState.PAID)
        .order_by("position")
        .first()
    )
