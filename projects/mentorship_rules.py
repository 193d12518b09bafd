"""Who may do what with mentorship; `projects.rules` takes `MENTORSHIP_PERMISSIONS` in.

Facilitators assign and end; the mentor alone answers, meets and writes; the network reads, marks its
actions as done and asks for a meeting. A private note is its author's: no permission opens it to another.
"""

from typing import Any

import rules

from core.access.models import User
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE
from core.people.models import Network
from core.people.rules import is_facilitator, knows_network
from projects.mentorship_enums import HOLDS_THE_ROLE
from projects.models import AgreedAction, MentorshipAssignment, MentorshipSession
from projects.queries import mentorship as queries

OfAssignment = MentorshipAssignment | MentorshipSession | AgreedAction


@rules.predicate
def knows_assignment(user: User, target: OfAssignment) -> bool:
    return queries.assignments_visible_to(user).filter(pk=_assignment(target).pk).exists()


@rules.predicate
def is_its_mentor(user: User, target: OfAssignment) -> bool:
    return _assignment(target).mentor_id == user.pk


@rules.predicate
def writes_for_network(user: User, target: OfAssignment) -> bool:
    """Acts for one of the network's organisations, beyond reading."""
    network = _assignment(target).network_id
    return people.networks_of(user, levels=LEVELS_THAT_WRITE).filter(pk=network).exists()


@rules.predicate
def owns_action(user: User, action: AgreedAction) -> bool:
    return action.person_id == user.pk


@rules.predicate
def mentors_its_network(user: User, target: OfAssignment) -> bool:
    """Accompanies the network now, perhaps after another mentor."""
    return MentorshipAssignment.objects.filter(
        mentor=user, network=_assignment(target).network_id, state__in=sorted(HOLDS_THE_ROLE)
    ).exists()


@rules.predicate
def reads_mentorship_of(user: User, network: Network) -> bool:
    """Of the network, its mentor now, or a facilitator: not everybody who knows that it exists."""
    if is_facilitator(user):
        return True
    return (
        people.networks_of(user).filter(pk=network.pk).exists()
        or network.pk in people.standing_of(user).accompanied
    )


def _assignment(target: OfAssignment) -> MentorshipAssignment:
    if isinstance(target, MentorshipAssignment):
        return target
    session = target.session if isinstance(target, AgreedAction) else target
    return session.assignment


_settles = owns_action | writes_for_network | mentors_its_network | is_facilitator

MENTORSHIP_PERMISSIONS: dict[str, Any] = {
    "projects.see_mentorships": is_facilitator,
    "projects.export_mentorships": is_facilitator,
    "projects.assign_mentor": is_facilitator,
    "projects.see_mentorship": knows_assignment,
    "projects.see_network_mentorship": knows_network & reads_mentorship_of,
    "projects.accept_assignment": is_its_mentor,
    "projects.suspend_assignment": is_facilitator,
    "projects.close_assignment": is_facilitator,
    "projects.reassign_mentor": is_facilitator,
    "projects.log_session": is_its_mentor,
    "projects.correct_session": is_its_mentor,
    "projects.cancel_session": is_its_mentor,
    "projects.write_private_note": is_its_mentor,
    "projects.agree_action": is_its_mentor,
    "projects.settle_action": _settles,
    "projects.drop_action": mentors_its_network | is_facilitator,
    "projects.request_meeting": writes_for_network,
}
