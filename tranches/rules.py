"""Who may do what with contributions.

The way of a tranche goes through four hands: the lead's signatory asks, the verifier checks, the
metropolitan official approves and publishes, the finance officer orders and records the receipt; the
municipality's official is heard. That they are different people is a blocker, not a rule.
"""

from typing import Any
from uuid import UUID

import rules

from core.access.models import User
from core.documents.domain.access import documents_of
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE, MemberLevel, RoleName
from core.people.rules import (
    has,
    is_finance_officer,
    is_metropolitan_official,
    is_verifier,
)
from tranches import queries
from tranches.models import Tranche
from tranches.queries.tranches import SEE_EVERY_TRANCHE

SIGNS = frozenset({MemberLevel.SIGNATORY})


@rules.predicate
def has_tranches(user: User) -> bool:
    """Somebody for whom the list of contributions is a place of work: never a mentor alone."""
    if people.has_role(user, *SEE_EVERY_TRANCHE, RoleName.MUNICIPAL_OFFICIAL):
        return True
    return bool(people.standing_of(user).organisations)


@rules.predicate
def knows_tranche(user: User, tranche: Tranche) -> bool:
    return queries.visible_to(user).filter(pk=tranche.pk).exists()


@rules.predicate
def signs_for_lead(user: User, tranche: Tranche) -> bool:
    return tranche.grant.beneficiary_id in people.standing_of(user).organisations_at(SIGNS)


@rules.predicate
def is_of_its_municipality(user: User, tranche: Tranche) -> bool:
    return tranche.grant.project.territory_id in people.territories_of(user)


@rules.predicate
def writes_for_lead(user: User, tranche: Tranche) -> bool:
    own = people.standing_of(user).organisations_at(LEVELS_THAT_WRITE)
    return tranche.grant.beneficiary_id in own


_pays_and_decides = has(RoleName.VERIFIER, RoleName.METROPOLITAN_OFFICIAL, RoleName.FINANCE_OFFICER)
_awards = has(RoleName.COORDINATOR, RoleName.METROPOLITAN_OFFICIAL)

_PERMISSIONS: dict[str, Any] = {
    "tranches.see_tranches": has_tranches,
    "tranches.see_tranche": knows_tranche,
    "tranches.read_papers": writes_for_lead | _pays_and_decides,
    "tranches.award_grant": _awards,
    "tranches.request_tranche": signs_for_lead,
    "tranches.verify_tranche": is_verifier,
    "tranches.give_opinion_on_tranche": is_of_its_municipality,
    "tranches.approve_tranche": is_metropolitan_official,
    "tranches.publish_act": is_metropolitan_official,
    "tranches.order_tranche": is_finance_officer,
    "tranches.pay_tranche": is_finance_officer,
    "tranches.record_bank_return": is_finance_officer,
    "tranches.return_tranche": is_verifier | is_metropolitan_official,
    "tranches.suspend_tranche": is_metropolitan_official,
    "tranches.resume_tranche": is_metropolitan_official,
    "tranches.hand_over_report": writes_for_lead,
    "tranches.answer_report": is_verifier,
    "tranches.record_condition": is_verifier,
    "tranches.record_clearance": is_finance_officer | is_verifier,
    "tranches.declare_withholding": signs_for_lead,
}
for _name, _predicate in _PERMISSIONS.items():
    rules.add_perm(_name, _predicate)


@documents_of("tranches.Tranche")
def may_read_documents(user: User, object_id: UUID) -> bool:
    return queries.visible_to(user).filter(pk=object_id).exists()


@documents_of("tranches.Grant")
def may_read_declarations_and_clearances(user: User, object_id: UUID) -> bool:
    """Clearances and declarations speak of the lead alone: its own people who write, and whoever checks,
    decides and pays; not its partners."""
    found = queries.visible_to(user).filter(grant=object_id, position=1).select_related("grant")
    tranche = found.order_by().first()
    return tranche is not None and user.has_perm("tranches.read_papers", tranche)
