"""What comes, what has been, and until when seats are given."""

from datetime import date, timedelta
from typing import Any

from core.access import clock
from core.access.models import User
from labs import queries
from labs.domain.events import cancel_event, hold_event, postpone_event
from labs.domain.sessions import cancel_session
from labs.enums import EventKind
from tests.factories import labs, people
from tests.factories.labs import DAY, ENDS, LATER, NOW, REASON, STARTS


def titles(limit: int = 9) -> list[str]:
    return [str(row.title) for row in queries.upcoming_public(limit)]


def test_what_comes_is_in_order_and_public(programme: Any) -> None:
    by = people.facilitator()
    labs.month_event("Da aprile", by=by)
    labs.event("Oggi", by=by, starts_on=NOW.date())
    dated = labs.event("Con incontro", by=by, starts_on=date(2021, 6, 1))
    labs.session(dated)
    labs.event("Ieri", by=by, starts_on=NOW.date() - timedelta(days=1))
    labs.draft_event("Bozza", by=by)
    labs.table(by=by)
    cancel_event(event_id=labs.event("Annullato", by=by).pk, reason=REASON, by=by)
    postpone_event(event_id=labs.event("Rinviato", by=by).pk, reason=REASON, by=by)
    assert titles() == ["Oggi", "Con incontro", "Da aprile"]
    assert titles(1) == ["Oggi"]
    [_today, with_session, month] = queries.upcoming_public(3)
    assert (with_session.starts_at, month.starts_at) == (STARTS, None)
    assert month.when == "da aprile 2021"
    assert month.kind == str(EventKind.SYSTEM_LAB.label)


def test_it_is_past_when_the_last_session_is(programme: Any) -> None:
    event = labs.event()
    first, _second = labs.session(event), labs.session(event, starts_at=LATER)
    event.refresh_from_db()
    with clock.at(ENDS + timedelta(days=1)):
        assert not queries.is_past(event)
    with clock.at(LATER + timedelta(days=1)):
        assert queries.is_past(event)
    cancel_session(session_id=first.pk, by=labs.author(event))
    assert queries.kept_sessions(event) == [_second]


def test_from_april_ends_when_somebody_says_so(programme: Any) -> None:
    event = labs.month_event()
    labs.session(event, starts_at=LATER)
    with clock.at(LATER + timedelta(days=300)):
        assert not queries.is_past(event)
        assert queries.is_past(hold_event(event_id=event.pk, by=labs.author(event)))


def test_seats_are_given_until_the_closing_the_session_or_the_end_of_the_day(
    programme: Any,
) -> None:
    bare = labs.event()
    limit = queries.cut_off(bare)
    assert limit is not None
    assert limit.astimezone(clock.ROME).date() == DAY + timedelta(days=1)
    with_session = labs.event("Altro", registration_closes_at=LATER)
    labs.session(with_session)
    assert queries.cut_off(with_session) == STARTS
    early = labs.event("Presto", registration_closes_at=NOW + timedelta(days=1))
    labs.session(early)
    assert queries.cut_off(early) == NOW + timedelta(days=1)
    assert queries.cut_off(labs.month_event()) is None


def test_a_key_finds_its_event(programme: Any) -> None:
    event = labs.event(key="policy-lab-1")
    assert queries.event_by_key("policy-lab-1") == event
    assert queries.event_by_key("nessuno") is None


def test_a_draft_is_the_teams(programme: Any) -> None:
    event = labs.draft_event()

    def sees(person: User) -> bool:
        return queries.events_visible_to(person).filter(pk=event.pk).exists()

    assert sees(people.municipal_official())
    assert sees(people.mentor(people.network()))
    assert not sees(people.user("Nessun Ruolo"))
