"""Meetings in every state; hours; corrections that keep what was said; agreed actions; private notes."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.audit.models import Entry
from core.notices.models import Deadline, InboxItem, OutboxMessage
from core.people.enums import MemberLevel
from core.programmes.models import Programme
from projects.domain import mentorship
from projects.domain import mentorship_sessions as meetings
from projects.domain.mentorship_sessions import NewAction
from projects.mentorship_enums import (
    ACTION_MOVES,
    AT_WORK,
    SESSION_MOVES,
    ActionState,
    AssignmentState,
    MeetingChannel,
    SessionState,
)
from projects.mentorship_exports import hours_rows, meeting_rows
from projects.models import (
    AgreedAction,
    MeetingRequest,
    MentorshipSession,
    PrivateNote,
    SessionRevision,
)
from projects.queries.mentorship import hours_by_network, hours_of
from tests.factories import mentorship as factory
from tests.factories import people


def cancel(row: MentorshipSession) -> object:
    return meetings.cancel_session(session_id=row.pk, reason="Rinviato.", by=row.recorded_by)


def in_state(state: SessionState) -> MentorshipSession:
    row = factory.accepted()
    if state == SessionState.HELD:
        return factory.meeting(row)
    session = factory.planned(row)
    if state == SessionState.CANCELLED:
        cancel(session)
        session.refresh_from_db()
    return session


@pytest.mark.parametrize("state", AssignmentState, ids=str)
def test_meetings_are_logged_only_while_the_mentor_is_at_work(
    programme: Programme, state: AssignmentState
) -> None:
    row = factory.in_state(state)
    if state in AT_WORK:
        factory.meeting(row)
        row.refresh_from_db()
        assert row.state == AssignmentState.ACTIVE
    else:
        with pytest.raises(Blocked):
            factory.meeting(row)


@pytest.mark.parametrize("state", SessionState, ids=str)
def test_only_what_is_not_cancelled_is_cancelled(programme: Programme, state: SessionState) -> None:
    session = in_state(state)
    if SessionState.CANCELLED in SESSION_MOVES[state]:
        cancel(session)
    else:
        with pytest.raises(Blocked):
            cancel(session)


@pytest.mark.rule("R16")
def test_cancelled_and_planned_meetings_add_no_hours(programme: Programme) -> None:
    row = factory.accepted()
    factory.meeting(row, minutes=90)
    taken_back = factory.meeting(row, minutes=600)
    cancel(taken_back)
    factory.planned(row)
    hours = hours_by_network()[row.network_id]
    assert (hours.held, hours.meetings, hours.planned) == (Decimal("1.5"), 1, Decimal(10))
    assert [line[9] for line in hours_rows()][1:] == ["1.5"]
    assert sorted(line[7] for line in meeting_rows())[:2] == ["0", "0"]


@pytest.mark.parametrize(("minutes", "hours"), [(0, "0.0"), (90, "1.5"), (20, "0.3"), (45, "0.8")])
def test_minutes_as_hours(minutes: int, hours: str) -> None:
    assert hours_of(minutes) == Decimal(hours)


def test_a_planned_meeting_becomes_the_one_that_is_logged(programme: Programme) -> None:
    row = factory.accepted()
    session = factory.planned(row)
    assert Deadline.objects.get(object_id=session.pk).met_at is None
    with clock.at(session.held_at + timedelta(hours=2)):
        logged = factory.meeting(row, held_at=session.held_at, session_id=session.pk)
        assert logged.pk == session.pk
        with pytest.raises(Blocked):
            factory.meeting(row, held_at=session.held_at, session_id=session.pk)
    assert Deadline.objects.get(object_id=session.pk).met_at


def test_ending_a_mentorship_calls_its_meetings_off(programme: Programme) -> None:
    row = factory.accepted()
    session = factory.planned(row)
    mentorship.close_assignment(assignment_id=row.pk, by=row.proposed_by)
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    assert Deadline.objects.get(object_id=session.pk).dropped_at


@pytest.mark.parametrize("shift", [timedelta(hours=1), timedelta(days=-400)], ids=str)
def test_a_meeting_lies_between_acceptance_and_now(programme: Programme, shift: timedelta) -> None:
    row = factory.accepted()
    with pytest.raises(Blocked):
        factory.meeting(row, held_at=clock.now() + shift)


def test_strangers_neither_take_part_nor_own_actions(programme: Programme) -> None:
    row, stranger = factory.accepted(), people.user("Sara Straniera")
    with pytest.raises(Blocked, match="stranger_present"):
        factory.meeting(row, participants=[stranger])
    with pytest.raises(Blocked, match="stranger_owns"):
        factory.action(row, person=stranger)
    with pytest.raises(Blocked, match="stranger_owns"):
        factory.action(row, organisation=people.organisation("Ente altrui"))
    assert not MentorshipSession.objects.exists()


def test_a_correction_keeps_what_the_record_said(programme: Programme) -> None:
    row = factory.accepted()
    member = people.member(row.network.lead, MemberLevel.EDITOR).user
    session = factory.meeting(row, minutes=60, shared_note="Prima.", participants=[member])
    meetings.correct_session(
        session_id=session.pk, reason="Ore sbagliate.", by=row.mentor, held_at=session.held_at,
        minutes=45, channel=MeetingChannel.PHONE, shared_note="Dopo.",
    )  # fmt: skip
    session.refresh_from_db()
    old = SessionRevision.objects.get()
    assert (session.minutes, session.shared_note) == (45, "Dopo.")
    assert (old.minutes, old.shared_note, old.participant_ids) == (60, "Prima.", [member.pk])
    with pytest.raises(Exception, match=r"permission denied|never changed"), transaction.atomic():
        SessionRevision.objects.filter(pk=old.pk).update(shared_note="Mai detto.")


def test_after_the_end_nothing_is_corrected(programme: Programme) -> None:
    row = factory.accepted()
    session = factory.meeting(row)
    mentorship.close_assignment(assignment_id=row.pk, by=row.proposed_by)
    with pytest.raises(Blocked):
        meetings.correct_session(
            session_id=session.pk, reason="Tardi.", by=row.mentor, held_at=session.held_at,
            minutes=1, channel=MeetingChannel.PHONE,
        )  # fmt: skip


# ── Actions ─────────────────────────────────────────────────────────────────────────────────────────

Settle = Callable[[AgreedAction], object]
SETTLE: dict[ActionState, Settle] = {
    ActionState.DONE: lambda row: meetings.complete_action(action_id=row.pk, by=mentor_of(row)),
    ActionState.DROPPED: lambda row: meetings.drop_action(
        action_id=row.pk, reason="Non serve più.", by=mentor_of(row)
    ),
    ActionState.OPEN: lambda row: meetings.reopen_action(action_id=row.pk, by=mentor_of(row)),
}


def mentor_of(row: AgreedAction) -> User:
    return row.session.assignment.mentor


@pytest.mark.parametrize("state", ActionState, ids=str)
@pytest.mark.parametrize("to", ActionState, ids=str)
def test_actions_move_as_their_table_allows(
    programme: Programme, state: ActionState, to: ActionState
) -> None:
    row = factory.action(factory.accepted())
    if state != ActionState.OPEN:
        SETTLE[state](row)
        row.refresh_from_db()
    if to in ACTION_MOVES[state]:
        SETTLE[to](row)
        row.refresh_from_db()
        assert row.state == to
        deadline = Deadline.objects.get(object_id=row.pk)
        assert (deadline.met_at is not None) is (to == ActionState.DONE)
        assert (deadline.dropped_at is not None) is (to == ActionState.DROPPED)
    else:
        with pytest.raises(Blocked):
            SETTLE[to](row)


def test_an_action_without_a_day_has_no_reminder(programme: Programme) -> None:
    row = factory.action(factory.accepted(), due_on=None)
    assert not Deadline.objects.filter(object_id=row.pk).exists()


def test_open_actions_fall_with_the_meeting_that_was_not_held(programme: Programme) -> None:
    row = factory.action(factory.accepted())
    cancel(row.session)
    row.refresh_from_db()
    assert row.state == ActionState.DROPPED


def test_an_action_may_be_agreed_afterwards(programme: Programme) -> None:
    row = factory.accepted()
    session = factory.meeting(row)
    made = meetings.agree_action(
        session_id=session.pk, action=NewAction("Chiamare", person=row.mentor), by=row.mentor
    )
    assert made.owner_name == row.mentor.full_name


# ── Asking for a meeting ────────────────────────────────────────────────────────────────────────────


def test_the_network_asks_once_and_a_planned_day_answers(programme: Programme) -> None:
    row = factory.accepted()
    asker = row.network.created_by
    meetings.request_meeting(assignment_id=row.pk, text="I conti.", by=asker)
    with pytest.raises(Blocked, match="already_asked"):
        meetings.request_meeting(assignment_id=row.pk, text="Ancora.", by=asker)
    factory.planned(row)
    assert MeetingRequest.objects.get().answered_at


# ── Private notes ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("R14")
def test_a_private_note_stands_in_its_table_and_nowhere_else(programme: Programme) -> None:
    """Every text column of every table of the database is searched for the mentor's words."""
    row = factory.accepted()
    session = factory.meeting(row)
    assert PrivateNote.objects.get().text == factory.SECRET_WORDS
    meetings.correct_session(
        session_id=session.pk, reason="Refuso.", by=row.mentor, held_at=session.held_at,
        minutes=30, channel=MeetingChannel.PHONE, shared_note="Altro.",
    )  # fmt: skip
    assert tables_with(factory.SECRET_WORDS) == {"projects_privatenote"}


