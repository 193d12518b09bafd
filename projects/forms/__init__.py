"""Forms of projects."""

from projects.forms.decisions import (
    AgreementForm,
    ApproveForm,
    OpenForm,
    OpinionForm,
    ReturnForm,
    SignatureForm,
    SignedFileForm,
)
from projects.forms.plan import (
    ActivityForm,
    BudgetLineForm,
    MilestoneForm,
    ProjectForm,
    RowForm,
    TableForm,
)
from projects.forms.stale import Clash, RevisedForm

__all__ = [
    "ActivityForm",
    "AgreementForm",
    "ApproveForm",
    "BudgetLineForm",
    "Clash",
    "MilestoneForm",
    "OpenForm",
    "OpinionForm",
    "ProjectForm",
    "ReturnForm",
    "RevisedForm",
    "RowForm",
    "SignatureForm",
    "SignedFileForm",
    "TableForm",
]
