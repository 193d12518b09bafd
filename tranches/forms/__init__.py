"""Forms of contributions."""

from tranches.forms.acts import (
    ApproveForm,
    BankReturnForm,
    ConfirmForm,
    OpinionForm,
    OrderForm,
    PayForm,
    PublishForm,
    ReasonsForm,
    RequestForm,
    SuspensionForm,
    VerifyForm,
)
from tranches.forms.evidence import AwardForm, ClearanceForm, ConditionForm, WithholdingForm
from tranches.forms.reports import ReportForm, ReportReturnForm

__all__ = [
    "ApproveForm",
    "AwardForm",
    "BankReturnForm",
    "ClearanceForm",
    "ConditionForm",
    "ConfirmForm",
    "OpinionForm",
    "OrderForm",
    "PayForm",
    "PublishForm",
    "ReasonsForm",
    "ReportForm",
    "ReportReturnForm",
    "RequestForm",
    "SuspensionForm",
    "VerifyForm",
    "WithholdingForm",
]
