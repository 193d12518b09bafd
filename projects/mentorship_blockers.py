"""Why a mentor cannot be assigned, accept, pause, end, meet or agree now.

*When* only; *who* is in `mentorship_rules`. Pages show these lists, and the verbs refuse with them.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from core.access import clock, hands
from core.access.blocked import Blocker
from core.access.models import User
from core.people import queries as people
from core.people.enums import TieKind
from core.people.models import Network
from projects.mentorship_enums import (
    ACTION_MOVES,
    ASSIGNMENT_MOVES,
    AT_WORK,
    OPEN,
    SESSION_MOVES,
    ActionState,
    AssignmentState,
    SessionState,
    SupportKind,
)
from projects.models import (
    AgreedAction,
    MeetingRequest,
    MentorshipAssignment,
    MentorshipSession,
    SupportOffer,
)


def assign_blockers(
    network: Network, mentor: User, phase: SupportOffer | None, support_kind: SupportKind
) -> list[Blocker]:
    """Why this person cannot be asked to accompany this network with this."""
    found = mentor_blockers(network, mentor)
    if phase is not None and phase.support_kinds and support_kind not in phase.support_kinds:
        text = _("“%(phase)s” does not help with: %(kind)s.") % {
            "phase": phase.title,
            "kind": SupportKind(support_kind).label,
        }
        found.append(Blocker("kind_not_offered", text))
    same = MentorshipAssignment.objects.filter(
        network=network, mentor=mentor, phase=phase, support_kind=support_kind
    )
    if same.filter(state__in=sorted(OPEN)).exists():
        text = _("%(mentor)s already accompanies %(network)s in this.") % {
            "mentor": mentor.full_name,
            "network": network.name,
        }
        found.append(Blocker("already_assigned", text))
    return found


def mentor_blockers(network: Network, mentor: User) -> list[Blocker]:
    """Why this person can't be a mentor of this network at all."""
    if not mentor.is_active:
        text = _("The account of %(mentor)s is closed.") % {"mentor": mentor.full_name}
        return [Blocker("mentor_inactive", text)]
    kinds = {tie.kind for tie in people.ties_with(mentor, network)}
    if TieKind.SAME_ORGANISATION in kinds:
        text = _("%(mentor)s belongs to an organisation of %(network)s.") % {
            "mentor": mentor.full_name,
            "network": network.name,
        }
        return [Blocker("mentor_of_own_network", text)]
    return []


def accept_blockers(assignment: MentorshipAssignment, by: User) -> list[Blocker]:
    """Why the mentor can't say yes or no now."""
    if assignment.state != AssignmentState.PROPOSED:
        return [Blocker("answered", _("This proposal has already been answered."))]
    return mentor_blockers(assignment.network, by)


def move_blockers(assignment: MentorshipAssignment, to: AssignmentState) -> list[Blocker]:
    """Why the assignment can't come to this state."""
    state = AssignmentState(assignment.state)
    if to in ASSIGNMENT_MOVES[state]:
        return []
    if not ASSIGNMENT_MOVES[state]:
        return [Blocker("ended", _("This mentorship has already ended."))]
    if state == AssignmentState.PROPOSED:
        return [Blocker("not_accepted", _("The mentor has not answered yet."), hands.mentor())]
    return [Blocker("wrong_state", _("The mentorship is already suspended."))]


def resume_blockers(assignment: MentorshipAssignment) -> list[Blocker]:
    if assignment.state != AssignmentState.SUSPENDED:
        return [Blocker("not_suspended", _("This mentorship is not suspended."))]
    return []


def reassign_blockers(assignment: MentorshipAssignment, mentor: User | None) -> list[Blocker]:
    found = move_blockers(assignment, AssignmentState.REASSIGNED)
    if mentor is not None and mentor.pk == assignment.mentor_id:
        found.append(Blocker("same_mentor", _("The new mentor must be another person.")))
    elif mentor is not None:
        found += mentor_blockers(assignment.network, mentor)
    return found


def work_blockers(assignment: MentorshipAssignment) -> list[Blocker]:
    """Why no meeting can be planned or logged."""
    if assignment.state in AT_WORK:
        return []
    if assignment.state == AssignmentState.PROPOSED:
        text = _("The mentorship begins when the mentor has accepted.")
        return [Blocker("not_accepted", text, hands.mentor())]
    if assignment.state == AssignmentState.SUSPENDED:
        text = _("The mentorship is suspended.")
        return [Blocker("suspended", text, hands.facilitators())]
    return [Blocker("ended", _("This mentorship has already ended."))]


def held_blockers(assignment: MentorshipAssignment, held_at: datetime) -> list[Blocker]:
    """Why a meeting can't have been held at this instant."""
    if held_at > clock.now():
        return [Blocker("not_held_yet", _("This meeting lies in the future: plan it instead."))]
    accepted = assignment.accepted_at
    if accepted and held_at.astimezone(clock.ROME).date() < accepted.astimezone(clock.ROME).date():
        text = _("The meeting is earlier than the day on which the mentorship was accepted.")
        return [Blocker("before_acceptance", text)]
    return []


def log_blockers(assignment: MentorshipAssignment, held_at: datetime) -> list[Blocker]:
    return [*work_blockers(assignment), *held_blockers(assignment, held_at)]


def plan_blockers(assignment: MentorshipAssignment, starts_at: datetime) -> list[Blocker]:
    found = work_blockers(assignment)
    if starts_at <= clock.now():
        text = _("This meeting lies in the past: log it instead.")
        found.append(Blocker("in_the_past", text))
    return found


def session_blockers(session: MentorshipSession, to: SessionState) -> list[Blocker]:
    """Why the meeting can't come to this state."""
    if to in SESSION_MOVES[SessionState(session.state)]:
        return []
    if session.state == SessionState.CANCELLED:
        return [Blocker("cancelled", _("This meeting was cancelled."))]
    return [Blocker("held", _("This meeting has already been logged."))]


def correct_blockers(session: MentorshipSession) -> list[Blocker]:
    """A record is put right as long as the mentorship goes on; what it said before is kept."""
    if session.state != SessionState.HELD:
        return [Blocker("not_held", _("Only the record of a meeting that was held is corrected."))]
    return work_blockers(session.assignment)


def action_blockers(action: AgreedAction, to: ActionState) -> list[Blocker]:
    if to in ACTION_MOVES[ActionState(action.state)]:
        return []
    if action.state == ActionState.OPEN:
        return [Blocker("action_open", _("This action is still to do."))]
    return [Blocker("action_settled", _("This action is already settled."))]


def request_blockers(assignment: MentorshipAssignment) -> list[Blocker]:
    """Why the network can't ask for a meeting now."""
    found = work_blockers(assignment)
    if MeetingRequest.objects.filter(assignment=assignment, answered_at__isnull=True).exists():
        text = _("You have already asked for a meeting: the mentor will propose a day.")
        found.append(Blocker("already_asked", text, hands.mentor()))
    return found
