"""What was agreed in a meeting: done, dropped with a reason, taken up again."""

from uuid import UUID

from django.db import transaction

from core.access import clock
from core.access.blocked import refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from projects import mentorship_blockers as blockers
from projects.domain import mentorship_deadlines as deadlines
from projects.mentorship_enums import ActionState
from projects.mentorship_notifications import ActionCompleted
from projects.models import AgreedAction
from projects.queries.mentorship import mentors_of


@transaction.atomic
def complete_action(*, action_id: UUID, by: User) -> AgreedAction:
    """It is done: no more reminders; the network's mentors are told."""
    action = _settle(action_id, ActionState.DONE, by=by)
    record(action, Verb.COMPLETE, by=by)
    ActionCompleted(action, mentors_of(action.session.assignment.network), by=by).queue()
    return action


@transaction.atomic
def drop_action(*, action_id: UUID, reason: str, by: User) -> AgreedAction:
    """It is not done any more, and why."""
    action = _settle(action_id, ActionState.DROPPED, by=by, reason=reason.strip())
    record(action, Verb.WITHDRAW, by=by)
    return action


@transaction.atomic
def reopen_action(*, action_id: UUID, by: User) -> AgreedAction:
    """It was not done after all: the reminders run again."""
    action = _lock(action_id, ActionState.OPEN)
    action.state = ActionState.OPEN
    action.settled_at = action.settled_by = None
    action.drop_reason = ""
    action.save()
    deadlines.remind_of_action(action)
    record(action, Verb.REOPEN, by=by)
    return action


def settle(action: AgreedAction, state: ActionState, *, by: User, reason: str = "") -> None:
    """Write the end of a locked action and call off its reminders."""
    action.state = state
    action.settled_at, action.settled_by = clock.now(), by
    action.drop_reason = reason
    action.save()
    if state == ActionState.DONE:
        deadlines.meet_action(action)
    else:
        deadlines.forget_action(action)


def _settle(action_id: UUID, state: ActionState, *, by: User, reason: str = "") -> AgreedAction:
    action = _lock(action_id, state)
    settle(action, state, by=by, reason=reason)
    return action


def _lock(action_id: UUID, to: ActionState) -> AgreedAction:
    action = lock(AgreedAction, action_id)
    refuse(blockers.action_blockers(action, to))
    return action
