from calls.models.call import Call, CallDocument, CallExtension, CallWindow, Window
from calls.models.sending import NumberCounter, Receipt, RegistryEntry, Sending
from calls.models.submission import Presence, Submission, SubmissionTerritory

__all__ = [
    "Call",
    "CallDocument",
    "CallExtension",
    "CallWindow",
    "NumberCounter",
    "Presence",
    "Receipt",
    "RegistryEntry",
    "Sending",
    "Submission",
    "SubmissionTerritory",
    "Window",
]
