"""Who may do what around a draft: its network, and those whom the network asked."""

from typing import Any

import rules

from calls.models import DraftHelper, Submission
from calls.queries.draft_work import helped_by
from core.access.models import User
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE, MemberLevel
from core.people.rules import is_facilitator


@rules.predicate
def helps_with_draft(user: User, submission: Submission) -> bool:
    return helped_by(user).filter(submission=submission).exists()


@rules.predicate
def writes_beside(user: User, submission: Submission) -> bool:
    """Was asked by the network to write with it."""
    return helped_by(user).filter(submission=submission, may_write=True).exists()


@rules.predicate
def is_on_behalf(user: User, submission: Submission) -> bool:
    return submission.is_on_behalf


def _in_network(levels: frozenset[MemberLevel]) -> Any:
    @rules.predicate
    def in_network(user: User, submission: Submission) -> bool:
        mine = people.networks_of(user, levels=levels)
        return mine.filter(pk=submission.network_id).exists()

    return in_network


@rules.predicate
def is_this_helper(user: User, helper: DraftHelper) -> bool:
    """Whoever helps may step back."""
    return helper.person_id == user.pk


@rules.predicate
def closes_draft(user: User, helper: DraftHelper) -> bool:
    """The network, or a facilitator where one of them entered the draft for it."""
    return bool((writes_in_network | enters)(user, helper.submission))


@rules.predicate
def signs_in_person(user: User, submission: Submission) -> bool:
    """Has power to sign for the lead organisation, with this account."""
    lead = people.organisations_of(user, levels={MemberLevel.SIGNATORY})
    return lead.filter(pk=submission.network.lead_id).exists()


belongs_to_network = _in_network(frozenset(MemberLevel))
writes_in_network = _in_network(LEVELS_THAT_WRITE)
enters = is_facilitator & is_on_behalf

_PERMISSIONS: dict[str, Any] = {
    "calls.comment_draft": belongs_to_network | helps_with_draft | enters,
    "calls.ask_help": writes_in_network | enters,
    "calls.end_help": is_this_helper | closes_draft,
    "calls.sign_submission": signs_in_person,
    "calls.record_together": is_facilitator & (writes_beside | is_on_behalf),
}
for _name, _predicate in _PERMISSIONS.items():
    rules.add_perm(_name, _predicate)
