"""The contribution of a project: its plan, its instalments, their acts, orders and ledger."""

from tranches.models.acts import Act, ActPublication
from tranches.models.evidence import Clearance, ConditionEvidence, WithholdingDeclaration
from tranches.models.grant import Grant
from tranches.models.payments import BankReturn, LedgerEntry, PaymentOrder
from tranches.models.plan import PlannedShare, TranchePlan
from tranches.models.reports import ReportAnswer, ReportHandover
from tranches.models.tranche import Tranche

__all__ = [
    "Act",
    "ActPublication",
    "BankReturn",
    "Clearance",
    "ConditionEvidence",
    "Grant",
    "LedgerEntry",
    "PaymentOrder",
    "PlannedShare",
    "ReportAnswer",
    "ReportHandover",
    "Tranche",
    "TranchePlan",
    "WithholdingDeclaration",
]
