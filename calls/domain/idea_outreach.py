"""Whom a network would like to have with it: who, why, invited or not, what they answered."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.draft_enums import OUTREACH_MOVES, OutreachState
from calls.models import OutreachContact
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people.domain.networks import invite_partner
from core.people.models import Network


@transaction.atomic
def add_contact(
    *, network_id: UUID, name: str, why: str, by: User, email: str = ""
) -> OutreachContact:
    """Put an actor on the list; without an address nobody is written to yet."""
    network = lock(Network, network_id)
    contact = OutreachContact.objects.create(
        network=network, name=name.strip(), why=why.strip(), added_at=clock.now(), added_by=by
    )
    record(contact, Verb.ADD, by=by)
    return invite_contact(contact_id=contact.pk, by=by, email=email) if email else contact


def move_blockers(contact: OutreachContact, to: OutreachState) -> list[Blocker]:
    """Why an actor can't be invited, or its answer can't be written down."""
    if to in OUTREACH_MOVES[OutreachState(contact.state)]:
        return []
    text = _("This actor is already: %(state)s.") % {"state": contact.get_state_display()}
    return [Blocker("already", text)]


@transaction.atomic
def invite_contact(
    *, contact_id: UUID, by: User, email: str = "", full_name: str = ""
) -> OutreachContact:
    """Invite an actor: through the portal if there is an address, which keeps a place in the network and
    needs no account; otherwise it is written down that somebody asked in person."""
    contact = _lock(contact_id)
    refuse(move_blockers(contact, OutreachState.INVITED))
    if email:
        contact.member = invite_partner(
            network_id=contact.network_id,
            partner_name=contact.name,
            email=email,
            full_name=full_name,
            by=by,
        )
    contact.state = OutreachState.INVITED
    contact.invited_at, contact.invited_by = clock.now(), by
    contact.answered_at = contact.answered_by = None
    contact.save()
    record(contact, Verb.INVITE, by=by, data={"by_mail": bool(email)})
    return contact


@transaction.atomic
def record_answer(*, contact_id: UUID, said_yes: bool, note: str, by: User) -> OutreachContact:
    """Write down what the actor said; also of one who was asked outside of the portal."""
    contact = _lock(contact_id)
    to = OutreachState.ACCEPTED if said_yes else OutreachState.DECLINED
    refuse(move_blockers(contact, to))
    now = clock.now()
    if contact.invited_at is None:
        contact.invited_at, contact.invited_by = now, by
    contact.state, contact.note = to, note.strip()
    contact.answered_at, contact.answered_by = now, by
    contact.save()
    record(contact, Verb.ANSWER, by=by, data={"yes": said_yes})
    return contact


def _lock(contact_id: UUID) -> OutreachContact:
    """The actor, behind its network's lock."""
    network_id = OutreachContact.objects.values_list("network_id", flat=True).get(pk=contact_id)
    lock(Network, network_id)
    return lock(OutreachContact, contact_id)
