"""Starting, writing, sending, sending again, withdrawing: the rules of an application until the close."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from calls import blockers, queries
from calls.domain.calls import close_call, publish_call, set_windows
from calls.domain.submissions import (
    change_submission,
    drop_changes,
    reopen_submission,
    save_section,
    start_submission,
    submit_submission,
    withdraw_submission,
)
from calls.enums import Moment, SubmissionState
from calls.models import Call, NumberCounter, Receipt, Sending, Submission, Window
from calls.queries.canonical import canonical_text
from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.audit.queries import history_of
from core.documents.models import PdfJob
from core.notices.models import Deadline, OutboxMessage
from core.people.enums import OrganisationKind
from core.programmes.models import Programme, Territory
from tests.factories import calls, people, programmes
from tests.factories.calls import AFTER, CLOSES, DURING, OPENS, SECOND
from tests.factories.rankings import in_state

pytestmark = pytest.mark.usefixtures("programme")
Act = Callable[[Submission, User], Any]


def wall(*parts: int) -> datetime:
    """What a clock on the wall shows, without saying which instant it is."""
    return datetime(*parts, tzinfo=clock.ROME).replace(tzinfo=None)  # type: ignore[arg-type,misc]  # at most hours


AROUND_THE_CHANGES = st.datetimes(wall(2021, 3, 27), wall(2021, 3, 29, 23)) | st.datetimes(
    wall(2021, 10, 30), wall(2021, 11, 1, 23)
)


def codes(raised: pytest.ExceptionInfo[Blocked]) -> set[str]:
    return {blocker.code for blocker in raised.value.blockers}


def send(submission: Submission, at: datetime) -> Receipt:
    with clock.at(at):
        return submit_submission(submission_id=submission.pk, by=submission.started_by)


@pytest.mark.rule("C1")
def test_the_closing_second_itself_is_in_time() -> None:
    receipt = send(calls.ready(calls.open_call()), CLOSES)
    assert not receipt.sending.late


@pytest.mark.rule("C1")
def test_a_second_later_is_refused_by_the_server_clock() -> None:
    submission = calls.ready(calls.open_call())
    with pytest.raises(Blocked) as raised:
        send(submission, CLOSES + SECOND)
    assert codes(raised) == {"call_closed"}
    submission.refresh_from_db()
    assert submission.state == SubmissionState.DRAFT
    assert not Receipt.objects.exists()


@pytest.mark.rule("C1")
def test_a_second_later_is_marked_where_the_call_accepts_it() -> None:
    submission = calls.ready(calls.late_call())
    receipt = send(submission, CLOSES + SECOND)
    submission.refresh_from_db()
    assert submission.late
    assert receipt.sending.late


@pytest.mark.rule("C1")
def test_the_territorys_own_window_decides() -> None:
    near, far = programmes.territory(), programmes.territory("Rivoli")
    author = people.facilitator()
    call = calls.draft_call(by=author)

    with clock.at(OPENS - timedelta(days=1)):
        windows = {far.pk: (OPENS, CLOSES + timedelta(days=3))}
        set_windows(call_id=call.pk, windows=windows, by=author)
        publish_call(call_id=call.pk, by=author)
    here = calls.ready(call, people.network("Qui", territory=near))
    there = calls.ready(call, people.network("Altrove", territory=far))
    with pytest.raises(Blocked):
        send(here, AFTER)
    assert not send(there, AFTER).sending.late


@pytest.mark.rule("C1")
@settings(max_examples=60)
@given(
    closing=AROUND_THE_CHANGES,
    fold=st.integers(0, 1),
)
def test_a_closing_around_the_change_of_clock_is_one_instant(closing: datetime, fold: int) -> None:
    closes = closing.replace(tzinfo=clock.ROME, fold=fold)
    instant = datetime.fromtimestamp(closes.timestamp(), tz=clock.ROME)
    window = Window(instant - timedelta(days=30), instant)
    assert window.moment(instant) == Moment.OPEN
    assert window.moment(instant + timedelta(microseconds=1)) == Moment.CLOSED
    utc = datetime.fromtimestamp(closes.timestamp() + 1, tz=clock.ROME)
    assert window.moment(utc) == Moment.CLOSED


def test_nothing_starts_before_the_opening_or_for_kinds_not_admitted() -> None:
    call = calls.open_call(admitted_kinds=[OrganisationKind.ETS])
    group = people.organisation("Gruppo", kind=OrganisationKind.INFORMAL_GROUP)
    network = people.network("Informale", lead=group)
    with clock.at(OPENS - SECOND), pytest.raises(Blocked) as raised:
        start_submission(
            call_id=call.pk, network_id=network.pk, territory_id=network.territory_id,
            title="Presto", by=group.created_by,
        )  # fmt: skip
    assert codes(raised) == {"call_upcoming", "kind_not_admitted"}


def test_only_who_answered_the_earlier_call_answers_the_next() -> None:
    first = calls.open_call(slug="idee")
    second = calls.open_call(slug="proposte", version=first.version, requires_answer_to=first)
    answered, _receipt = calls.sent(first)
    assert calls.draft(second, answered.network).call == second
    with pytest.raises(Blocked) as raised:
        calls.draft(second, people.network("Nuova"))
    assert codes(raised) == {"no_earlier_answer"}


def test_one_application_per_network_and_call() -> None:
    call = calls.open_call()
    first = calls.draft(call)
    with pytest.raises(Blocked) as raised:
        calls.draft(call, first.network)
    assert codes(raised) == {"already_started"}
    withdraw_submission(submission_id=first.pk, by=first.started_by)
    assert calls.draft(call, first.network).pk != first.pk


@pytest.mark.rule("C2")
def test_a_draft_is_saved_even_after_the_close() -> None:
    submission = calls.draft(calls.open_call())
    with clock.at(AFTER):
        saved = save_section(
            submission_id=submission.pk, section_key="idea", answers={"need": "Scritto tardi"},
            base_revision=0, by=submission.started_by,
        )  # fmt: skip
    assert saved.revision == 1


@pytest.mark.rule("C2")
def test_two_people_who_write_at_once_lose_no_text() -> None:
    submission = calls.draft(calls.open_call())
    network = submission.network
    partner = people.partner(network).organisation
    assert partner is not None
    mine, theirs = submission.started_by, partner.created_by

    def write(text: str, by: User) -> Any:
        return save_section(
            submission_id=submission.pk, section_key="idea", answers={"need": text},
            base_revision=0, by=by,
        )  # fmt: skip

    write("Il primo testo", theirs)
    saved = write("Il secondo testo", mine)
    [conflict] = saved.conflicts
    assert (conflict.theirs, conflict.mine) == ("Il primo testo", "Il secondo testo")
    assert [row.section for row in queries.writing_now(submission, besides=mine)] == ["idea"]


@pytest.mark.rule("C4")
def test_a_receipt_stands_in_the_sendings_own_transaction() -> None:
    submission = calls.ready(calls.open_call())
    place = transaction.savepoint()
    send(submission, DURING)
    transaction.savepoint_rollback(place)
    assert not Receipt.objects.exists()
    assert not Sending.objects.exists()
    assert not NumberCounter.objects.exists()
    receipt = send(submission, DURING)
    assert receipt.number == "2021-0001"
    assert receipt.issued_at == DURING


@pytest.mark.rule("C4")
def test_the_digest_can_be_computed_by_anybody_from_the_kept_text() -> None:
    submission, receipt = calls.sent(calls.open_call())
    text = receipt.sending.canonical
    assert hashlib.sha256(text.encode()).hexdigest() == receipt.sha256 == receipt.sending.sha256
    content = json.loads(text)
    assert content["answers"]["answers"]["need"] == "Spazi dove incontrarsi"
    assert content["application"]["lead"]["name"] == submission.lead.name
    assert text == json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@pytest.mark.rule("C4")
def test_numbers_have_no_gaps_and_begin_again_each_year() -> None:
    call = calls.late_call()
    numbers = [calls.sent(call)[1].number for _ in range(3)]
    with pytest.raises(Blocked):  # a refused one takes no number
        send(calls.draft(call), DURING)
    numbers.append(calls.sent(call, at=datetime(2021, 12, 31, 23, 59, tzinfo=clock.ROME))[1].number)
    numbers.append(calls.sent(call, at=datetime(2022, 1, 1, 0, 0, tzinfo=clock.ROME))[1].number)
    assert numbers == ["2021-0001", "2021-0002", "2021-0003", "2021-0004", "2022-0001"]


@pytest.mark.rule("C4")
@pytest.mark.parametrize("model", [Sending, Receipt])
def test_what_was_sent_is_never_changed_or_removed(model: type[Sending | Receipt]) -> None:
    calls.sent(calls.open_call())
    row = model.objects.get()
    table = model._meta.db_table
    refused = pytest.raises((ProgrammingError, IntegrityError))
    for statement in (f"UPDATE {table} SET sha256 = ''", f"DELETE FROM {table}"):
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert model.objects.get() == row


def test_the_button_twice_sends_once() -> None:
    submission = calls.ready(calls.open_call())
    assert send(submission, DURING) == send(submission, DURING + SECOND)
    assert Sending.objects.count() == Receipt.objects.count() == 1


def test_sending_tells_the_network_meets_the_deadline_and_asks_for_the_pdf() -> None:
    submission, receipt = calls.sent(calls.open_call())
    message = OutboxMessage.objects.get(kind="calls.submission_received")
    assert receipt.number in message.subject
    assert receipt.sha256 in message.text
    assert Deadline.objects.get(kind="calls.closing", object_id=submission.pk).met_at
    assert PdfJob.objects.get().about_id == receipt.pk
    assert history_of(submission)[0].data["number"] == receipt.number


def test_what_is_missing_is_said_with_who_can_remove_it() -> None:
    submission = calls.draft(calls.open_call())
    with clock.at(DURING):
        found = blockers.submit_blockers(submission)
    assert {one.code for one in found} == {
        "missing:tax_code", "missing:with_partners", "missing:need", "missing:themes", "missing:people",
    }  # fmt: skip
    assert all(one.who for one in found)


@pytest.mark.rule("C14")
def test_until_the_close_it_is_sent_again_and_each_sending_is_kept() -> None:
    submission, first = calls.sent(calls.open_call())
    with clock.at(DURING):
        reopen_submission(submission_id=submission.pk, by=submission.started_by)
        submission.refresh_from_db()
        save_section(
            submission_id=submission.pk, section_key="idea", answers={"need": "Un testo migliore"},
            base_revision=submission.sheet.revision, by=submission.started_by,
        )  # fmt: skip
    second = send(submission, CLOSES)
    texts = [
        json.loads(row.canonical)["answers"]["answers"]["need"] for row in submission.sendings.all()
    ]
    assert texts == ["Spazi dove incontrarsi", "Un testo migliore"]
    assert first.number == second.number
    assert first.sha256 != second.sha256
    assert first.sending.sheet_id != second.sending.sheet_id


@pytest.mark.rule("C14")
def test_after_the_close_what_was_sent_last_counts() -> None:
    submission, receipt = calls.sent(calls.open_call())
    with clock.at(DURING):
        reopen_submission(submission_id=submission.pk, by=submission.started_by)
    submission.refresh_from_db()
    with clock.at(CLOSES + SECOND):
        with pytest.raises(Blocked) as raised:
            save_section(
                submission_id=submission.pk, section_key="idea", answers={"need": "Troppo tardi"},
                base_revision=9, by=submission.started_by,
            )  # fmt: skip
        assert codes(raised) == {"call_closed"}
    assert queries.last_sending(submission) == receipt.sending
    assert submission.state == SubmissionState.SUBMITTED


@pytest.mark.rule("C14")
def test_a_call_that_accepts_late_ones_accepts_no_late_change() -> None:
    submission, receipt = calls.sent(calls.late_call())
    with clock.at(DURING):
        reopen_submission(submission_id=submission.pk, by=submission.started_by)
    with pytest.raises(Blocked) as raised:
        send(submission, CLOSES + SECOND)
    assert codes(raised) == {"call_closed"}
    submission.refresh_from_db()
    assert not submission.late
    assert queries.last_receipt(submission) == receipt


def changed_but_not_sent(call: Call) -> tuple[Submission, str, Territory]:
    """Reopened, with another title and territory that were never sent; and those that were."""
    submission, _receipt = calls.sent(call)
    title, territory = submission.title, submission.territory
    elsewhere = programmes.territory("Rivoli")
    reopen_submission(submission_id=submission.pk, by=submission.started_by)
    change_submission(
        submission_id=submission.pk, title="Mai inviato", territory_id=elsewhere.pk,
        further_territory_ids=[territory.pk], by=submission.started_by,
    )  # fmt: skip
    return submission, title, territory


@pytest.mark.rule("C14")
@pytest.mark.parametrize("end", ["close", "withdraw"])
def test_what_was_changed_and_not_sent_again_is_dropped(end: str) -> None:
    call = calls.open_call()
    submission, title, territory = changed_but_not_sent(call)
    if end == "close":
        with clock.at(CLOSES + SECOND):
            close_call(call_id=call.pk)
    else:
        withdraw_submission(submission_id=submission.pk, by=submission.started_by)
    kept = Submission.objects.get(pk=submission.pk)
    assert (kept.title, kept.territory, kept.reopened_at) == (title, territory, None)
    assert not kept.further_territories.exists()
    sending = queries.last_sending(kept)
    assert sending is not None
    assert kept.sheet_id == sending.sheet_id
    assert canonical_text(kept) == sending.canonical
    if end == "close":
        assert history_of(kept)[0].actor is None
        assert not drop_changes(submission_id=kept.pk)


@pytest.mark.rule("C14")
def test_nothing_is_reopened_after_the_close() -> None:
    submission, _receipt = calls.sent(calls.open_call())
    with clock.at(CLOSES + SECOND), pytest.raises(Blocked) as raised:
        reopen_submission(submission_id=submission.pk, by=submission.started_by)
    assert codes(raised) == {"call_closed"}


@pytest.mark.rule("C12")
def test_a_withdrawn_one_stays_in_the_record_with_number_and_reason() -> None:
    submission, receipt = calls.sent(calls.open_call())
    withdraw_submission(
        submission_id=submission.pk, by=submission.started_by, reason="Cambio di piani"
    )
    kept = Submission.objects.get(pk=submission.pk)
    assert (kept.state, kept.number, kept.withdraw_reason) == (
        SubmissionState.WITHDRAWN, receipt.number, "Cambio di piani",
    )  # fmt: skip
    assert kept.sendings.count() == 1
    assert queries.visible_to(people.facilitator()).filter(pk=kept.pk).exists()


@pytest.mark.rule("C12")
def test_a_late_one_stays_marked() -> None:
    submission, _receipt = calls.sent(calls.late_call(), at=AFTER)
    withdraw_submission(submission_id=submission.pk, by=submission.started_by)
    assert Submission.objects.get(pk=submission.pk).late


ACTS: dict[str, tuple[Act, set[SubmissionState]]] = {
    "save": (
        lambda s, by: save_section(
            submission_id=s.pk, section_key="idea", answers={"need": "x"}, base_revision=9, by=by
        ),
        {SubmissionState.DRAFT},
    ),
    "change": (
        lambda s, by: change_submission(
            submission_id=s.pk, title="Altro", territory_id=s.territory_id, by=by
        ),
        {SubmissionState.DRAFT},
    ),
    "submit": (
        lambda s, by: submit_submission(submission_id=s.pk, by=by),
        {SubmissionState.DRAFT, SubmissionState.SUBMITTED},
    ),
    "reopen": (
        lambda s, by: reopen_submission(submission_id=s.pk, by=by),
        {SubmissionState.SUBMITTED},
    ),
    "withdraw": (
        lambda s, by: withdraw_submission(submission_id=s.pk, by=by),
        {SubmissionState.DRAFT, SubmissionState.SUBMITTED},
    ),
}


@pytest.mark.parametrize("state", SubmissionState)
@pytest.mark.parametrize("act", ACTS)
def test_every_verb_in_every_state(act: str, state: SubmissionState) -> None:
    verb, allowed = ACTS[act]
    call = calls.open_call()
    submission = calls.ready(call) if state == SubmissionState.DRAFT else calls.sent(call)[0]
    in_state(submission, state)
    with clock.at(DURING):
        if state in allowed:
            verb(submission, submission.started_by)
        else:
            with pytest.raises(Blocked):
                verb(submission, submission.started_by)


BROKEN: dict[str, dict[str, Any]] = {
    "submission_channel_known": {"channel": "pigeon"},
    "submission_draft_not_sent": {"state": "draft"},
    "submission_sent_with_number_date_actor": {
        "number": "",
        "submitted_at": None,
        "submitted_by": None,
    },
    "submission_number_date_actor_together": {"submitted_at": None},
    "submission_withdrawn_with_date_and_actor": {"state": "withdrawn"},
    "submission_on_behalf_with_actor": {"channel": "phone"},
    "submission_reopened_only_when_submitted": {"reopened_at": DURING},
    "submission_confirmed_only_on_behalf": {"confirmed_at": DURING},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_holds_each_state_to_its_date_and_actor(name: str) -> None:
    submission, _receipt = calls.sent(calls.open_call())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(**BROKEN[name])


def test_the_database_knows_no_other_state() -> None:
    """Whichever constraint speaks first: each names the states that it knows."""
    submission, _receipt = calls.sent(calls.open_call())
    with pytest.raises(IntegrityError, match="submission_"), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(state="nowhere")


def test_a_number_is_given_once_in_a_programme(programme: Programme) -> None:
    call = calls.open_call()
    first, other = calls.sent(call)[0], calls.sent(call)[0]
    with pytest.raises(IntegrityError, match="submission_number_unique"), transaction.atomic():
        Submission.objects.filter(pk=other.pk).update(number=first.number)
