"""What a person may do about the report of a tranche, as its page draws it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.access.blocked import Blocker
from core.access.models import User
from tranches import paths, queries, report_blockers
from tranches.enums import REQUESTABLE, Condition, ReportState
from tranches.models import Tranche


@dataclass(frozen=True)
class Action:
    """A button; with blockers it is off, and says how many conditions are missing."""

    label: str
    url: str
    blockers: tuple[Blocker, ...] = ()


@dataclass(frozen=True)
class ReportActions:
    """What one person may do about a report: what it waits for from them, and what else."""

    next: tuple[Action, ...] = ()
    others: tuple[Action, ...] = ()

    @property
    def first(self) -> Action | None:
        return next(iter((*self.next, *self.others)), None)


def report_actions(user: User, tranche: Tranche) -> ReportActions:
    """Nothing once it is accepted, or the tranche was asked for."""
    if Condition.REPORT_ACCEPTED not in tranche.conditions or tranche.state not in REQUESTABLE:
        return ReportActions()
    standing = queries.report_standing(tranche)
    if standing.state == ReportState.ACCEPTED:
        return ReportActions()
    answers = _answers(user, tranche, standing)
    hand_over, on_paper = _hand_over(user, tranche, standing), _on_paper(user, tranche)
    if standing.state == ReportState.AWAITED:
        return ReportActions(answers, (*hand_over, *on_paper))
    return ReportActions(hand_over, on_paper)


def _answers(user: User, tranche: Tranche, standing: queries.ReportStanding) -> tuple[Action, ...]:
    row = standing.handover
    if row is None or not user.has_perm("tranches.answer_report", tranche):
        return ()
    report = str(row.pk)
    blockers = tuple(report_blockers.answer_blockers(row, by=user))
    return (
        Action(_("Accept the report"), paths.of(tranche, "report_accept", report=report), blockers),
        Action(
            _("Send the report back"), paths.of(tranche, "report_return", report=report), blockers
        ),
    )


def _hand_over(
    user: User, tranche: Tranche, standing: queries.ReportStanding
) -> tuple[Action, ...]:
    may = user.has_perm("tranches.hand_over_report", tranche)
    if not may or report_blockers.hand_over_blockers(tranche):
        return ()
    label = _("Hand the report over") if standing.handover is None else _("Hand another one over")
    return (Action(label, paths.of(tranche, "report_hand_over")),)


def _on_paper(user: User, tranche: Tranche) -> tuple[Action, ...]:
    """A report that came on paper or by PEC is recorded as it always was."""
    if not user.has_perm("tranches.record_condition", tranche):
        return ()
    condition = Condition.REPORT_ACCEPTED.value
    url = paths.of(tranche, "condition_record", condition=condition)
    return (Action(_("Record a report that came on paper or by PEC"), url),)
