"""Pilots (*sperimentazioni territoriali*): what a project is, its plan, its papers; and mentorship."""

from projects.models.agreement import Agreement, Signature
from projects.models.mentorship import MentorshipAssignment, SupportOffer
from projects.models.mentorship_sessions import (
    AgreedAction,
    MeetingRequest,
    MentorshipSession,
    PrivateNote,
    SessionParticipant,
    SessionRevision,
)
from projects.models.papers import SupportingDocument
from projects.models.plan import Activity, BudgetLine, Milestone
from projects.models.project import CodesignTable, Opinion, PilotSettings, PlanReturn, Project

__all__ = [
    "Activity",
    "AgreedAction",
    "Agreement",
    "BudgetLine",
    "CodesignTable",
    "MeetingRequest",
    "MentorshipAssignment",
    "MentorshipSession",
    "Milestone",
    "Opinion",
    "PilotSettings",
    "PlanReturn",
    "PrivateNote",
    "Project",
    "SessionParticipant",
    "SessionRevision",
    "Signature",
    "SupportOffer",
    "SupportingDocument",
]
