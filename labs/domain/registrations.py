"""Registering for an event, and giving the seat back.

Seats are counted and taken under the event's own lock, so that the last one goes to one person (R1).
When it is full people queue, and while somebody waits nobody passes them (R2). An ended registration
stays in the record (R5); a person has one that is alive (R6).
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from core.access import clock
from core.access.blocked import refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people.models import Network, Organisation
from labs import queries
from labs.blockers import (
    accept_blockers,
    answer_blockers,
    cancel_registration_blockers,
    decline_blockers,
    invite_blockers,
    register_blockers,
)
from labs.domain import dates
from labs.domain.queue import call_queue, close, has_free_seat, move
from labs.enums import RegistrationState
from labs.models import Event, Registration
from labs.notifications import (
    PersonInvited,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationRefused,
    RegistrationRequested,
    RegistrationWaiting,
)

INVITATION_LASTS = timedelta(days=14)
"""How long an invitation keeps its seat while the event has no term of its own."""


@transaction.atomic
def register(
    *,
    event_id: UUID,
    by: User,
    person: User | None = None,
    network: Network | None = None,
    organisation: Organisation | None = None,
) -> Registration:
    """Register `person` (`by` themselves if none is given): confirmed, in the queue if no seat is free,
    or a request where the team confirms each one. Who is entered by the team needs no confirmation.

    Raises Blocked with every reason; a full event is none.
    """
    event = lock(Event, event_id)
    who = person or by
    refuse(register_blockers(event, who, network=network, organisation=organisation))
    now = clock.now()
    registration = Registration(
        event=event,
        person=who,
        network=network,
        organisation=organisation,
        registered_at=now,
        registered_by=by,
    )
    if event.needs_confirmation and who.pk == by.pk:
        registration.state = RegistrationState.REQUESTED
    else:
        _seat_or_queue(registration, by=by)
    registration.save()
    record(registration, Verb.REGISTER, by=by, data={"state": registration.state})
    _tell(registration)
    return registration


@transaction.atomic
def invite_person(
    *, event_id: UUID, person: User, by: User, network: Network | None = None
) -> Registration:
    """Keep a seat for somebody and ask them; the offer ends with the registrations, or after two weeks."""
    event = lock(Event, event_id)
    refuse(invite_blockers(event, person, network))
    now = clock.now()
    limit = queries.cut_off(event, now)
    registration = Registration.objects.create(
        event=event,
        person=person,
        network=network,
        state=RegistrationState.OFFERED,
        registered_at=now,
        registered_by=by,
        offered_at=now,
        offer_expires_at=limit if limit and limit > now else now + INVITATION_LASTS,
    )
    dates.keep_offer(registration)
    record(registration, Verb.INVITE, by=by)
    PersonInvited(registration).queue()
    return registration


@transaction.atomic
def accept_offer(*, registration_id: UUID, by: User) -> Registration:
    """Take the seat that was offered, before the offer ends."""
    registration = _locked(registration_id)
    refuse(accept_blockers(registration))
    move(registration, RegistrationState.CONFIRMED)
    registration.confirmed_at = clock.now()
    registration.confirmed_by = by
    registration.save()
    dates.meet_offer(registration)
    record(registration, Verb.ACCEPT, by=by)
    RegistrationConfirmed(registration).queue()
    return registration


@transaction.atomic
def decline_offer(*, registration_id: UUID, by: User) -> Registration:
    """Leave the offered seat to the next in the queue."""
    registration = _locked(registration_id)
    refuse(decline_blockers(registration))
    close(registration, RegistrationState.DECLINED, by=by)
    dates.forget_offer(registration)
    record(registration, Verb.DECLINE, by=by)
    call_queue(registration.event, by=by)
    return registration


@transaction.atomic
def confirm_registration(*, registration_id: UUID, by: User) -> Registration:
    """The team accepts a request: a seat, or a place in the queue if none is free."""
    registration = _locked(registration_id)
    refuse(answer_blockers(registration))
    _seat_or_queue(registration, by=by)
    registration.save()
    record(registration, Verb.CONFIRM, by=by, data={"state": registration.state})
    _tell(registration)
    return registration


@transaction.atomic
def refuse_registration(*, registration_id: UUID, by: User) -> Registration:
    """The team says no to a request; the person is told."""
    registration = _locked(registration_id)
    refuse(answer_blockers(registration))
    close(registration, RegistrationState.DECLINED, by=by)
    record(registration, Verb.REJECT, by=by)
    RegistrationRefused(registration).queue()
    return registration


@transaction.atomic
def cancel_registration(*, registration_id: UUID, by: User) -> Registration:
    """Give the seat back, or leave the queue; the seat is offered to whoever waited longest (R3, R5)."""
    registration = _locked(registration_id)
    refuse(cancel_registration_blockers(registration))
    close(registration, RegistrationState.CANCELLED, by=by)
    record(registration, Verb.CANCEL, by=by)
    RegistrationCancelled(registration, by=by).queue()
    call_queue(registration.event, by=by)
    return registration


def _locked(registration_id: UUID) -> Registration:
    """The registration under its event's lock, which comes first: seats are counted there."""
    event = lock(Event, Registration.objects.get(pk=registration_id).event_id)
    registration = lock(Registration, registration_id)
    registration.event = event
    return registration


def _seat_or_queue(registration: Registration, *, by: User) -> None:
    now = clock.now()
    if has_free_seat(registration.event):
        registration.state = RegistrationState.CONFIRMED
        registration.confirmed_at = now
        registration.confirmed_by = by
    else:
        registration.state = RegistrationState.WAITING
        registration.queued_at = now


def _tell(registration: Registration) -> None:
    kinds = {
        RegistrationState.CONFIRMED: RegistrationConfirmed,
        RegistrationState.WAITING: RegistrationWaiting,
        RegistrationState.REQUESTED: RegistrationRequested,
    }
    kinds[RegistrationState(registration.state)](registration).queue()
