"""Marking who was there: nothing is marked beforehand, and nobody is absent because nobody looked."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.access import clock
from core.access.blocked import Blocked
from core.access.keys import new_id
from core.access.models import User
from labs import queries
from labs.domain.attendance import record_attendance
from labs.domain.registrations import cancel_registration
from labs.enums import AttendanceStatus, RegistrationState
from labs.models import Attendance, EventSession, Registration
from tests.factories import labs, people
from tests.factories.labs import ENDS

A = AttendanceStatus
AFTER = ENDS + timedelta(hours=1)


@pytest.fixture
def session(programme: Any) -> EventSession:
    made = labs.session(labs.event())
    for _ in range(3):
        labs.registered(made.event)
    return made


def registrations(session: EventSession) -> list[Registration]:
    return list(queries.confirmed_of(session.event))


def marked(session: EventSession, *marks: tuple[User, AttendanceStatus]) -> list[Attendance]:
    with clock.at(AFTER):
        return record_attendance(
            session_id=session.pk,
            marks={person.pk: status for person, status in marks},
            by=session.created_by,
        )


@pytest.mark.rule("R7")
def test_who_is_not_marked_is_not_absent(session: EventSession) -> None:
    first, second, third = registrations(session)
    marked(session, (first.person, A.PRESENT), (second.person, A.NOT_RECORDED))
    assert Attendance.objects.filter(session=session).count() == 1
    assert not Attendance.objects.filter(status=A.ABSENT).exists()
    assert {row.state for row in registrations(session)} == {RegistrationState.CONFIRMED}
    assert not Attendance.objects.filter(person=third.person).exists()


@pytest.mark.rule("R7")
def test_somebody_may_come_without_being_registered(session: EventSession) -> None:
    [gone, *_rest] = registrations(session)
    cancel_registration(registration_id=gone.pk, by=gone.person)
    walk_in = people.user("Walter Passante")
    [first, second] = marked(session, (walk_in, A.PRESENT), (gone.person, A.PARTIAL))
    assert (first.registration, second.registration) == (None, None)
    assert queries.head_count(session) == 2


@pytest.mark.rule("R10")
def test_the_head_count_is_counted_from_the_marks(session: EventSession) -> None:
    assert queries.head_counts(session.event) == {}
    people_there = [row.person for row in registrations(session)]
    marked(session, *zip(people_there, [A.PRESENT, A.PARTIAL, A.EXCUSED], strict=True))
    assert queries.head_counts(session.event) == {session.pk: 2}
    marked(session, (people_there[0], A.ABSENT))
    assert queries.head_count(session) == 1


def test_a_mark_is_corrected_or_taken_back_on_its_own_row(session: EventSession) -> None:
    [one, *_rest] = registrations(session)
    marked(session, (one.person, A.PRESENT))
    assert marked(session, (one.person, A.PRESENT)) == []
    marked(session, (one.person, A.NOT_RECORDED))
    row = Attendance.objects.get(session=session)
    assert (row.status, row.registration) == (A.NOT_RECORDED, one)
    assert queries.head_count(session) == 0


def test_nobody_is_marked_before_the_session_begins(session: EventSession) -> None:
    [one, *_rest] = registrations(session)
    with pytest.raises(Blocked):
        record_attendance(
            session_id=session.pk, marks={one.person_id: A.PRESENT}, by=session.created_by
        )
    with clock.at(AFTER), pytest.raises(User.DoesNotExist):
        record_attendance(session_id=session.pk, marks={new_id(): A.PRESENT}, by=one.person)


@pytest.mark.parametrize("name", ["attendance_status_known", "attendance_source_known"])
def test_the_database_knows_the_words(name: str, session: EventSession) -> None:
    [one, *_rest] = registrations(session)
    [row] = marked(session, (one.person, A.PRESENT))
    broken = {name.split("_")[1]: "nowhere"}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Attendance.objects.filter(pk=row.pk).update(**broken)
