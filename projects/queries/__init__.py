"""Reading projects. Lists start from `visible_to`; mentorship is read from its own module."""

from projects.queries.projects import (
    BudgetTotals,
    agreement_of,
    budget_totals,
    is_silence_enough,
    is_tied,
    last_return,
    mine,
    opinion_of,
    payment_blockers,
    project_by_slug,
    public_projects,
    selected_without_project,
    visible_to,
    writers_of,
    written_by,
)
from projects.queries.settings import (
    OpinionStep,
    contribution_of_a_pilot,
    opinion_step,
    pilot_settings,
)

__all__ = [
    "BudgetTotals",
    "OpinionStep",
    "agreement_of",
    "budget_totals",
    "contribution_of_a_pilot",
    "is_silence_enough",
    "is_tied",
    "last_return",
    "mine",
    "opinion_of",
    "opinion_step",
    "payment_blockers",
    "pilot_settings",
    "project_by_slug",
    "public_projects",
    "selected_without_project",
    "visible_to",
    "writers_of",
    "written_by",
]
