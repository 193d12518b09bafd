"""Preparing, publishing, holding, postponing, cancelling an event; its sessions, minutes and dates."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.notices.models import Deadline, OutboxMessage
from core.programmes.enums import DatePrecision
from core.ui.bilingual import Bilingual
from labs import queries
from labs.domain.events import (
    cancel_event,
    change_event,
    create_event,
    hold_event,
    postpone_event,
    publish_event,
    reschedule_event,
)
from labs.domain.sessions import add_session, cancel_session, move_session, record_minutes
from labs.enums import EventKind, EventState
from labs.models import Event, EventSession
from tests.factories import labs, people
from tests.factories.labs import DAY, ENDS, LATER, NOW, REASON, STARTS

AFTER = ENDS + timedelta(days=1)


@pytest.fixture
def by(programme: Any) -> User:
    return people.facilitator()


def open_deadlines(kind: str) -> list[Any]:
    rows = Deadline.objects.filter(kind=kind, dropped_at=None, met_at=None).order_by("at", "on")
    return [row.at or row.on for row in rows]


def test_the_address_comes_from_the_title_and_is_taken_once(by: User) -> None:
    titles = ["Perché il cibo: un percorso molto molto lungo di comunità", "Cibo!", "Cibo?", "…"]
    made = [labs.draft_event(title, by=by) for title in titles]
    assert [event.key for event in made[1:]] == ["cibo", "cibo-2", "incontro"]
    assert len(made[0].key) <= 40
    with pytest.raises(IntegrityError, match="event_key_once"), transaction.atomic():
        create_event(kind=EventKind.WORKSHOP, title=Bilingual(it="Cibo"), by=by, key="cibo")


def test_a_draft_says_what_keeps_it_from_the_public(by: User) -> None:
    bare = create_event(kind=EventKind.WORKSHOP, title=Bilingual(en="No date"), by=by)
    with pytest.raises(Blocked) as refused:
        publish_event(event_id=bare.pk, by=by)
    assert [one.code for one in refused.value.blockers] == ["no_title", "no_date"]
    assert all(one.who for one in refused.value.blockers)


@pytest.mark.rule("R11")
def test_a_month_stays_a_month_and_nobody_is_reminded(by: User) -> None:
    event = labs.month_event(by=by, starts_on=date(2021, 4, 17))
    assert event.starts_on == date(2021, 4, 1)
    assert event.when == "da aprile 2021"
    assert not Deadline.objects.exists()
    labs.session(event, starts_at=LATER)
    event.refresh_from_db()
    assert event.when == "da aprile 2021"
    assert open_deadlines("labs.session") == [LATER]
    with pytest.raises(IntegrityError, match="event_month_has_no_day"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(starts_on=date(2021, 4, 17))


@pytest.mark.rule("R11")
def test_what_is_dated_has_its_deadlines(by: User) -> None:
    closes = STARTS - timedelta(days=2)
    event = labs.event(by=by, registration_closes_at=closes)
    assert open_deadlines("labs.event") == [DAY]
    assert open_deadlines("labs.registration_closing") == [closes]
    session = labs.session(event)
    labs.session(event, starts_at=LATER)
    assert open_deadlines("labs.event") == []
    assert open_deadlines("labs.session") == [STARTS, LATER]
    event.refresh_from_db()
    assert (event.starts_on, event.ends_on) == (DAY, LATER.date())
    move_session(
        session_id=session.pk,
        starts_at=STARTS + timedelta(days=1),
        ends_at=ENDS + timedelta(days=1),
        place="Altrove",
        by=by,
    )
    assert open_deadlines("labs.session") == [STARTS + timedelta(days=1), LATER]
    cancel_session(session_id=session.pk, by=by)
    assert open_deadlines("labs.session") == [LATER]
    cancel_event(event_id=event.pk, reason=REASON, by=by)
    assert not Deadline.objects.filter(dropped_at=None).exists()


def test_a_draft_of_the_team_reminds_nobody_a_closed_table_does(by: User) -> None:
    labs.session(labs.draft_event(by=by))
    assert not open_deadlines("labs.session")
    labs.session(labs.table(by=by))
    assert open_deadlines("labs.session") == [STARTS]


def test_who_is_registered_is_told_of_what_moves(by: User) -> None:
    event = labs.event(by=by)
    registration = labs.registered(event)
    session = labs.session(event)
    labs.session(event, starts_at=LATER)
    cancel_session(session_id=session.pk, by=by)
    postpone_event(event_id=event.pk, reason=REASON, by=by)
    assert not queries.kept_sessions(Event.objects.get(pk=event.pk))
    reschedule_event(
        event_id=event.pk, starts_on=date(2021, 5, 1), precision=DatePrecision.MONTH, by=by
    )
    cancel_event(event_id=event.pk, reason=REASON, by=by)
    sent = OutboxMessage.objects.filter(recipient=registration.person).order_by("pk")
    assert list(sent.values_list("kind", flat=True)) == [
        "labs.registration_confirmed",
        "labs.session_set",
        "labs.session_set",
        "labs.session_cancelled",
        "labs.event_postponed",
        "labs.event_rescheduled",
        "labs.event_cancelled",
    ]
    registration.refresh_from_db()
    assert registration.state == "confirmed"


def test_a_kept_session_is_not_told_again(by: User) -> None:
    event = labs.event(by=by)
    labs.registered(event)
    session = labs.session(event)
    before = OutboxMessage.objects.count()
    move_session(
        session_id=session.pk,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=session.place,
        objective="Conoscersi",
        by=by,
    )
    assert OutboxMessage.objects.count() == before


def test_minutes_tell_what_has_been(by: User) -> None:
    session = labs.session(labs.event(by=by))
    with pytest.raises(Blocked):
        record_minutes(session_id=session.pk, minutes="Troppo presto", by=by)
    with clock.at(AFTER):
        with pytest.raises(Blocked):
            record_minutes(session_id=session.pk, minutes="  ", by=by)
        record_minutes(session_id=session.pk, minutes="Si è deciso", outputs="Una mappa", by=by)
        again = record_minutes(session_id=session.pk, minutes="Si è deciso bene", by=by)
        assert (again.minutes, again.outputs) == ("Si è deciso bene", "")
        with pytest.raises(Blocked):
            cancel_session(session_id=session.pk, by=by)
    assert open_deadlines("labs.session") == []


def test_held_is_said_after_the_last_session(by: User) -> None:
    event = labs.event(by=by)
    labs.session(event)
    with pytest.raises(Blocked):
        hold_event(event_id=event.pk, by=by)
    with clock.at(AFTER):
        assert hold_event(event_id=event.pk, by=by).state == EventState.HELD
    table = labs.table(by=by)
    labs.session(table)
    with clock.at(AFTER):
        assert hold_event(event_id=table.pk, by=by).state == EventState.HELD
    assert not queries.public_events().filter(pk=table.pk).exists()


def test_a_session_ends_after_it_begins(by: User) -> None:
    event = labs.event(by=by)
    with pytest.raises(Blocked):
        add_session(event_id=event.pk, starts_at=ENDS, ends_at=STARTS, place="Qui", by=by)


def _hold(event: Event, by: User) -> Event:
    with clock.at(AFTER):
        return hold_event(event_id=event.pk, by=by)


ACTS: dict[str, tuple[Callable[[Event, User], Any], set[EventState]]] = {
    "change": (
        lambda e, by: change_event(event_id=e.pk, by=by, capacity=9),
        {EventState.DRAFT, EventState.PUBLISHED, EventState.POSTPONED},
    ),
    "publish": (lambda e, by: publish_event(event_id=e.pk, by=by), {EventState.DRAFT}),
    "hold": (_hold, {EventState.PUBLISHED}),
    "postpone": (
        lambda e, by: postpone_event(event_id=e.pk, by=by, reason=REASON),
        {EventState.PUBLISHED},
    ),
    "reschedule": (
        lambda e, by: reschedule_event(event_id=e.pk, by=by, starts_on=date(2021, 6, 1)),
        {EventState.POSTPONED},
    ),
    "cancel": (
        lambda e, by: cancel_event(event_id=e.pk, by=by, reason=REASON),
        {EventState.DRAFT, EventState.PUBLISHED, EventState.POSTPONED},
    ),
    "add_session": (
        lambda e, by: labs.session(e, starts_at=LATER, by=by),
        {EventState.DRAFT, EventState.PUBLISHED},
    ),
}


def in_state(state: EventState, by: User) -> Event:
    event = labs.draft_event(by=by) if state == EventState.DRAFT else labs.event(by=by)
    if state == EventState.HELD:
        return _hold(event, by)
    if state == EventState.POSTPONED:
        return postpone_event(event_id=event.pk, by=by, reason=REASON)
    if state == EventState.CANCELLED:
        return cancel_event(event_id=event.pk, by=by, reason=REASON)
    return event


@pytest.mark.parametrize("state", EventState)
@pytest.mark.parametrize("act", ACTS)
def test_every_verb_in_every_state(act: str, state: EventState, by: User) -> None:
    verb, allowed = ACTS[act]
    event = in_state(state, by)
    assert event.state == state
    if state in allowed:
        verb(event, by)
    else:
        with pytest.raises(Blocked):
            verb(event, by)


def test_an_act_with_consequences_has_its_reason(by: User) -> None:
    event = labs.event(by=by)
    for verb in (postpone_event, cancel_event):
        with pytest.raises(Blocked):
            verb(event_id=event.pk, by=by, reason=Bilingual(en="Only in English"))
    with pytest.raises(TypeError):
        change_event(event_id=event.pk, by=by, state="held")


BROKEN: dict[str, dict[str, Any]] = {
    "event_kind_known": {"kind": "party"},
    "event_mode_known": {"mode": "by_post"},
    "event_state_known": {"state": "nowhere"},
    "event_precision_known": {"precision": "year", "starts_on": date(2021, 3, 1)},
    "event_key_present": {"key": ""},
    "event_ends_after_start": {"ends_on": date(2021, 1, 1)},
    "event_capacity_positive": {"capacity": 0},
    "event_max_per_network_positive": {"max_per_network": 0},
    "event_offer_hours_positive": {"offer_hours": 0},
    "event_created_by_a_person_or_a_definition": {"created_by": None},
    "event_published_with_date_and_actor": {"published_by": None},
    "event_published_with_period": {"starts_on": None},
    "event_draft_not_published": {"state": "draft"},
    "event_held_with_date_and_actor": {"state": "held"},
    "event_postponed_with_date_actor_reason": {"state": "postponed", "postponed_at": NOW},
    "event_cancelled_with_date_actor_reason": {"state": "cancelled", "cancelled_at": NOW},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_holds_each_state_to_its_date_and_actor(name: str, by: User) -> None:
    event = labs.event(by=by)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**BROKEN[name])


SESSION_BROKEN: dict[str, dict[str, Any]] = {
    "event_session_in_order": {"ends_at": STARTS},
    "event_session_minutes_with_date_and_actor": {"minutes": "Di nessuno"},
    "event_session_cancelled_with_date_and_actor": {"cancelled_at": NOW},
}


@pytest.mark.parametrize("name", SESSION_BROKEN)
def test_the_database_holds_sessions_too(name: str, by: User) -> None:
    session = labs.session(labs.event(by=by))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        EventSession.objects.filter(pk=session.pk).update(**SESSION_BROKEN[name])


def test_what_a_definition_loads_has_no_actor_and_says_so(programme: Any) -> None:
    made = create_event(
        kind=EventKind.POLICY_LAB, title=Bilingual(it="Lab"), by=None, starts_on=DAY
    )
    assert publish_event(event_id=made.pk, by=None).from_definition
