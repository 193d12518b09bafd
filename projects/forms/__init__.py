"""Forms of projects."""

from projects.forms.decisions import (
    AgreementForm,
    OpenForm,
    OpinionForm,
    ReturnForm,
    RevokeForm,
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
    "BudgetLineForm",
    "Clash",
    "MilestoneForm",
    "OpenForm",
    "OpinionForm",
    "ProjectForm",
    "ReturnForm",
    "RevisedForm",
    "RevokeForm",
    "RowForm",
    "SignatureForm",
    "SignedFileForm",
    "TableForm",
]