def tables_with(words: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND table_type = 'BASE TABLE'"
        )
        names = [name for (name,) in cursor.fetchall()]
        found = set()
        for name in names:
            cursor.execute(
                f'SELECT 1 FROM "{name}" t WHERE t::text LIKE %s LIMIT 1',
                [f"%{words}%"],
            )
            if cursor.fetchone():
                found.add(name)
    return found


@pytest.mark.rule("R14")
def test_exports_and_notices_hold_no_private_note(programme: Programme) -> None:
    factory.meeting(factory.accepted())
    rows = [*hours_rows(), *meeting_rows()]
    assert not any(factory.SECRET_WORDS in cell for row in rows for cell in row)
    sent = OutboxMessage.objects.order_by("pk").values_list("text", "html", "subject")
    inbox = InboxItem.objects.order_by("pk").values_list("text", "subject")
    assert factory.SECRET_WORDS not in str([*sent, *inbox])
    assert factory.SECRET_WORDS not in str(list(Entry.objects.order_by("pk").values()))


def test_an_emptied_note_is_thrown_away(programme: Programme) -> None:
    row = factory.accepted()
    session = factory.meeting(row)
    meetings.write_private_note(session_id=session.pk, text="Altro.", by=row.mentor)
    assert PrivateNote.objects.get().text == "Altro."
    meetings.write_private_note(session_id=session.pk, text="  ", by=row.mentor)
    assert not PrivateNote.objects.exists()


