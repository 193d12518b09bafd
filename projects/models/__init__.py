"""Pilots (*sperimentazioni territoriali*): what a project is, its plan, its papers; and mentorship."""

from projects.models.agreement import Agreement, Signature
from projects.models.plan import Activity, BudgetLine, Milestone
from projects.models.project import Opinion, PilotSettings, PlanReturn, Project

__all__ = [
    "Activity",
    "Agreement",
    "BudgetLine",
    "Milestone",
    "Opinion",
    "PilotSettings",
    "PlanReturn",
    "Project",
    "Signature",
]
