"""Forms of calls and applications."""

from calls.forms.applicants import (
    CorrectionForm,
    DetailsForm,
    NetworkForm,
    OnBehalfForm,
    OrganisationForm,
    RegistryForm,
    StartForm,
    WithdrawForm,
)
from calls.forms.calls import (
    CallForm,
    CancelForm,
    DocumentForm,
    ExtendForm,
    NewCallForm,
    ReopenForm,
    WindowForm,
    read_windows,
    window_forms,
)

__all__ = [
    "CallForm",
    "CancelForm",
    "CorrectionForm",
    "DetailsForm",
    "DocumentForm",
    "ExtendForm",
    "NetworkForm",
    "NewCallForm",
    "OnBehalfForm",
    "OrganisationForm",
    "RegistryForm",
    "ReopenForm",
    "StartForm",
    "WindowForm",
    "WithdrawForm",
    "read_windows",
    "window_forms",
]