# ── The database ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("meeting_minutes_plausible", {"minutes": 0}),
        ("meeting_minutes_plausible", {"minutes": 721}),
        ("meeting_held_with_minutes_and_date", {"minutes": None}),
        ("meeting_held_with_minutes_and_date", {"logged_at": None}),
        ("meeting_channel_known", {"channel": "dream"}),
        ("meeting_cancelled_with_date_actor_reason", {"state": SessionState.CANCELLED}),
        ("meeting_cancelled_with_date_actor_reason", {"cancel_reason": "ma non annullato"}),
    ],
)
def test_the_database_ties_a_meeting_to_its_facts(
    programme: Programme, name: str, fields: dict[str, object]
) -> None:
    session = factory.meeting(factory.accepted())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        MentorshipSession.objects.filter(pk=session.pk).update(**fields)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("agreed_action_one_owner", {"organisation": None}),
        ("agreed_action_says_what", {"text": ""}),
        ("agreed_action_settled_with_date_and_actor", {"state": ActionState.DONE}),
        ("agreed_action_dropped_with_reason", {"drop_reason": "ma aperta"}),
    ],
)
def test_the_database_ties_an_action_to_its_facts(
    programme: Programme, name: str, fields: dict[str, object]
) -> None:
    row = factory.action(factory.accepted())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        AgreedAction.objects.filter(pk=row.pk).update(**fields)
