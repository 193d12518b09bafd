"""Assigning mentors to networks. Every applicant has one, or a gap that everybody sees (R12).

A mentor is asked, discloses conflicts and accepts, or declines (R13). From then on the person holds the
role of mentor on the network, which gives sight of it and the tie that bars from deciding on it (C7).
Ending or handing on an assignment never rewrites it (P6, R15): another one cites it.
"""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from core.access import clock
from core.access.blocked import refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people.domain.roles import end_role, grant_role
from core.people.enums import RoleName
from core.people.models import Network, Role
from core.people.models.periods import current
from projects import mentorship_blockers as blockers
from projects.domain.mentorship_deadlines import forget_meetings
from projects.mentorship_enums import (
    ASSIGNMENT_MOVES,
    HOLDS_THE_ROLE,
    AssignmentState,
    SessionState,
    SupportKind,
)
from projects.mentorship_notifications import (
    MentorAccepted,
    MentorDeclined,
    MentorProposed,
    MentorshipEnded,
    MentorshipResumed,
    MentorshipSuspended,
)
from projects.models import MentorshipAssignment, SupportOffer

State = AssignmentState


@transaction.atomic
def assign_mentor(
    *,
    network_id: UUID,
    mentor: User,
    phase: SupportOffer | None,
    support_kind: SupportKind,
    goals: str,
    hours_planned: Decimal,
    by: User,
    cites: MentorshipAssignment | None = None,
) -> MentorshipAssignment:
    """Ask a person to accompany a network; nothing is granted until they accept. Hours with one place."""
    network = lock(Network, network_id)
    refuse(blockers.assign_blockers(network, mentor, phase, support_kind))
    assignment = MentorshipAssignment.objects.create(
        network=network,
        mentor=mentor,
        phase=phase,
        support_kind=support_kind,
        goals=goals.strip(),
        hours_planned=hours_planned,
        cites=cites,
        proposed_at=clock.now(),
        proposed_by=by,
    )
    record(assignment, Verb.ASSIGN, by=by, data=_facts(assignment))
    MentorProposed(assignment).queue()
    return assignment


@transaction.atomic
def assign_to_many(
    *, network_ids: Iterable[UUID], mentor: User, by: User, **terms: object
) -> list[MentorshipAssignment]:
    """The same mentor, on the same terms, for several networks: all of them or none."""
    return [
        assign_mentor(network_id=key, mentor=mentor, by=by, **terms)  # type: ignore[arg-type]  # the terms of assign_mentor
        for key in sorted(network_ids)
    ]


@transaction.atomic
def accept_assignment(
    *, assignment_id: UUID, by: User, has_conflict: bool = False, declaration: str = ""
) -> MentorshipAssignment:
    """The mentor's yes, with the declaration on conflicts (R13): role, sight and tie begin."""
    assignment = _lock(assignment_id)
    refuse(blockers.accept_blockers(assignment, by))
    assignment.state = State.ACCEPTED
    assignment.accepted_at = clock.now()
    assignment.has_conflict = has_conflict
    assignment.conflict_declaration = declaration.strip()
    assignment.save()
    grant_role(user=by, name=RoleName.MENTOR, network=assignment.network, by=by)
    record(assignment, Verb.ACCEPT, by=by, data={"conflict": has_conflict})
    MentorAccepted(assignment).queue()
    return assignment


@transaction.atomic
def decline_assignment(*, assignment_id: UUID, reason: str, by: User) -> MentorshipAssignment:
    """The mentor's no; the network is back among those without one."""
    assignment = _lock(assignment_id)
    refuse(blockers.accept_blockers(assignment, by))
    _end(assignment, State.DECLINED, reason=reason, by=by)
    record(assignment, Verb.DECLINE, by=by)
    MentorDeclined(assignment).queue()
    return assignment


@transaction.atomic
def suspend_assignment(*, assignment_id: UUID, reason: str, by: User) -> MentorshipAssignment:
    """A pause: role and tie stay, meetings can't be logged, the network shows as a gap."""
    assignment = _lock(assignment_id)
    refuse(blockers.move_blockers(assignment, State.SUSPENDED))
    assignment.state = State.SUSPENDED
    assignment.suspended_at, assignment.suspended_by = clock.now(), by
    assignment.suspend_reason = reason.strip()
    assignment.save()
    record(assignment, Verb.SUSPEND, by=by)
    MentorshipSuspended(assignment, by=by).queue()
    return assignment


