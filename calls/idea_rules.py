"""Who may do what while an idea grows."""

from typing import Any

import rules

from calls.draft_rules import helps_with_draft
from calls.models import Submission
from core.access.models import User
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE, MemberLevel
from core.people.rules import is_facilitator


@rules.predicate
def of_its_territory(user: User, submission: Submission) -> bool:
    """The municipality's official, for an idea that touches the own territory."""
    own = people.territories_of(user)
    if submission.territory_id in own:
        return True
    return bool(own) and submission.further_territories.filter(territory__in=own).exists()


@rules.predicate
def belongs(user: User, submission: Submission) -> bool:
    return _in(user, submission, frozenset(MemberLevel))


@rules.predicate
def writes(user: User, submission: Submission) -> bool:
    return _in(user, submission, LEVELS_THAT_WRITE)


def _in(user: User, submission: Submission, levels: frozenset[MemberLevel]) -> bool:
    mine = people.networks_of(user, levels=levels)
    return mine.filter(pk=submission.network_id).exists()


_gives = is_facilitator | of_its_territory

_PERMISSIONS: dict[str, Any] = {
    "calls.see_growth": belongs | _gives | helps_with_draft,
    "calls.give_feedback": _gives,
    "calls.read_feedback": belongs,
    "calls.see_outreach": belongs | is_facilitator | helps_with_draft,
    "calls.change_outreach": writes | is_facilitator,
    "calls.record_mediation": is_facilitator,
    "calls.merge_networks": is_facilitator,
}
for _name, _predicate in _PERMISSIONS.items():
    rules.add_perm(_name, _predicate)
