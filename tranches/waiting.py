"""What each tranche of a list waits for, and whose hand: read with the rows, however many."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.access import hands
from tranches.enums import REQUESTABLE, Condition, TrancheState
from tranches.queries.steps import OpinionStep, step_of
from tranches.story import WHO

S = TrancheState


@dataclass(frozen=True)
class Waiting:
    """`what` is to be done next, by `who`; nothing of a tranche that is paid."""

    what: str = ""
    who: str = ""


def waiting(row: Any, opinion: OpinionStep) -> Waiting:
    """Of a row that comes from `queries.with_standing`: no query."""
    if row.state == S.SUSPENDED:
        return Waiting(_("Its resumption, once the reason is gone"), hands.official())
    if row.state in REQUESTABLE and row.has_earlier:
        return Waiting(_("The payment of the one before"))
    if (
        row.state in REQUESTABLE
        and Condition.REPORT_ACCEPTED in row.conditions
        and not row.has_report
    ):
        if row.is_awaited:
            return Waiting(str(Condition.REPORT_ACCEPTED.label), hands.verifier())
        return Waiting(_("The report of the previous period"), hands.lead_writers())
    step = step_of(row, opinion, is_published=row.is_published)
    if step is None:
        return Waiting()
    words = str(step.label)
    return Waiting(words[:1].upper() + words[1:], WHO[step]())
