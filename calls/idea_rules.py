"""Who may do what while an idea grows."""

from typing import Any

import rules

from calls.draft_rules import belongs_to_network, helps_with_draft, writes_in_network
from calls.models import Submission
from core.access.models import User
from core.people import queries as people
from core.people.rules import is_facilitator


@rules.predicate
def of_its_territory(user: User, submission: Submission) -> bool:
    """The municipality's official, for an idea that touches the own territory."""
    own = people.territories_of(user)
    if submission.territory_id in own:
        return True
    return bool(own) and submission.further_territories.filter(territory__in=own).exists()


_gives = is_facilitator | of_its_territory

_PERMISSIONS: dict[str, Any] = {
    "calls.see_growth": belongs_to_network | _gives | helps_with_draft,
    "calls.give_feedback": _gives,
    "calls.read_feedback": belongs_to_network,
    "calls.see_outreach": belongs_to_network | is_facilitator | helps_with_draft,
    "calls.change_outreach": writes_in_network | is_facilitator,
    "calls.record_mediation": is_facilitator,
    "calls.merge_networks": is_facilitator,
}
for _name, _predicate in _PERMISSIONS.items():
    rules.add_perm(_name, _predicate)
