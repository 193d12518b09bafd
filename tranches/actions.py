"""What a person can do with a tranche now: one primary act, and the others in the menu."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from core.access.blocked import Blocker
from core.access.models import User
from core.ui.wording import money_text
from tranches import blockers, gate, paths, queries
from tranches.enums import (
    BACK_FROM_BANK,
    RETURNABLE,
    SUSPENDABLE,
    Condition,
    Step,
    TrancheState,
)
from tranches.models import Tranche
from tranches.report_actions import Action, report_actions

FIXED_BY: dict[str, str] = {
    Condition.ACT_PUBLISHED: "tranches.publish_act",
    Condition.CLEARANCE_REGULAR: "tranches.record_clearance",
    Condition.WITHHOLDING_DECLARED: "tranches.declare_withholding",
}
"""Who may put a missing condition right on a page of this part."""


OF_THE_LEAD = frozenset({Condition.CLEARANCE_REGULAR, Condition.WITHHOLDING_DECLARED})
"""Conditions whose papers are the lead's own: its partners read how they stand, not the files."""


def lines_for(user: User, tranche: Tranche) -> list[gate.Line]:
    """The gate, with the way to put right what is missing, and to the papers, only for who may go it."""
    reads = user.has_perm("tranches.read_papers", tranche)

    def may(line: gate.Line) -> bool:
        if line.code == Condition.IBAN_VERIFIED:
            return user.has_perm("people.verify_iban", tranche.grant.beneficiary)
        return line.code in FIXED_BY and user.has_perm(FIXED_BY[line.code], tranche)

    def fixed(line: gate.Line) -> gate.Line:
        if line.code == Condition.REPORT_ACCEPTED:
            way = report_actions(user, tranche).first
            return replace(line, fix_url=way.url, fix_label=way.label) if way else line
        return replace(
            line,
            fix_url=line.fix_url if may(line) else "",
            url=line.url if reads or line.code not in OF_THE_LEAD else "",
        )

    return [fixed(line) for line in gate.gate(tranche)]


Blocking = Callable[[Tranche, User], list[Blocker]]
STEPS: dict[Step, tuple[str, str, Blocking]] = {
    Step.REQUEST: (
        "request_tranche",
        "tranche_request",
        lambda tranche, by: blockers.request_blockers(tranche),
    ),
    Step.VERIFY: (
        "verify_tranche",
        "tranche_verify",
        lambda tranche, by: blockers.verify_blockers(tranche, by=by),
    ),
    Step.OPINION: (
        "give_opinion_on_tranche",
        "tranche_give_opinion",
        lambda tranche, by: blockers.opinion_blockers(tranche, by=by),
    ),
    Step.APPROVE: (
        "approve_tranche",
        "tranche_approve",
        lambda tranche, by: blockers.approve_blockers(tranche, by=by),
    ),
    Step.PUBLISH: (
        "publish_act",
        "act_publish",
        lambda tranche, by: blockers.publish_blockers(tranche, by=by),
    ),
    Step.ORDER: (
        "order_tranche",
        "tranche_order",
        lambda tranche, by: blockers.order_blockers(tranche, by=by),
    ),
    Step.PAY: (
        "pay_tranche",
        "tranche_pay",
        lambda tranche, by: blockers.pay_blockers(tranche, by=by),
    ),
}
"""Permission, view and blockers of each step."""


def primary_action(user: User, tranche: Tranche) -> Action | None:
    """The next step, if it is this person's; the report comes first. None for everybody else."""
    for of_report in report_actions(user, tranche).next:
        return of_report
    for step in _steps_for(tranche):
        permission, view, blocking = STEPS[step]
        if user.has_perm(f"tranches.{permission}", tranche):
            url = paths.of(tranche, view)
            return Action(_label(step, tranche), url, tuple(blocking(tranche, user)))
    return None


def _steps_for(tranche: Tranche) -> list[Step]:
    """The next step; while the municipality may still speak, also the approval that waits for it, and
    while the act is to be published, also the order: off, they say what they wait for."""
    step = queries.next_step(tranche)
    after = {Step.OPINION: Step.APPROVE, Step.PUBLISH: Step.ORDER}
    if step is None:
        return []
    return [step, after[step]] if step in after else [step]


def _label(step: Step, tranche: Tranche) -> str:
    amount = {"amount": money_text(tranche.amount)}
    return {
        Step.REQUEST: _("Ask for %(amount)s") % amount,
        Step.VERIFY: _("Check the request"),
        Step.OPINION: _("Give the opinion"),
        Step.APPROVE: _("Approve %(amount)s") % amount,
        Step.PUBLISH: _("Publish the act"),
        Step.ORDER: _("Issue the order"),
        Step.PAY: _("Record the receipt"),
    }[step]


def more_actions(user: User, tranche: Tranche) -> list[Action]:
    """What else this person may do in this state, as links."""
    state = TrancheState(tranche.state)
    is_open = state != TrancheState.PAID
    offers = [
        (state in RETURNABLE, "return_tranche", "tranche_return", _("Send back")),
        (state in SUSPENDABLE, "suspend_tranche", "tranche_suspend", _("Suspend")),
        (
            state == TrancheState.SUSPENDED,
            "resume_tranche",
            "tranche_resume",
            _("Resume"),
        ),
        (state in BACK_FROM_BANK, "record_bank_return", "tranche_bank_return", _("Bank return")),
        (is_open, "record_clearance", "clearance_record", _("Record the clearance (DURC)")),
        (is_open, "declare_withholding", "withholding_declare", _("Declare on withholding tax")),
        (
            state == TrancheState.VERIFIED,
            "give_opinion_on_tranche",
            "tranche_give_opinion",
            _("Give the opinion"),
        ),
    ]
    primary = primary_action(user, tranche)
    found = [
        Action(label, paths.of(tranche, view))
        for is_due, permission, view, label in offers
        if is_due and user.has_perm(f"tranches.{permission}", tranche)
    ]
    return [action for action in found if primary is None or action.url != primary.url]
