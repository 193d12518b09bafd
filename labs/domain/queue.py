"""The queue of a full event: whoever waited longest is offered the seat that became free (R2, R3).

An offer keeps the seat until it is accepted, declined, or runs out; then the next one is called. After
the cut-off no seat is offered any more. Everything here runs under the event's own lock.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from core.access import clock
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from labs import queries
from labs.blockers import network_is_full
from labs.domain import dates
from labs.enums import REGISTRATION_MOVES, RegistrationState
from labs.models import Event, Registration
from labs.notifications import SeatOffered


def move(registration: Registration, state: RegistrationState) -> None:
    """The allowed moves stand in `enums`; the caller holds the lock of the event."""
    assert state in REGISTRATION_MOVES[RegistrationState(registration.state)], (
        registration.state,
        state,
    )
    registration.state = state


def close(registration: Registration, state: RegistrationState, *, by: User | None) -> None:
    """End a registration; the row stays (R5). Without `by` its offer ran out."""
    move(registration, state)
    registration.closed_at = clock.now()
    registration.closed_by = by
    registration.save()


def has_free_seat(event: Event) -> bool:
    """Whether somebody new can have a seat at once: never past those who wait (R2)."""
    left = queries.seats_left(event)
    return left is None or (left > 0 and not queries.waiting_of(event).exists())


def call_queue(event: Event, *, by: User | None) -> list[Registration]:
    """Offer every free seat to the head of the queue; needs the event's lock. Answers the offers.

    Who has no account any more, or whose network has all its seats, is passed over: the register says
    why, and they keep their place.
    """
    now = clock.now()
    limit = queries.cut_off(event, now)
    if not event.is_live or (limit is not None and now >= limit):
        return []
    until = now + timedelta(hours=event.offer_hours)
    offers = []
    for registration in queries.waiting_of(event):
        if queries.seats_left(event) == 0:
            break
        if why := _passed_over(event, registration):
            record(registration, Verb.PASS_OVER, by=by, data={"why": why})
            continue
        _offer(registration, min(until, limit) if limit else until, by=by)
        offers.append(registration)
    return offers


def _passed_over(event: Event, registration: Registration) -> str:
    if not registration.person.is_active:
        return "inactive"
    return "network_full" if network_is_full(event, registration.network) else ""


def _offer(registration: Registration, until: datetime, *, by: User | None) -> None:
    move(registration, RegistrationState.OFFERED)
    registration.offered_at = clock.now()
    registration.offer_expires_at = until
    registration.save()
    dates.keep_offer(registration)
    record(registration, Verb.OFFER, by=by, data={"until": until})
    SeatOffered(registration).queue()


@transaction.atomic
def expire_offer(*, registration_id: UUID) -> bool:
    """Let an offer that ran out pass the seat on. Answers whether it did; may run any number of times."""
    try:
        event_id = Registration.objects.get(pk=registration_id).event_id
    except ObjectDoesNotExist:
        return False
    event = lock(Event, event_id)
    registration = lock(Registration, registration_id)
    expires_at = registration.offer_expires_at
    if registration.state != RegistrationState.OFFERED or expires_at is None:
        return False
    if expires_at > clock.now():
        return False
    close(registration, RegistrationState.DECLINED, by=None)
    dates.forget_offer(registration)
    record(registration, Verb.EXPIRE, by=None)
    call_queue(event, by=None)
    return True
