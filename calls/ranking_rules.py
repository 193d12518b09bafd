"""Who may check admissibility, draw and approve rankings, renounce and give places.

The facilitators check what is formal, the coordinator or the commission's chair and secretary draw, a
metropolitan official approves: three hands. Only a signatory of the lead renounces.
"""

from typing import Any

import rules

from calls.models import Call, Submission
from calls.queries import rankings
from core.access.models import User
from core.people.enums import MemberLevel
from core.people.queries import organisations_of
from core.people.rules import is_coordinator, is_facilitator, is_metropolitan_official


@rules.predicate
def sees_rankings(user: User, call: Call) -> bool:
    return rankings.may_see_rankings(user, call.pk)


@rules.predicate
def draws_for_commission(user: User, call: Call) -> bool:
    return rankings.sits_in_commission(user, call.pk, rankings.DRAWS)


@rules.predicate
def is_signatory_of_lead(user: User, submission: Submission) -> bool:
    signed = organisations_of(user, levels=frozenset({MemberLevel.SIGNATORY}))
    return signed.filter(pk=submission.network.lead_id).exists()


_PERMISSIONS: dict[str, Any] = {
    "calls.check_admissibility": is_facilitator,
    "calls.see_ranking": sees_rankings,
    "calls.draw_ranking": is_coordinator | draws_for_commission,
    "calls.approve_ranking": is_metropolitan_official,
    "calls.decide_empty_place": is_metropolitan_official,
    "calls.select_next": is_metropolitan_official,
    "calls.renounce_submission": is_signatory_of_lead,
}
for _name, _predicate in _PERMISSIONS.items():
    rules.add_perm(_name, _predicate)
