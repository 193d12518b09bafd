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
from calls.models.draft_work import (
    DraftComment,
    DraftHelper,
    DraftMention,
    FillingTogether,
    SigningRule,
    SubmissionSignature,
)
from calls.models.examination import AdmissibilityDecision
from calls.models.idea_growth import (
    IdeaFeedback,
    MediationEntry,
    NetworkMerge,
    OutreachContact,
    SubmissionOrigin,
)
from calls.models.integration import ExclusionNotice, IntegrationRequest, ReviewRequest
from calls.models.overview import DraftReminder, Handling, SavedView, WritingTime
from calls.models.procedure import (
    ExaminationRule,
    OutcomeLetter,
    Requirement,
    RequirementCheck,
)
from calls.models.question import AnswerCorrection, CallFollower, PublicQuestion
from calls.models.ranking import Advance, EmptyPlace, Ranking, RankingEntry
from calls.models.scoring import Assignment, EmptyPlaceDecision, ScoreChange, SittingPresence
from calls.models.selection import Criterion, Selection
from calls.models.sending import NumberCounter, Receipt, RegistryEntry, Sending
from calls.models.submission import Presence, Submission, SubmissionTerritory

__all__ = [
    "AdmissibilityDecision",
    "Advance",
    "AnswerCorrection",
    "Assignment",
    "Call",
    "CallDocument",
    "CallExtension",
    "CallFollower",
    "CallWindow",
    "Commission",
    "CommissionMeeting",
    "CommissionSeat",
    "Criterion",
    "Declaration",
    "DraftComment",
    "DraftHelper",
    "DraftMention",
    "DraftReminder",
    "EmptyPlace",
    "EmptyPlaceDecision",
    "ExaminationRule",
    "ExclusionNotice",
    "FillingTogether",
    "Handling",
    "IdeaFeedback",
    "IntegrationRequest",
    "MediationEntry",
    "NetworkMerge",
    "NumberCounter",
    "OutcomeLetter",
    "OutreachContact",
    "Presence",
    "PublicQuestion",
    "Ranking",
    "RankingEntry",
    "Receipt",
    "RegistryEntry",
    "Requirement",
    "RequirementCheck",
    "ReviewRequest",
    "SavedView",
    "Score",
    "ScoreChange",
    "Scorecard",
    "Selection",
    "Sending",
    "SigningRule",
    "SittingPresence",
    "Submission",
    "SubmissionOrigin",
    "SubmissionSignature",
    "SubmissionTerritory",
    "Substitution",
    "Window",
    "WritingTime",
]
