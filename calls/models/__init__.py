from calls.models.call import Call, CallDocument, CallExtension, CallWindow, Window
from calls.models.commission import (
    Commission,
    CommissionMeeting,
    CommissionSeat,
    Declaration,
    Score,
    Scorecard,
    Substitution,
)
from calls.models.selection import Criterion, Selection
from calls.models.sending import NumberCounter, Receipt, RegistryEntry, Sending
from calls.models.submission import Presence, Submission, SubmissionTerritory

__all__ = [
    "Call",
    "CallDocument",
    "CallExtension",
    "CallWindow",
    "Commission",
    "CommissionMeeting",
    "CommissionSeat",
    "Criterion",
    "Declaration",
    "NumberCounter",
    "Presence",
    "Receipt",
    "RegistryEntry",
    "Score",
    "Scorecard",
    "Selection",
    "Sending",
    "Submission",
    "SubmissionTerritory",
    "Substitution",
    "Window",
]
