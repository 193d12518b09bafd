"""Dates and reminders: whom, when, and once."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from core.access.clock import at
from core.access.models import User
from core.access.scope import open_programme
from core.notices import queries
from core.notices.domain import reminders
from core.notices.domain.deadlines import (
    drop_deadline,
    meet_deadline,
    reminder_days,
    set_deadline,
)
from core.notices.enums import DeadlinePrecision
from core.notices.kinds import DEADLINE_KINDS, NOTICE_KINDS, deadline_kind
from core.notices.models import Deadline, InboxItem, ReminderSent
from core.notices.tasks import sweep_reminders
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual
from tests.factories.people import user
from tests.races import together

ROME = ZoneInfo("Europe/Rome")
KIND = "notices.sample_closing"
TITLE = Bilingual(it="Chiusura della raccolta di idee", en="Call for ideas closes")
FRIDAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def audience() -> Iterator[list[User]]:
    """The people whom deadlines of the sample kind concern."""
    people: list[User] = []

    @deadline_kind(KIND, label="Chiusura", days_before=(14, 7, 1, 0), days_after=(3,))
    def concerned(deadline: Deadline) -> Iterable[User]:
        return people

    yield people
    del DEADLINE_KINDS[KIND], NOTICE_KINDS[KIND]


def due_on(programme: Programme, day: date | None = FRIDAY, **fields: Any) -> Deadline:
    return set_deadline(about=programme, kind=KIND, title=TITLE, path="/prova/", on=day, **fields)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ROME)


def days_with_reminders(programme: Programme, first: date, days: int) -> list[date]:
    """The days on which a sweep every day sends something."""
    found = []
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        before = InboxItem.objects.count()
        with at(morning(day)):
            for _, key in queries.due_reminders():
                reminders.remind(key)
        if InboxItem.objects.count() > before:
            found.append(day)
    return found


def test_reminds_by_the_rules(programme: Programme, ada: User, audience: list[User]) -> None:
    audience.append(ada)
    with at(morning(date(2026, 11, 2))):
        due_on(programme)
    assert days_with_reminders(programme, date(2026, 11, 2), 40) == [
        date(2026, 11, 13),
        date(2026, 11, 20),
        date(2026, 11, 26),
        FRIDAY,
        date(2026, 11, 30),
    ]
    subjects = list(InboxItem.objects.order_by("created_at").values_list("subject", flat=True))
    assert len(set(subjects)) == 5
    assert Deadline.objects.get().remind_on is None


def test_moves_to_working_days(programme: Programme) -> None:
    """Tuesday 8 December 2026 is a holiday; the eve is a Monday, a fortnight before a Tuesday."""
    deadline = due_on(programme, date(2026, 12, 8))
    days = dict(reminder_days(deadline))
    assert days[0] == date(2026, 12, 7)
    assert days[1] == date(2026, 12, 7)
    assert days[14] == date(2026, 11, 24)
    assert days[-3] == date(2026, 12, 11)


def test_two_rules_on_one_working_day_are_one_reminder(
    programme: Programme, ada: User, audience: list[User]
) -> None:
    audience.append(ada)
    with at(morning(date(2026, 12, 1))):
        due_on(programme, date(2026, 12, 6))  # a Sunday: both the eve and the day move to Friday
    assert days_with_reminders(programme, date(2026, 12, 2), 6) == [date(2026, 12, 4)]


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),  # the night clocks go on
        (datetime(2026, 3, 29, 22, 30, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),  # and back
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_the_day_is_that_of_italy(programme: Programme, instant: datetime, day: date) -> None:
    deadline = set_deadline(about=programme, kind=KIND, title=TITLE, path="/prova/", at=instant)
    assert deadline.day == day
    assert dict(reminder_days(deadline))[7] == (day - timedelta(days=7)) or day.weekday() > 4


@pytest.mark.rule("R11")
@pytest.mark.parametrize(
    "precision",
    [DeadlinePrecision.MONTH, DeadlinePrecision.FROM_MONTH, DeadlinePrecision.UNDATED],
)
def test_without_a_day_there_is_no_reminder(
    programme: Programme, ada: User, audience: list[User], precision: DeadlinePrecision
) -> None:
    audience.append(ada)
    day = None if precision == DeadlinePrecision.UNDATED else date(2026, 12, 17)
    with at(morning(date(2026, 11, 2))):
        deadline = due_on(programme, day, precision=precision)
    assert deadline.remind_on is None
    assert deadline.on == (date(2026, 12, 1) if day else None)
    assert days_with_reminders(programme, date(2026, 11, 2), 60) == []


@pytest.mark.rule("R11")
def test_once_dated_it_reminds(programme: Programme, ada: User, audience: list[User]) -> None:
    audience.append(ada)
    with at(morning(date(2026, 11, 2))):
        due_on(programme, date(2026, 12, 1), precision=DeadlinePrecision.FROM_MONTH)
        due_on(programme, FRIDAY)
    assert FRIDAY in days_with_reminders(programme, FRIDAY, 1)


def test_rules_that_had_passed_when_it_was_set_are_not_made_up_for(
    programme: Programme, ada: User, audience: list[User]
) -> None:
    audience.append(ada)
    with at(morning(date(2026, 11, 23))):
        due_on(programme)
    assert days_with_reminders(programme, date(2026, 11, 23), 5) == [date(2026, 11, 26), FRIDAY]


def test_after_an_outage_only_the_last_rule_is_carried_out(
    programme: Programme, ada: User, audience: list[User]
) -> None:
    audience.append(ada)
    with at(morning(date(2026, 11, 2))):
        due_on(programme)
    assert days_with_reminders(programme, date(2026, 11, 24), 1) == [date(2026, 11, 24)]
    assert ReminderSent.objects.get().rule == 7


def test_not_after_the_closing_instant(
    programme: Programme, ada: User, audience: list[User]
) -> None:
    audience.append(ada)
    closing = datetime(2026, 11, 27, 8, 30, tzinfo=ROME)
    with at(morning(date(2026, 11, 26))):
        set_deadline(about=programme, kind=KIND, title=TITLE, path="/prova/", at=closing)
    assert days_with_reminders(programme, date(2026, 11, 26), 2) == [date(2026, 11, 26)]


def test_an_extended_term_is_reminded_of_again(
    programme: Programme, ada: User, audience: list[User]
) -> None:
    audience.append(ada)
    with at(morning(date(2026, 11, 19))):
        due_on(programme)
    assert days_with_reminders(programme, date(2026, 11, 20), 1) == [date(2026, 11, 20)]
    with at(morning(date(2026, 11, 23))):
        due_on(programme, FRIDAY + timedelta(days=7))
    assert days_with_reminders(programme, date(2026, 11, 23), 20) == [
        FRIDAY,
        date(2026, 12, 3),
        date(2026, 12, 4),
        date(2026, 12, 7),
    ]


@pytest.mark.parametrize("end", [meet_deadline, drop_deadline])
def test_what_is_met_or_dropped_reminds_nobody(
    programme: Programme, ada: User, audience: list[User], end: Any
) -> None:
    audience.append(ada)
    with at(morning(date(2026, 11, 2))):
        due_on(programme)
    end(about=programme, kind=KIND)
    assert days_with_reminders(programme, date(2026, 11, 2), 40) == []
    assert not Deadline.objects.get().is_open
    with at(morning(date(2026, 11, 23))):
        assert due_on(programme).is_open


def test_ending_what_is_not_there_does_nothing(programme: Programme) -> None:
    meet_deadline(about=programme, kind=KIND)
    drop_deadline(about=programme, kind="notices.unheard_of")
    assert not Deadline.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"at": datetime(2026, 1, 1, tzinfo=UTC), "on": FRIDAY},
        {"at": datetime(2026, 1, 1)},  # noqa: DTZ001 - what must be refused
    ],
)
def test_refuses_what_is_no_date(programme: Programme, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="aware instant or a day"):
        set_deadline(about=programme, kind=KIND, title=TITLE, path="/", **fields)


def test_many_workers_remind_each_person_once(committed_db: None, audience: list[User]) -> None:
    from tests.factories.programmes import programme as make

    made = make(slug="prova", name="Prova")
    audience.extend(user(f"Persona {number}") for number in range(5))
    with open_programme(made.pk), at(morning(date(2026, 11, 2))):
        due_on(made)

    def work() -> None:
        with at(morning(date(2026, 11, 13))):
            sweep_reminders()

    assert together(*[work] * 6) == []
    with open_programme(made.pk):
        assert InboxItem.objects.count() == 5
        assert ReminderSent.objects.count() == 5


def test_the_key_refuses_a_second_reminder(programme: Programme, ada: User) -> None:
    row = {"deadline": due_on(programme), "person": ada, "rule": 7, "due": FRIDAY}
    ReminderSent.objects.create(**row)
    with pytest.raises(IntegrityError, match="remindersent_once"), transaction.atomic():
        ReminderSent.objects.create(**row)


def test_nobody_is_written_to_at_night(
    programme: Programme, ada: User, audience: list[User]
) -> None:
    audience.append(ada)
    with at(morning(date(2026, 11, 12))):
        due_on(programme)
    with at(datetime(2026, 11, 13, 7, 59, tzinfo=ROME)):
        sweep_reminders()
    assert not InboxItem.objects.exists()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"precision": "instant", "on": FRIDAY}, "deadline_precision_has_its_date"),
        ({"precision": "day"}, "deadline_precision_has_its_date"),
        ({"precision": "month", "on": FRIDAY}, "deadline_precision_has_its_date"),
        ({"precision": "month"}, "deadline_precision_has_its_date"),
        ({"precision": "undated", "on": FRIDAY}, "deadline_precision_has_its_date"),
        (
            {
                "precision": "day",
                "on": FRIDAY,
                "met_at": datetime(2026, 1, 1, tzinfo=UTC),
                "dropped_at": datetime(2026, 1, 1, tzinfo=UTC),
            },
            "deadline_met_or_dropped",
        ),
        (
            {"precision": "month", "on": date(2026, 11, 1), "remind_on": FRIDAY},
            "deadline_reminds_of_open_days_only",
        ),
    ],
)
def test_constraints(programme: Programme, fields: dict[str, Any], constraint: str) -> None:
    row = {"label": "a.B", "object_id": programme.pk, "kind": KIND, "title": TITLE, "path": "/"}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Deadline.objects.create(**row | fields)
