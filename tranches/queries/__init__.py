"""Reading contributions. Lists start from `visible_to`; totals are sums of the ledger, never stored."""

from tranches.queries.facts import (
    act_of,
    clearance_of,
    declaration_of,
    evidence_of,
    live_order,
    missing_earlier,
    publication_of,
    rests_on,
)
from tranches.queries.money import (
    acts_of_year,
    granted_total,
    paid_total,
    payments_of_year,
    years,
)
from tranches.queries.steps import OpinionStep, next_step, opinion_step, silence_is_over
from tranches.queries.tranches import (
    grant_of,
    in_flight,
    moving_sister,
    payers,
    plan,
    projects_to_award,
    requestable,
    undeclared,
    visible_to,
    with_project,
    without_report,
)

__all__ = [
    "OpinionStep",
    "act_of",
    "acts_of_year",
    "clearance_of",
    "declaration_of",
    "evidence_of",
    "grant_of",
    "granted_total",
    "in_flight",
    "live_order",
    "missing_earlier",
    "moving_sister",
    "next_step",
    "opinion_step",
    "paid_total",
    "payers",
    "payments_of_year",
    "plan",
    "projects_to_award",
    "publication_of",
    "requestable",
    "rests_on",
    "silence_is_over",
    "undeclared",
    "visible_to",
    "with_project",
    "without_report",
    "years",
]
