"""What everybody reads, and registering from there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from core.access import clock
from core.access.models import User
from core.programmes.models import Programme
from labs.domain.events import cancel_event, hold_event
from labs.domain.registrations import cancel_registration, invite_person
from labs.domain.sessions import record_minutes
from labs.enums import EventKind
from labs.models import Event, Registration
from tests.factories import labs, people
from tests.factories.labs import ENDS, LATER, REASON, STARTS

SignIn = Callable[[User], Client]
AFTER = ENDS + timedelta(days=1)


def url(name: str, **kwargs: Any) -> str:
    return reverse(f"labs:{name}", kwargs={"slug": "prova", **kwargs})


def detail(event: Event) -> str:
    return url("event_detail", event_key=event.key)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_events_the_page_says_what_will_be_there(programme: Programme) -> None:
    assert "No event has been published yet" in text(Client(), "/en" + url("event_list"))


def test_what_comes_and_what_has_been(programme: Programme) -> None:
    by = people.facilitator()
    labs.month_event("Economia di prossimità", by=by)
    labs.event("Disegnare lo scenario", by=by, series=labs.series())
    held = labs.event("Primo workshop", by=by, kind=EventKind.WORKSHOP, starts_on=labs.NOW.date())
    hold_event(event_id=held.pk, by=by)
    labs.draft_event("Bozza segreta", by=by)
    labs.table("Tavolo chiuso", by=by)
    page = text(Client(), url("event_list"))
    assert page.index("Disegnare lo scenario") < page.index("Economia di prossimità")
    assert page.index("Economia di prossimità") < page.index("Primo workshop")
    assert "Bozza segreta" not in page
    assert "Tavolo chiuso" not in page
    assert "Da aprile 2021" in page
    narrowed = text(Client(), url("event_list") + "?kind=workshop")
    assert "Primo workshop" in narrowed
    assert "Disegnare lo scenario" not in narrowed
    by_series = text(Client(), url("event_list") + "?series=policy-lab")
    assert "Disegnare lo scenario" in by_series
    assert "Primo workshop" not in by_series


def test_the_page_of_an_event_says_why_nobody_can_register(programme: Programme) -> None:
    event = labs.month_event()
    page = text(Client(), "/en" + detail(event))
    assert "The day is not set yet" in page
    assert "iscriviti" not in page
    cancel_event(event_id=event.pk, reason=REASON, by=labs.author(event))
    assert "agibile" in text(Client(), url("event_detail", event_key=event.key).removeprefix("/en"))


def test_from_the_page_to_the_seat_and_back(programme: Programme, sign_in: SignIn) -> None:
    event = labs.event(capacity=1)
    labs.session(event, online_url="https://stanza.example.org/abc")
    network = people.network("Orti di Rivoli")
    person = network.lead.created_by
    client, form = sign_in(person), url("registration_create", event_key=event.key)
    assert "stanza.example.org" not in text(client, detail(event))
    assert form in text(client, detail(event))
    assert client.post(form, {"network": network.pk, "sent": "1"}).status_code == 302
    assert "stanza.example.org" in text(client, detail(event))
    registration = Registration.objects.get()
    assert registration.network == network
    queueing = sign_in(people.user("Quinto Incoda"))
    assert "Join the queue" in text(queueing, "/en" + form)
    assert queueing.post(form, {"sent": "1"}).status_code == 302
    assert client.post(url("registration_cancel", key=registration.pk)).status_code == 302
    assert Registration.objects.get(person__full_name="Quinto Incoda").state == "offered"


def test_an_offered_seat_is_accepted_on_the_page(programme: Programme, sign_in: SignIn) -> None:
    event, guest = labs.event(), people.user("Gina Invitata")
    offer = invite_person(event_id=event.pk, person=guest, by=labs.author(event))
    client = sign_in(guest)
    assert url("offer_accept", key=offer.pk) in text(client, detail(event))
    assert "Disegnare lo scenario" in text(client, url("registration_mine"))
    assert client.post(url("offer_accept", key=offer.pk)).status_code == 302
    assert client.post(url("offer_accept", key=offer.pk)).status_code == 409
    offer.refresh_from_db()
    assert offer.state == "confirmed"


def test_another_network_is_not_offered_and_not_taken(
    programme: Programme, sign_in: SignIn
) -> None:
    event, other = labs.event(), people.network("Rete altrui")
    person = people.network("Rete mia").lead.created_by
    form = url("registration_create", event_key=event.key)
    answer = sign_in(person).post(form, {"network": other.pk, "sent": "1"})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Registration.objects.exists()


@pytest.mark.rule("R7")
def test_minutes_are_for_who_was_in_it_and_outcomes_for_all(
    programme: Programme, sign_in: SignIn
) -> None:
    event = labs.event()
    session = labs.session(event)
    person = people.user("Piero Partecipa")
    labs.registered(event, person)
    with clock.at(AFTER):
        record_minutes(
            session_id=session.pk, minutes="Detto fra noi", outputs="Una mappa", by=person
        )
        assert "Una mappa" in text(Client(), detail(event))
        assert "Detto fra noi" not in text(Client(), detail(event))
        assert "Detto fra noi" not in text(sign_in(people.user("Altra Persona")), detail(event))
        assert "Detto fra noi" in text(sign_in(person), detail(event))


@pytest.mark.rule("R11")
def test_the_calendar_has_the_sessions_and_no_invented_day(
    programme: Programme, sign_in: SignIn
) -> None:
    month = labs.month_event()
    assert Client().get(url("event_calendar", event_key=month.key)).status_code == 404
    event = labs.event()
    [day] = entries(Client(), event)
    assert day["dtstart"].dt == STARTS.date()
    labs.session(event, place="", online_url="https://stanza.example.org/abc")
    labs.session(event, starts_at=LATER)
    first, second = entries(Client(), event)
    assert (first["dtstart"].dt, second["dtstart"].dt) == (STARTS, LATER)
    assert "location" not in first
    assert "stanza" in entries(sign_in(labs.author(event)), event)[0]["location"]


def entries(client: Client, event: Event) -> list[Any]:
    answer = client.get(url("event_calendar", event_key=event.key))
    assert answer["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_ones_own_registrations_keep_the_ended_ones(programme: Programme, sign_in: SignIn) -> None:
    person = people.user("Piero Partecipa")
    client = sign_in(person)
    assert "nothing to come" in text(client, "/en" + url("registration_mine"))
    gone = labs.registered(labs.event("Incontro lasciato"), person)
    labs.registered(labs.event("Incontro tenuto"), person)
    cancel_registration(registration_id=gone.pk, by=person)
    page = text(client, url("registration_mine"))
    assert page.index("Incontro tenuto") < page.index("Incontro lasciato")
