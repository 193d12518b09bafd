"""Requests to complete an application: one at a time, only what reopens, back to the facilitator (C5)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from calls.domain.admissibility import admit_submission, sorted_out
from calls.domain.integration import (
    answer_integration,
    cancel_integration,
    save_integration,
)
from calls.enums import SubmissionState
from calls.integration_enums import IntegrationState
from calls.models import IntegrationRequest, Receipt, Submission
from calls.queries.integration import completed_differences, open_request
from calls.tasks import sweep_terms
from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.notices.models import Deadline, OutboxMessage
from core.people.domain.ties import declare_tie
from core.people.enums import TieKind
from core.questionnaires import queries as questionnaires
from core.questionnaires.models import Answer
from tests.factories import integration, people

pytestmark = pytest.mark.usefixtures("programme")
LATER = integration.ASKED + timedelta(days=2)


@pytest.fixture
def by() -> User:
    return people.facilitator("Fausta Verifica")


@pytest.fixture
def waiting(programme: Any) -> Submission:
    return integration.waiting()[1]


def write(request: IntegrationRequest, **answers: Any) -> None:
    with clock.at(LATER):
        save_integration(
            request_id=request.pk,
            answers=answers,
            base_revision=10,
            by=request.submission.started_by,
        )


def answer(request: IntegrationRequest, words: str = "") -> Receipt:
    with clock.at(LATER):
        return answer_integration(
            request_id=request.pk, by=request.submission.started_by, words=words
        )


@pytest.mark.rule("C5")
def test_only_the_questions_named_reopen_and_what_was_sent_counts_meanwhile(
    by: User, waiting: Submission
) -> None:
    sent = waiting.sheet_id
    request = integration.asked(waiting, by)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.sheet_id) == (SubmissionState.TO_INTEGRATE, sent)
    assert request.questions == ["people"]
    with pytest.raises(Blocked, match="not_open"):
        write(request, tax_code="00000000000")
    locked = Answer.objects.filter(sheet=request.sheet, question__key="tax_code")
    with pytest.raises(IntegrityError, match="not open"), transaction.atomic():
        locked.update(value="00000000000")
    write(request, people=55)
    assert questionnaires.answers_of(waiting.sheet)["people"] == "40"
    assert Deadline.objects.get(object_id=request.pk).at == integration.DUE
    mail = OutboxMessage.objects.filter(kind="calls.integration_requested").order_by("pk")[0]
    assert integration.WORDS in mail.text


@pytest.mark.rule("C5")
def test_what_is_judged_on_its_merit_never_reopens(by: User, waiting: Submission) -> None:
    with pytest.raises(ValueError, match="need"):
        integration.asked(waiting, by, questions=["need", "people"])


def test_a_question_brings_those_that_depend_on_it(by: User, waiting: Submission) -> None:
    request = integration.asked(waiting, by, questions=["with_partners"])
    assert request.questions == ["with_partners", "partners"]


@pytest.mark.rule("C5")
def test_the_answer_is_a_further_sending_and_goes_back_to_the_facilitator(
    by: User, waiting: Submission
) -> None:
    request = integration.asked(waiting, by)
    with pytest.raises(Blocked, match="nothing_changed"):
        answer(request)
    write(request, people=55)
    receipt = answer(request)
    waiting.refresh_from_db()
    request.refresh_from_db()
    assert (waiting.state, waiting.late, receipt.number) == ("submitted", False, waiting.number)
    assert (request.state, request.answer) == (IntegrationState.ANSWERED, receipt.sending)
    assert receipt.sending.ordinal == 2
    changed = [row.key for part in completed_differences(request, "it") for row in part.differences]
    assert changed == ["people"]
    assert OutboxMessage.objects.filter(kind="calls.integration_answered", recipient=by).exists()
    with pytest.raises(Blocked, match="answered"):
        answer(request)
    with clock.at(LATER):
        assert admit_submission(submission_id=waiting.pk, by=by).state == "admissible"


def test_an_answer_may_say_why_nothing_changes(by: User, waiting: Submission) -> None:
    request = integration.asked(waiting, by)
    answer(request, words="È già nell'allegato 3.")
    assert IntegrationRequest.objects.get().closing_words == "È già nell'allegato 3."


@pytest.mark.rule("C5")
def test_one_request_at_a_time_and_nothing_is_decided_meanwhile(
    by: User, waiting: Submission
) -> None:
    integration.asked(waiting, by)
    with pytest.raises(Blocked, match="being_completed"):
        integration.asked(waiting, by)
    with clock.at(LATER):
        with pytest.raises(Blocked, match="being_completed"):
            admit_submission(submission_id=waiting.pk, by=by)
        passing, left = sorted_out(waiting.call, by)
    assert (passing, len(left)) == ([], 1)


@pytest.mark.parametrize(("days", "code"), [(3, "term_too_short"), (31, "term_too_long")])
def test_the_term_is_what_the_call_promises_and_the_law_allows(
    days: int, code: str, by: User, waiting: Submission
) -> None:
    with pytest.raises(Blocked, match=code):
        integration.asked(waiting, by, due_at=integration.ASKED + timedelta(days=days))


def test_what_is_not_answered_in_time_goes_back_as_it_was(by: User, waiting: Submission) -> None:
    request = integration.asked(waiting, by)
    write(request, people=55)
    with clock.at(integration.DUE):
        assert sweep_terms() == 0
    with clock.at(integration.DUE + timedelta(minutes=1)):
        with pytest.raises(Blocked, match="too_late"):
            answer_integration(request_id=request.pk, by=waiting.started_by)
        assert sweep_terms() == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.sendings.count()) == (SubmissionState.SUBMITTED, 1)
    assert IntegrationRequest.objects.get().state == IntegrationState.EXPIRED
    assert OutboxMessage.objects.filter(kind="calls.integration_expired").exists()


@pytest.mark.rule("C7")
def test_whoever_is_tied_takes_no_request_back(by: User, waiting: Submission) -> None:
    request = integration.asked(waiting, by)
    declare_tie(user=by, network=waiting.network, kind=TieKind.HELPED, by=by)
    with clock.at(LATER), pytest.raises(Blocked, match="tied"):
        cancel_integration(request_id=request.pk, by=by, reason="Era già nel modulo.")


def test_a_request_is_taken_back_with_its_reason(by: User, waiting: Submission) -> None:
    request = integration.asked(waiting, by)
    with clock.at(LATER):
        with pytest.raises(Blocked, match="no_reason"):
            cancel_integration(request_id=request.pk, by=by, reason=" ")
        cancel_integration(request_id=request.pk, by=by, reason="Era già nel modulo.")
    assert open_request(waiting) is None
    integration.asked(Submission.objects.get(), by)


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ("words = 'altro'", "never changed"),
        ("state = 'answered'", "integration_closed_with_date_and_actor"),
        ("state = 'gone'", "integration_"),
    ],
)
def test_the_database_keeps_what_was_asked(
    changes: str, match: str, by: User, waiting: Submission
) -> None:
    integration.asked(waiting, by)
    with (
        pytest.raises(IntegrityError, match=match),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE calls_integrationrequest SET {changes}")
