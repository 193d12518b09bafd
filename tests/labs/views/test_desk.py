"""The desk: from the draft to the minutes, people, attendance, and what waits for whom."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.access import clock
from core.access.models import User
from core.audit.queries import history_of
from core.notices.models import Deadline
from core.notices.queries import deadlines_of
from core.programmes.models import Programme
from labs.models import Attendance, Event, EventSession, Registration
from tests.factories import labs, people
from tests.factories.labs import ENDS, NOW, STARTS

SignIn = Callable[[User], Client]
AFTER = ENDS + timedelta(days=1)
FORM = {
    "kind": "workshop", "title_it": "Nutrire le comunità", "title_en": "", "description_it": "Cibo",
    "description_en": "", "outputs_it": "Una mappa\nUn patto", "outputs_en": "A map",
    "starts_on": "2021-03-25", "precision": "day", "offer_hours": "48",
}  # fmt: skip
REASON = {"reason_it": "Sala chiusa", "reason_en": ""}


@pytest.fixture
def by(programme: Programme) -> User:
    return people.facilitator()


@pytest.fixture
def desk(by: User, sign_in: SignIn) -> Client:
    return sign_in(by)


def url(name: str, **kwargs: Any) -> str:
    return reverse(f"labs:{name}", kwargs={"slug": "prova", **kwargs})


def post(client: Client, address: str, data: dict[str, Any] | None = None) -> None:
    answer = client.post(address, data or {})
    assert answer.status_code == 302, answer.context and answer.context["form"].errors


def test_from_the_draft_to_the_minutes(desk: Client) -> None:
    post(desk, url("event_create"), {**FORM, "capacity": "20"})
    event = Event.objects.get()
    assert [str(text) for text in event.output_list] == ["Una mappa", "Un patto"]
    assert event.key == "nutrire-le-comunita"
    post(desk, url("event_change", key=event.pk), {**FORM, "capacity": "25"})
    assert desk.get(url("event_publish", key=event.pk)).status_code == 200
    post(desk, url("event_publish", key=event.pk))
    hours = {"starts_at": "2021-03-25T17:00", "ends_at": "2021-03-25T19:00", "place": "Collegno"}
    post(desk, url("session_create", key=event.pk), hours)
    session = EventSession.objects.get()
    assert session.starts_at == STARTS
    post(desk, url("session_change", key=session.pk), {**hours, "ends_at": "2021-03-25T20:00"})
    with clock.at(AFTER):
        post(desk, url("session_minutes", key=session.pk), {"minutes": "Detto", "outputs": "Fatto"})
        assert desk.get(url("event_manage", key=event.pk)).status_code == 200
        post(desk, url("event_hold", key=event.pk))
    event.refresh_from_db()
    assert (event.state, event.capacity) == ("held", 25)
    assert [row.verb for row in history_of(event)] == ["complete", "publish", "change", "create"]


def test_a_month_is_kept_as_a_month(desk: Client) -> None:
    post(desk, url("event_create"), {**FORM, "starts_on": "2021-04-17", "precision": "from_month"})
    assert Event.objects.get().when == "da aprile 2021"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_it": ""}, "title"),
        ({"starts_on": "", "ends_on": "2021-03-25"}, "starts_on"),
        ({"ends_on": "2021-03-01"}, "ends_on"),
        ({"starts_on": "", "precision": "month"}, "starts_on"),
        ({"capacity": "0"}, "capacity"),
        ({"registration_closes_at": "2021-03-28T02:30"}, "registration_closes_at"),
    ],
)
def test_bad_input_keeps_what_was_typed(wrong: dict[str, str], field: str, desk: Client) -> None:
    answer = desk.post(url("event_create"), {**FORM, **wrong})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "Cibo" in answer.content.decode()
    assert not Event.objects.exists()


def test_acts_with_a_reason(desk: Client, by: User) -> None:
    event = labs.event(by=by)
    session = labs.session(event)
    post(desk, url("session_cancel", key=session.pk))
    post(desk, url("event_postpone", key=event.pk), REASON)
    assert desk.post(url("event_postpone", key=event.pk), REASON).status_code == 409
    for name in ("event_manage", "event_postpone", "event_reschedule", "event_cancel"):
        assert desk.get(url(name, key=event.pk)).status_code == 200
    assert desk.post(url("event_cancel", key=event.pk), {"reason_it": ""}).status_code == 200
    post(
        desk,
        url("event_reschedule", key=event.pk),
        {"starts_on": "2021-05-03", "ends_on": "", "precision": "month"},
    )
    event.refresh_from_db()
    assert event.when == "maggio 2021"
    post(desk, url("event_cancel", key=event.pk), REASON)


@pytest.mark.rule("R7")
def test_attendance_begins_with_nothing_marked(desk: Client, by: User) -> None:
    event = labs.event(by=by)
    session = labs.session(event)
    rows = [labs.registered(event) for _ in range(3)]
    walk_in = people.user("Walter Passante")
    address = url("session_attendance", key=session.pk)
    first, second, third = (f"person-{row.person_id}" for row in rows)
    with clock.at(AFTER):
        form = desk.get(address).context["form"]
        assert {field.initial for _person, field in form.rows()} == {"not_recorded"}
        data = {first: "present", second: "absent", third: "not_recorded", "source": "signatures"}
        unknown = desk.post(address, {**data, "walk_ins": f"{walk_in.email}\nno@example.org"})
        assert "no@example.org" in str(unknown.context["form"].errors["walk_ins"])
        assert not Attendance.objects.exists()
        post(desk, address, {**data, "walk_ins": walk_in.email})
        marks = Attendance.objects.values_list("person__full_name", "status", "source")
        assert set(marks) == {
            (rows[0].person.full_name, "present", "signatures"),
            (rows[1].person.full_name, "absent", "signatures"),
            ("Walter Passante", "present", "signatures"),
        }
        again = desk.get(address).content.decode()
        assert "Walter Passante" in again


def test_people_are_invited_entered_answered_and_removed(desk: Client, by: User) -> None:
    event = labs.event(by=by, needs_confirmation=True, capacity=3)
    asks, other = labs.registered(event), labs.registered(event)
    add = url("registration_add", key=event.pk)
    assert desk.post(add, {"email": "no@example.org", "how": "invite"}).status_code == 200
    guest = people.user("Gina Invitata")
    post(desk, add, {"email": guest.email.upper(), "how": "invite"})
    twice = desk.post(add, {"email": guest.email, "how": "register"})
    assert twice.status_code == 200
    assert twice.context["form"].non_field_errors()
    post(desk, add, {"email": people.user("Chi Telefona").email, "how": "register"})
    post(desk, url("registration_confirm", key=asks.pk))
    post(desk, url("registration_refuse", key=other.pk))
    post(desk, url("registration_remove", key=asks.pk))
    found = Registration.objects.order_by("registered_at", "pk").values_list(
        "person__full_name", "state"
    )
    assert dict(found) == {
        asks.person.full_name: "cancelled",
        other.person.full_name: "declined",
        "Gina Invitata": "offered",
        "Chi Telefona": "confirmed",
    }
    assert desk.get(url("registration_list", key=event.pk) + "?state=offered").status_code == 200


def test_the_table_of_people_holds_no_formula_and_leaves_a_trace(desk: Client, by: User) -> None:
    event = labs.event(by=by)
    labs.registered(event, people.user("=SUM(A1)", email="formula@example.org"))
    labs.registered(event, name="Bruna Bianchi")
    answer = desk.get(url("registration_export", key=event.pk) + "?q=formula")
    assert answer.content.decode("utf-8-sig").count("\r\n") == 1
    answer = desk.get(url("registration_export", key=event.pk))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["'=SUM(A1)", "Bruna Bianchi"]
    assert history_of(event)[0].verb == "export"


def texts(client: Client) -> list[str]:
    page = client.get("/en/prova/area/")
    assert page.status_code == 200
    return re.findall(r"tm-todo-text\">(.*?)</span>", page.content.decode(), re.DOTALL)


def test_everybody_finds_the_next_step(
    desk: Client, by: User, programme: Programme, sign_in: SignIn
) -> None:
    labs.draft_event("Da pubblicare", by=by)
    labs.table("Tavolo", by=by)
    event = labs.event("Con richieste", by=by, needs_confirmation=True)
    session = labs.session(event)
    asks = labs.registered(event)
    found = " ".join(texts(desk))
    assert "Publish the event" in found
    assert "Answer 1 request" in found
    assert "Tavolo" not in found
    post(desk, url("registration_confirm", key=asks.pk))
    with clock.at(AFTER):
        assert "Record who was there" in " ".join(texts(desk))
        marks = {f"person-{asks.person_id}": "present", "source": "facilitator"}
        post(desk, url("session_attendance", key=session.pk), marks)
        assert "Record the minutes" in " ".join(texts(desk))
    guest = people.user("Gina Invitata")
    other = labs.event("Con invito", by=by)
    add = url("registration_add", key=other.pk)
    post(desk, add, {"email": guest.email, "how": "invite"})
    assert "Accept or decline the seat" in " ".join(texts(sign_in(guest)))


def test_the_agenda_shows_what_one_has_a_seat_in(by: User) -> None:
    event = labs.event(by=by)
    labs.session(event)
    person = labs.registered(event).person
    assert [row.at for row in agenda(person)] == [STARTS]
    assert agenda(people.user("Nessun Posto")) == []


def agenda(person: User) -> list[Deadline]:
    return deadlines_of(person, first=NOW.date(), last=AFTER.date())
