"""Who may do what with events and registrations.

Officials, mentors and evaluators read what the team prepares; who registers needs no role, only an
account: an event is open to everybody who may read of it.
"""

from typing import Any
from uuid import UUID

import rules

from core.access.models import User
from core.access.rules import is_signed_in
from core.documents.domain.access import documents_of
from core.people.rules import has, is_facilitator
from labs import queries
from labs.models import Event, Registration
from labs.queries.events import READS_EVERYTHING


@rules.predicate
def knows_event(user: User, event: Event) -> bool:
    return queries.events_visible_to(user).filter(pk=event.pk).exists()


@rules.predicate
def is_own_registration(user: User, registration: Registration) -> bool:
    return registration.person_id == user.pk


_reads = has(*READS_EVERYTHING)

_PERMISSIONS: dict[str, Any] = {
    "labs.see_desk": _reads,
    "labs.create_event": is_facilitator,
    "labs.change_event": is_facilitator,
    "labs.publish_event": is_facilitator,
    "labs.hold_event": is_facilitator,
    "labs.postpone_event": is_facilitator,
    "labs.reschedule_event": is_facilitator,
    "labs.cancel_event": is_facilitator,
    "labs.add_session": is_facilitator,
    "labs.move_session": is_facilitator,
    "labs.cancel_session": is_facilitator,
    "labs.record_minutes": is_facilitator,
    "labs.record_attendance": is_facilitator,
    "labs.see_registrations": _reads,
    "labs.export_registrations": is_facilitator,
    "labs.invite_person": is_facilitator,
    "labs.confirm_registration": is_facilitator,
    "labs.refuse_registration": is_facilitator,
    "labs.register": is_signed_in & knows_event,
    "labs.cancel_registration": is_own_registration | is_facilitator,
    "labs.accept_offer": is_own_registration,
    "labs.decline_offer": is_own_registration,
}
for _name, _predicate in _PERMISSIONS.items():
    rules.add_perm(_name, _predicate)


@documents_of("labs.Event")
def may_read_event_documents(user: User, object_id: UUID) -> bool:
    """Who may know of the event may read what is attached to it."""
    return queries.events_visible_to(user).filter(pk=object_id).exists()
