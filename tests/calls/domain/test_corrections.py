"""Correcting a fact after the close (C14)."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from calls import queries
from calls.domain.calls import cancel_call, close_call
from calls.domain.corrections import correct_answer
from calls.domain.submissions import reopen_submission, withdraw_submission
from calls.enums import CORRECTABLE, SubmissionState
from calls.models import Receipt, Sending, Submission
from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.audit.queries import history_of
from core.documents.models import PdfJob
from core.notices.models import OutboxMessage
from core.people.domain.ties import declare_tie
from core.people.enums import TieKind
from core.ui.bilingual import Bilingual
from tests.factories import calls, commission, people, rankings
from tests.factories.calls import AFTER, CLOSES, DURING, SECOND

pytestmark = [pytest.mark.usefixtures("programme"), pytest.mark.rule("C14")]
RIGHT = "45"


def correct(
    submission: Submission,
    value: str = RIGHT,
    *,
    key: str = "people",
    reason: str = "Chiesto per PEC",
) -> Receipt:
    with clock.at(AFTER):
        return correct_answer(
            submission_id=submission.pk, question_key=key, value=value, reason=reason,
            by=people.facilitator(f"Fulvia {User.objects.count()}"),
        )  # fmt: skip


def people_of(sending: Sending) -> str:
    return str(json.loads(sending.canonical)["answers"]["answers"]["people"])


def test_one_answer_is_put_right_and_everything_else_stays() -> None:
    submission, first = calls.sent(calls.open_call())
    second = correct(submission)
    kept = Submission.objects.get()
    assert [people_of(row) for row in kept.sendings.all()] == ["40", RIGHT]
    assert (second.number, second.sha256 != first.sha256) == (first.number, True)
    assert (kept.submitted_at, kept.submitted_by, kept.late) == (
        submission.submitted_at, submission.submitted_by, False,
    )  # fmt: skip
    assert kept.sheet.is_locked
    before, after = (json.loads(row.canonical) for row in kept.sendings.all())
    before["answers"]["answers"]["people"] = after["answers"]["answers"]["people"]
    assert before["application"] == after["application"]
    assert before["answers"]["answers"] == after["answers"]["answers"]
    assert (second.sending.corrects, second.sending.reason) == ("people", "Chiesto per PEC")


def test_it_is_told_recorded_and_has_its_own_receipt() -> None:
    submission, _first = calls.sent(calls.open_call())
    receipt = correct(submission)
    message = OutboxMessage.objects.get(kind="calls.submission_corrected")
    assert "Chiesto per PEC" in message.text
    assert receipt.sha256 in message.text
    assert PdfJob.objects.filter(about_id=receipt.pk).exists()
    last = history_of(submission)[0]
    assert (last.verb, last.data["question"]) == ("correct", "people")


def test_a_late_one_stays_late_and_one_in_time_in_time() -> None:
    late, _receipt = calls.sent(calls.late_call(), at=CLOSES + SECOND)
    assert correct(late).sending.late
    in_time, _receipt = calls.sent(late.call)
    assert not correct(in_time).sending.late


def test_what_was_reopened_and_not_sent_again_is_corrected_as_it_was_sent() -> None:
    submission, _receipt = calls.sent(calls.open_call())
    with clock.at(DURING):
        reopen_submission(submission_id=submission.pk, by=submission.started_by)
    correct(submission)
    kept = Submission.objects.get()
    assert kept.reopened_at is None
    sending = queries.last_sending(kept)
    assert sending is not None
    assert sending.sheet == kept.sheet


@pytest.mark.parametrize("value", ["40", ""])
def test_what_is_no_correction_is_refused(value: str) -> None:
    submission, _receipt = calls.sent(calls.open_call())
    with pytest.raises((ValidationError, Blocked)), transaction.atomic():
        correct(submission, value)
    assert Sending.objects.count() == 1


def test_only_a_fact_is_corrected() -> None:
    submission, _receipt = calls.sent(calls.open_call())
    keys = {row.key for row in queries.correctable_questions(submission)}
    assert "people" in keys
    for key in ("themes", "need"):  # a choice; what is judged on its merit
        assert key not in keys
        with pytest.raises(ValueError, match=key):
            correct(submission, key=key)
    with pytest.raises(Blocked, match="no_reason"):
        correct(submission, reason="  ")


@pytest.mark.parametrize("case", ["open", "draft", "withdrawn", "cancelled"])
def test_when_it_cannot_be_done(case: str) -> None:
    call = calls.open_call()
    submission = calls.ready(call) if case == "draft" else calls.sent(call)[0]
    if case == "withdrawn":
        withdraw_submission(submission_id=submission.pk, by=submission.started_by)
    if case == "cancelled":
        reason = Bilingual(it="Fondi ritirati", en="Funds withdrawn")
        cancel_call(call_id=call.pk, reason=reason, by=people.coordinator())
    at = DURING if case == "open" else AFTER
    with clock.at(at), pytest.raises(Blocked):
        correct_answer(
            submission_id=submission.pk, question_key="people", value=RIGHT, reason="x",
            by=people.facilitator(),
        )  # fmt: skip


@pytest.mark.rule("C7")
def test_whoever_is_tied_to_the_network_corrects_nothing() -> None:
    submission, _receipt = calls.sent(calls.open_call())
    by = people.facilitator("Fulvia Facilita")
    declare_tie(user=by, network=submission.network, kind=TieKind.HELPED, by=by)
    with clock.at(AFTER), pytest.raises(Blocked, match="tied"):
        correct_answer(
            submission_id=submission.pk, question_key="people", value=RIGHT, reason="x", by=by
        )


@pytest.mark.begins_from(stage=commission.at_work)
def test_nothing_is_corrected_once_the_commission_has_opened_the_texts() -> None:
    work = commission.at_work()
    assert work.first.state in CORRECTABLE
    with pytest.raises(Blocked, match="commission_opened"):
        correct(work.first)


@pytest.mark.parametrize("state", SubmissionState)
def test_in_every_state(state: SubmissionState) -> None:
    submission, _receipt = calls.sent(calls.open_call())
    with clock.at(AFTER):
        close_call(call_id=submission.call_id)
    if state in {SubmissionState.DRAFT, SubmissionState.WITHDRAWN}:
        return  # tested above, by their verbs
    rankings.in_state(submission, state)
    if state in CORRECTABLE:
        correct(submission)
        assert Submission.objects.get().state == state
    else:
        with pytest.raises(Blocked, match="not_correctable"):
            correct(submission)


def test_the_database_holds_a_correction_to_its_reason() -> None:
    calls.sent(calls.open_call())
    table = Sending._meta.db_table
    copied = (
        f"INSERT INTO {table} (id, programme_id, submission_id, sheet_id, ordinal, canonical, sha256,"
        " late, corrects, reason, sent_at, sent_by_id) SELECT gen_random_uuid(), programme_id,"
        f" submission_id, sheet_id, 9, canonical, sha256, late, 'need', '', sent_at, sent_by_id FROM {table}"
    )
    with (
        pytest.raises(IntegrityError, match="sending_correction_with_reason"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(copied)
