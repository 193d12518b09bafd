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
from calls.models.examination import AdmissibilityDecision
from calls.models.ranking import Advance, EmptyPlace, Ranking, RankingEntry
from calls.models.selection import Criterion, Selection
from calls.models.sending import NumberCounter, Receipt, RegistryEntry, Sending
from calls.models.submission import Presence, Submission, SubmissionTerritory

__all__ = [
    "AdmissibilityDecision",
    "Advance",
    "Call",
    "CallDocument",
    "CallExtension",
    "CallWindow",
    "Commission",
    "CommissionMeeting",
    "CommissionSeat",
    "Criterion",
    "Declaration",
    "EmptyPlace",
    "NumberCounter",
    "Presence",
    "Ranking",
    "RankingEntry",
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
