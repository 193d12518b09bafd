"""Registering, queueing, offering, accepting, cancelling: every verb in every state, and each rule."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.access.scope import open_programme
from core.audit.queries import history_of
from core.notices.models import Deadline, OutboxMessage
from labs import queries
from labs.domain.events import change_event
from labs.domain.queue import expire_offer
from labs.domain.registrations import (
    accept_offer,
    cancel_registration,
    confirm_registration,
    decline_offer,
    invite_person,
    refuse_registration,
    register,
)
from labs.enums import ACTIVE, RegistrationState
from labs.models import Event, Registration
from labs.tasks import sweep_offers
from tests.factories import labs, people, programmes
from tests.factories.labs import NOW, STARTS

S = RegistrationState


@pytest.fixture
def full(programme: Any) -> Event:
    """One seat, taken."""
    event = labs.event(capacity=1)
    labs.registered(event, name="Prima Persona")
    return event


def state_of(registration: Registration) -> str:
    registration.refresh_from_db()
    return registration.state


def head(event: Event) -> Registration:
    return Registration.objects.get(event=event, state=S.CONFIRMED)


@pytest.mark.rule("R1")
def test_a_seat_is_confirmed_as_long_as_there_is_one(full: Event) -> None:
    second = labs.registered(full)
    assert head(full).person.full_name == "Prima Persona"
    assert second.state == S.WAITING
    assert queries.seats_left(full) == 0
    kinds = set(OutboxMessage.objects.values_list("kind", flat=True))
    assert {"labs.registration_confirmed", "labs.registration_waiting"} <= kinds


@pytest.mark.rule("R2")
def test_nobody_passes_who_waits(full: Event) -> None:
    waiting = labs.registered(full)
    with clock.at(NOW + timedelta(hours=1)):
        Event.objects.filter(pk=full.pk).update(capacity=3)
        newcomer = labs.registered(full)
    assert (state_of(waiting), newcomer.state) == (S.WAITING, S.WAITING)


@pytest.mark.rule("R3")
@pytest.mark.rule("R5")
def test_a_cancelled_seat_is_offered_to_the_head_of_the_queue(full: Event) -> None:
    rows = []
    for minutes in range(2):
        with clock.at(NOW + timedelta(minutes=minutes)):
            rows.append(labs.registered(full))
    gone = head(full)
    cancel_registration(registration_id=gone.pk, by=gone.person)
    assert [state_of(row) for row in (gone, *rows)] == [S.CANCELLED, S.OFFERED, S.WAITING]
    assert rows[0].offer_expires_at == NOW + timedelta(hours=full.offer_hours)
    assert OutboxMessage.objects.filter(kind="labs.seat_offered").count() == 1
    assert Deadline.objects.get(kind="labs.offer").at == rows[0].offer_expires_at
    accept_offer(registration_id=rows[0].pk, by=rows[0].person)
    assert state_of(rows[0]) == S.CONFIRMED
    assert Deadline.objects.get(kind="labs.offer").met_at


@pytest.mark.rule("R3")
def test_an_offer_that_runs_out_moves_on(full: Event) -> None:
    rows = [labs.registered(full) for _ in range(2)]
    cancel_registration(registration_id=head(full).pk, by=head(full).person)
    with clock.at(NOW + timedelta(hours=full.offer_hours, seconds=1)):
        with pytest.raises(Blocked):
            accept_offer(registration_id=rows[0].pk, by=rows[0].person)
        assert expire_offer(registration_id=rows[0].pk)
        assert not expire_offer(registration_id=rows[0].pk)
        assert not expire_offer(registration_id=rows[1].pk)
    assert [state_of(row) for row in rows] == [S.DECLINED, S.OFFERED]
    assert rows[0].closed_by is None


@pytest.mark.rule("R3")
def test_the_sweep_passes_seats_on_in_every_programme(db: None) -> None:
    for slug in ("uno", "due"):
        with open_programme(programmes.programme(slug=slug, name=slug).pk):
            event = labs.event(f"Incontro {slug}", capacity=1)
            first, _second = labs.registered(event), labs.registered(event)
            cancel_registration(registration_id=first.pk, by=first.person)
    assert sweep_offers() == 0
    with clock.at(NOW + timedelta(days=3)):
        assert sweep_offers() == 2
        assert sweep_offers() == 0


@pytest.mark.rule("R3")
def test_who_cannot_take_the_seat_is_passed_over_and_the_register_says_why(full: Event) -> None:
    gone, network = labs.registered(full), people.network("Rete piena")
    crowded = labs.registered(full, network.lead.created_by, network=network)
    next_one = labs.registered(full)
    User.objects.filter(pk=gone.person_id).update(is_active=False)
    with transaction.atomic():
        Event.objects.filter(pk=full.pk).update(max_per_network=1)
        other = labs.event("Altro", capacity=9)  # a seat elsewhere counts for nothing here
        register(event_id=other.pk, by=network.lead.created_by, network=network)
    Registration.objects.filter(pk=head(full).pk).update(network=network)
    Event.objects.filter(pk=full.pk).update(capacity=2)
    change_event(event_id=full.pk, by=labs.author(full), offer_hours=24)
    assert [state_of(row) for row in (gone, crowded, next_one)] == [
        S.WAITING,
        S.WAITING,
        S.OFFERED,
    ]
    assert [history_of(row)[0].data for row in (gone, crowded)] == [
        {"why": "inactive"},
        {"why": "network_full"},
    ]


@pytest.mark.rule("R3")
def test_after_the_cut_off_no_seat_is_offered(programme: Any) -> None:
    event = labs.event(capacity=1, registration_closes_at=NOW + timedelta(days=1))
    labs.session(event)
    first, waiting = labs.registered(event), labs.registered(event)
    with clock.at(NOW + timedelta(days=2)):
        cancel_registration(registration_id=first.pk, by=first.person)
        with pytest.raises(Blocked):
            labs.registered(event)
    assert state_of(waiting) == S.WAITING


def test_an_offer_never_lasts_beyond_the_cut_off(programme: Any) -> None:
    event = labs.event(capacity=1)
    labs.session(event)
    first, waiting = labs.registered(event), labs.registered(event)
    with clock.at(STARTS - timedelta(hours=5)):
        cancel_registration(registration_id=first.pk, by=first.person)
    assert state_of(waiting) == S.OFFERED
    assert waiting.offer_expires_at == STARTS


@pytest.mark.rule("R4")
def test_fewer_seats_evict_nobody_and_more_call_the_queue(programme: Any) -> None:
    event = labs.event(capacity=2)
    seated = [labs.registered(event) for _ in range(2)]
    waiting = labs.registered(event)
    change_event(event_id=event.pk, by=labs.author(event), capacity=1)
    event.refresh_from_db()
    assert [state_of(row) for row in seated] == [S.CONFIRMED] * 2
    assert queries.seats_left(event) == 0
    change_event(event_id=event.pk, by=labs.author(event), capacity=3)
    assert state_of(waiting) == S.OFFERED


@pytest.mark.rule("R5")
@pytest.mark.rule("R6")
def test_one_live_registration_for_each_person_and_the_ended_ones_stay(programme: Any) -> None:
    event = labs.event()
    first = labs.registered(event)
    with pytest.raises(Blocked) as refused:
        register(event_id=event.pk, by=first.person)
    assert [one.code for one in refused.value.blockers] == ["registered"]
    cancel_registration(registration_id=first.pk, by=first.person)
    register(event_id=event.pk, by=first.person)
    assert Registration.objects.filter(person=first.person).count() == 2
    with (
        pytest.raises(IntegrityError, match="event_registration_one_active_per_person"),
        transaction.atomic(),
    ):
        Registration.objects.create(
            event=event,
            person=first.person,
            state=S.WAITING,
            registered_at=NOW,
            registered_by=first.person,
            queued_at=NOW,
        )


def test_a_network_has_so_many_seats_and_only_its_people_use_them(programme: Any) -> None:
    event, network = labs.event(max_per_network=1), people.network("Orti")
    labs.registered(event, network.lead.created_by, network=network)
    partner = people.partner_organisation(network)
    with pytest.raises(Blocked) as refused:
        labs.registered(event, partner.created_by, network=network)
    assert [one.code for one in refused.value.blockers] == ["network_full"]
    with pytest.raises(Blocked) as refused:
        labs.registered(event, network=network)
    assert [one.code for one in refused.value.blockers] == ["not_in_network", "network_full"]


def test_a_request_waits_for_the_team(programme: Any) -> None:
    event = labs.event(needs_confirmation=True)
    rows = [labs.registered(event) for _ in range(2)]
    assert {row.state for row in rows} == {S.REQUESTED}
    by = labs.author(event)
    confirm_registration(registration_id=rows[0].pk, by=by)
    refuse_registration(registration_id=rows[1].pk, by=by)
    assert [state_of(row) for row in rows] == [S.CONFIRMED, S.DECLINED]
    entered = register(event_id=event.pk, by=by, person=people.user("Chi Telefona"))
    assert entered.state == S.CONFIRMED


def test_an_invitation_keeps_a_seat(programme: Any) -> None:
    event = labs.event(capacity=1)
    labs.session(event)
    guest = people.user("Gina Invitata")
    invited = invite_person(event_id=event.pk, person=guest, by=labs.author(event))
    assert (invited.state, invited.offer_expires_at) == (S.OFFERED, STARTS)
    assert labs.registered(event).state == S.WAITING
    with pytest.raises(Blocked):
        invite_person(event_id=event.pk, person=people.user("Altra"), by=labs.author(event))
    decline_offer(registration_id=invited.pk, by=guest)
    assert Registration.objects.filter(event=event, state=S.OFFERED).count() == 1


@pytest.mark.rule("R11")
def test_nobody_registers_for_a_month(programme: Any) -> None:
    event = labs.month_event()
    with pytest.raises(Blocked) as refused:
        labs.registered(event)
    assert [one.code for one in refused.value.blockers] == ["no_day"]
    labs.session(event)
    assert labs.registered(event).state == S.CONFIRMED


def test_a_closed_table_has_people_without_being_public(programme: Any) -> None:
    table = labs.table()
    guest = people.user("Rita Referente")
    register(event_id=table.pk, by=labs.author(table), person=guest)
    assert queries.events_visible_to(guest).filter(pk=table.pk).exists()
    assert not queries.events_visible_to(people.user("Altrove")).filter(pk=table.pk).exists()
    assert not queries.public_events().filter(pk=table.pk).exists()


ACTS: dict[str, tuple[Callable[[Registration], Any], set[RegistrationState]]] = {
    "accept": (lambda r: accept_offer(registration_id=r.pk, by=r.person), {S.OFFERED}),
    "decline": (lambda r: decline_offer(registration_id=r.pk, by=r.person), {S.OFFERED}),
    "confirm": (lambda r: confirm_registration(registration_id=r.pk, by=r.person), {S.REQUESTED}),
    "refuse": (lambda r: refuse_registration(registration_id=r.pk, by=r.person), {S.REQUESTED}),
    "cancel": (
        lambda r: cancel_registration(registration_id=r.pk, by=r.person),
        {S.REQUESTED, S.CONFIRMED, S.WAITING},
    ),
    "register": (lambda r: register(event_id=r.event_id, by=r.person), {S.DECLINED, S.CANCELLED}),
}


def in_state(state: RegistrationState) -> Registration:
    event = labs.event(capacity=1, needs_confirmation=state == S.REQUESTED)
    if state == S.REQUESTED:
        return labs.registered(event)
    if state in {S.OFFERED, S.DECLINED}:
        guest = people.user("Gina Invitata")
        made = invite_person(event_id=event.pk, person=guest, by=labs.author(event))
        return decline_offer(registration_id=made.pk, by=guest) if state == S.DECLINED else made
    made = labs.registered(event)
    if state == S.CANCELLED:
        return cancel_registration(registration_id=made.pk, by=made.person)
    return labs.registered(event) if state == S.WAITING else made


@pytest.mark.parametrize("state", RegistrationState)
@pytest.mark.parametrize("act", ACTS)
def test_every_verb_in_every_state(act: str, state: RegistrationState, programme: Any) -> None:
    verb, allowed = ACTS[act]
    registration = in_state(state)
    assert registration.state == state
    if state in allowed:
        verb(registration)
    else:
        with pytest.raises(Blocked):
            verb(registration)
    live = Registration.objects.filter(person=registration.person, state__in=ACTIVE).count()
    assert live <= 1


BROKEN: dict[str, dict[str, Any]] = {
    "event_registration_state_known": {"state": "nowhere"},
    "event_registration_confirmed_with_date_and_actor": {"confirmed_at": None},
    "event_registration_waiting_since": {"state": "waiting"},
    "event_registration_offered_until": {"state": "offered"},
    "event_registration_closed_with_date": {"closed_at": NOW},
    "event_registration_closed_by_somebody_or_expired": {"state": "declined", "closed_at": NOW},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_holds_each_state_to_its_date_and_actor(name: str, programme: Any) -> None:
    registration = labs.registered(labs.event())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(**BROKEN[name])
