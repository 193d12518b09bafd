"""The agenda and its calendar feed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.access.clock import at
from core.access.models import User
from core.access.scope import open_programme
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.notices.domain.deadlines import set_deadline
from core.notices.domain.feed import subscribe_feed
from core.notices.enums import DeadlinePrecision
from core.notices.kinds import DEADLINE_KINDS, NOTICE_KINDS, deadline_kind
from core.notices.models import CalendarToken, Deadline
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual
from tests.factories.people import user

SignIn = Callable[[User], Client]
KIND = "notices.sample_date"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Rome"))


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    """Dates that concern whoever is called Ada, answered for many at once."""

    def concerning(person: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
        return deadlines if person.full_name.startswith("Ada") else []

    @deadline_kind(KIND, label="Data di prova", concerning=concerning)
    def audience(deadline: Deadline) -> Iterable[User]:
        return User.objects.filter(full_name__startswith="Ada")

    with at(MONDAY):
        yield
    del DEADLINE_KINDS[KIND], NOTICE_KINDS[KIND]


def url(name: str) -> str:
    return reverse(f"notices:{name}", kwargs={"slug": "prova"})


def dated(programme: Programme, title: str, day: date | None = None, **fields: Any) -> Deadline:
    about = record(programme, Verb.CREATE, by=None)  # any row will do
    return set_deadline(
        about=about, kind=KIND, title=Bilingual(it=title), path="/prova/", on=day, **fields
    )


def test_shows_what_falls_due_with_the_working_days_left(
    programme: Programme, ada: User, sign_in: SignIn
) -> None:
    dated(programme, "Chiusura", date(2026, 12, 1))
    dated(programme, "Lontana", date(2027, 1, 20))
    page = sign_in(ada).get(url("agenda")).content.decode()
    assert "Chiusura" in page
    assert "6 " in page  # working days from Tuesday to the Tuesday after
    assert "Lontana" not in page
    assert "Lontana" in sign_in(ada).get(f"{url('agenda')}?periodo=3-mesi").content.decode()


def test_shows_what_concerns_the_person_only(programme: Programme, sign_in: SignIn) -> None:
    dated(programme, "Chiusura", date(2026, 12, 1))
    assert "Chiusura" not in sign_in(user("Ugo Prova")).get(url("agenda")).content.decode()


@pytest.mark.rule("R11")
def test_a_month_stays_a_month(programme: Programme, ada: User, sign_in: SignIn) -> None:
    dated(programme, "Laboratorio", date(2026, 12, 9), precision=DeadlinePrecision.FROM_MONTH)
    page = sign_in(ada).get(f"{url('agenda')}?periodo=3-mesi").content.decode()
    assert "Laboratorio" in page
    assert "1 dicembre" not in page
    token = subscribe_feed(by=ada)
    assert "Laboratorio" not in Client().get(url("feed"), {"token": token}).content.decode()


def test_the_feed_s_address_is_shown_once(programme: Programme, ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)
    page = client.post(url("feed_subscribe")).content.decode()
    assert "agenda.ics?token=" in page
    assert "agenda.ics?token=" not in client.get(url("agenda")).content.decode()
    client.post(url("feed_revoke"))
    assert not CalendarToken.objects.filter(revoked_at=None).exists()


def test_the_feed_is_read_without_signing_in(programme: Programme, ada: User) -> None:
    closing = datetime(2026, 12, 1, 12, tzinfo=UTC)
    timed = dated(programme, "Chiusura, con virgola", at=closing)
    dated(programme, "Giorno intero", date(2026, 12, 2))
    answer = Client().get(url("feed"), {"token": subscribe_feed(by=ada)})
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    events = {
        str(e["summary"]): e for e in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    }
    assert events["Chiusura, con virgola"].decoded("dtstart") == closing
    assert str(events["Chiusura, con virgola"]["uid"]).startswith(str(timed.pk))
    assert events["Giorno intero"].decoded("dtstart") == date(2026, 12, 2)
    assert events["Giorno intero"].decoded("dtend") == date(2026, 12, 3)


@pytest.mark.parametrize("token", ["", "x", "a" * 500])
def test_a_wrong_key_finds_nothing(programme: Programme, client: Client, token: str) -> None:
    assert client.get(url("feed"), {"token": token}).status_code == 404


def test_a_key_opens_its_own_programme_only(
    db: None, other_programme: Programme, ada: User
) -> None:
    from tests.factories.programmes import programme as make

    here = make(slug="prova", name="Prova")
    with open_programme(here.pk):
        token = subscribe_feed(by=ada)
    assert Client().get(url("feed"), {"token": token}).status_code == 200
    address = reverse("notices:feed", kwargs={"slug": other_programme.slug})
    assert Client().get(address, {"token": token}).status_code == 404


def test_the_agenda_costs_the_same_for_three_and_thirty(
    programme: Programme, ada: User, sign_in: SignIn
) -> None:
    client, costs = sign_in(ada), []
    for count in (3, 27):
        for number in range(count):
            dated(programme, f"Data {number}", MONDAY.date() + timedelta(days=number % 14))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("agenda"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