@transaction.atomic
def resume_assignment(*, assignment_id: UUID, by: User) -> MentorshipAssignment:
    """The pause is over; the register keeps its dates."""
    assignment = _lock(assignment_id)
    refuse(blockers.resume_blockers(assignment))
    assignment.state = State.ACTIVE if assignment.started_at else State.ACCEPTED
    assignment.suspended_at = assignment.suspended_by = None
    assignment.suspend_reason = ""
    assignment.save()
    record(assignment, Verb.RESUME, by=by)
    MentorshipResumed(assignment, by=by).queue()
    return assignment


@transaction.atomic
def close_assignment(*, assignment_id: UUID, by: User, reason: str = "") -> MentorshipAssignment:
    """End a mentorship, or take back a proposal that has no answer; what was agreed stays."""
    assignment = _lock(assignment_id)
    refuse(blockers.move_blockers(assignment, State.CLOSED))
    was = assignment.state
    _end(assignment, State.CLOSED, reason=reason, by=by)
    record(assignment, Verb.CLOSE, by=by, data={"from": was})
    MentorshipEnded(assignment, by=by).queue()
    return assignment


@transaction.atomic
def reassign_mentor(
    *,
    assignment_id: UUID,
    mentor: User,
    reason: str,
    by: User,
    goals: str | None = None,
    hours_planned: Decimal | None = None,
) -> MentorshipAssignment:
    """Close this assignment and propose another that cites it (P6, R15). Answers the new one.

    Goals and hours are those of the old one where nothing else is said.
    """
    old = _lock(assignment_id)
    refuse(blockers.reassign_blockers(old, mentor))
    _end(old, State.REASSIGNED, reason=reason, by=by)
    new = assign_mentor(
        network_id=old.network_id,
        mentor=mentor,
        phase=old.phase,
        support_kind=SupportKind(old.support_kind),
        goals=old.goals if goals is None else goals,
        hours_planned=old.hours_planned if hours_planned is None else hours_planned,
        by=by,
        cites=old,
    )
    record(old, Verb.REASSIGN, by=by, data={"to": new.pk})
    MentorshipEnded(old, by=by).queue()
    return new


def _lock(assignment_id: UUID) -> MentorshipAssignment:
    """The assignment, after its network: two that end together must see each other's role."""
    lock(Network, MentorshipAssignment.objects.get(pk=assignment_id).network_id)
    return lock(MentorshipAssignment, assignment_id)


def _end(assignment: MentorshipAssignment, state: State, *, reason: str, by: User) -> None:
    """Write the end, call off what was planned, and end the role unless another assignment needs it."""
    assert state in ASSIGNMENT_MOVES[State(assignment.state)]
    held = assignment.state in HOLDS_THE_ROLE
    assignment.state = state
    assignment.ended_at, assignment.ended_by = clock.now(), by
    assignment.end_reason = reason.strip()
    assignment.suspended_at = assignment.suspended_by = None
    assignment.suspend_reason = ""
    assignment.save()
    assignment.requests.filter(answered_at__isnull=True).update(answered_at=assignment.ended_at)
    _call_off_meetings(assignment, by)
    if held:
        _end_role(assignment, by)


def _call_off_meetings(assignment: MentorshipAssignment, by: User) -> None:
    planned = assignment.sessions.filter(state=SessionState.PLANNED)
    forget_meetings(planned)
    planned.update(
        state=SessionState.CANCELLED,
        cancelled_at=clock.now(),
        cancelled_by=by,
        cancel_reason=assignment.end_reason or "—",
    )


def _end_role(assignment: MentorshipAssignment, by: User) -> None:
    same = {"network": assignment.network_id}
    others = MentorshipAssignment.objects.filter(
        mentor=assignment.mentor_id, state__in=sorted(HOLDS_THE_ROLE), **same
    )
    if others.exclude(pk=assignment.pk).exists():
        return
    held = Role.objects.filter(
        current(), user=assignment.mentor_id, name=RoleName.MENTOR, **same
    ).first()
    if held is not None:
        end_role(role_id=held.pk, by=by)


def _facts(assignment: MentorshipAssignment) -> dict[str, object]:
    return {
        "network": assignment.network_id,
        "phase": assignment.phase.key if assignment.phase else "",
        "kind": assignment.support_kind,
        "hours": assignment.hours_planned,
        "cites": assignment.cites_id or "",
    }
