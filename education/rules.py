"""Who may do what with practices.

An organisation's writers and the team draft; the practitioner alone consents; scientific editors review what
others told; a coordinator or an editor publishes (docs/adr/0110).
"""

from typing import Any

import rules

from core.access.models import User
from core.access.once import asked_once
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE, RoleName
from core.people.rules import has, is_coordinator, is_facilitator, is_in_programme
from education import queries
from education.models import Practice

is_editor = has(RoleName.SCIENTIFIC_EDITOR)


@rules.predicate
def knows_practice(user: User, practice: Practice) -> bool:
    return queries.visible_to(user).filter(pk=practice.pk).exists()


@rules.predicate
def writes_in_a_network(user: User, target: object = None) -> bool:
    return _writes_in_some(user)


@asked_once
def _writes_in_some(user: User) -> bool:
    return people.networks_of(user, levels=LEVELS_THAT_WRITE).exists()


@rules.predicate
def writes_practice(user: User, practice: Practice) -> bool:
    return queries.written_by(user).filter(pk=practice.pk).exists()


@rules.predicate
def is_author(user: User, practice: Practice) -> bool:
    return practice.author_id == user.pk


_PERMISSIONS: dict[str, Any] = {
    "education.see_desk": is_in_programme,
    "education.see_practice": is_in_programme & knows_practice,
    "education.draft_practice": is_facilitator | writes_in_a_network,
    "education.write_practice": is_facilitator | writes_practice,
    "education.validate_practice": is_author,
    "education.review_practice": is_editor,
    "education.publish_practice": is_coordinator | is_editor,
    "education.withdraw_practice": is_coordinator | is_editor | is_author,
}
for _name, _predicate in _PERMISSIONS.items():
    rules.add_perm(_name, _predicate)
