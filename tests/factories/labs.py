"""Events, sessions and registrations for tests, made by the real verbs."""

from datetime import date, datetime, timedelta
from typing import Any

from core.access import clock
from core.access.models import User
from core.programmes.enums import DatePrecision
from core.ui.bilingual import Bilingual
from labs.domain.dates import keep_session
from labs.domain.events import create_event, publish_event
from labs.domain.registrations import register
from labs.domain.sessions import add_session
from labs.enums import EventKind, EventState, RegistrationState
from labs.models import Event, EventSession, Registration, Series
from tests.factories import people

NOW = datetime(2021, 3, 1, 10, 0, tzinfo=clock.ROME)
STARTS = datetime(2021, 3, 25, 17, 0, tzinfo=clock.ROME)
ENDS = STARTS + timedelta(hours=2)
LATER = STARTS + timedelta(days=14)
DAY = date(2021, 3, 25)
REASON = Bilingual(it="La sala non è agibile", en="The room can't be used")


def series(key: str = "policy-lab") -> Series:
    return Series.objects.get_or_create(
        key=key, defaults={"title": Bilingual(it="Ciclo di prova", en="Trial series")}
    )[0]


def draft_event(title: str = "Disegnare lo scenario", **fields: Any) -> Event:
    """A Policy Lab of the 25th of March 2021, unless said otherwise."""
    values: dict[str, Any] = {
        "kind": EventKind.POLICY_LAB,
        "title": Bilingual(it=title, en=f"{title} (en)"),
        "starts_on": DAY,
        "by": fields.pop("by", None) or people.facilitator(f"Autrice di {title}"),
        **fields,
    }
    return create_event(**values)


def event(title: str = "Disegnare lo scenario", **fields: Any) -> Event:
    """A published one."""
    made = draft_event(title, **fields)
    return publish_event(event_id=made.pk, by=author(made))


def author(of: Event) -> User:
    """Whoever prepared it."""
    assert of.created_by is not None
    return of.created_by


def month_event(title: str = "Economia di prossimità", **fields: Any) -> Event:
    """Known "from April" only."""
    period = {"starts_on": date(2021, 4, 1), "precision": DatePrecision.FROM_MONTH}
    return event(title, **{"kind": EventKind.SYSTEM_LAB, **period, **fields})


def table(title: str = "Tavolo di Rivoli", *, by: User | None = None) -> Event:
    """A co-design table, which works without being public."""
    author = by or people.facilitator(f"Autrice di {title}")
    return create_event(kind=EventKind.CODESIGN_TABLE, title=Bilingual(it=title), by=author)


def session(
    of: Event, *, starts_at: datetime = STARTS, hours: int = 2, **fields: Any
) -> EventSession:
    return add_session(
        event_id=of.pk,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        place=fields.pop("place", "Sala civica, via Torino 9, Collegno"),
        by=fields.pop("by", author(of)),
        **fields,
    )


def registered(
    to: Event, person: User | None = None, *, name: str = "", **fields: Any
) -> Registration:
    """A registration of a new person, made by themselves."""
    count = User.objects.count()
    who = person or people.user(name or f"Persona {count:03}")
    return register(event_id=to.pk, by=who, **fields)


def many(person: User, numbers: range) -> None:
    """For lists: in bulk, an event with a session and the person's seat for each number.

    Every other one is over; to the first of all a new person is registered for each number.
    """
    now = clock.now()
    events = Event.objects.bulk_create(
        Event(
            key=f"incontro-{number:03}",
            kind=EventKind.WORKSHOP,
            title=Bilingual(it=f"Incontro {number:03}"),
            starts_on=(now + timedelta(days=9 if number % 2 else -9)).date(),
            state=EventState.PUBLISHED,
            created_at=now,
            created_by=person,
            published_at=now,
            published_by=person,
        )
        for number in numbers
    )
    sessions = EventSession.objects.bulk_create(
        EventSession(
            event=one,
            starts_at=now + timedelta(days=9 if number % 2 else -9),
            ends_at=now + timedelta(days=9 if number % 2 else -9, hours=2),
            created_at=now,
            created_by=person,
        )
        for one, number in zip(events, numbers, strict=True)
    )
    for one in sessions:
        keep_session(one)
    first = Event.objects.get(key="incontro-000")
    others = User.objects.bulk_create(
        User(email=f"iscritta{number}@example.org", full_name=f"Iscritta {number:03}")
        for number in numbers
    )
    seats = [(one, person) for one in events] + [(first, other) for other in others]
    Registration.objects.bulk_create(
        Registration(
            event=one,
            person=who,
            state=RegistrationState.CONFIRMED,
            registered_at=now,
            registered_by=who,
            confirmed_at=now,
            confirmed_by=who,
        )
        for one, who in seats
    )
