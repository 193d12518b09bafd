"""Questions on a call: asked in private until the call's day, answered in public, never rewritten."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from calls.domain.questions import answer_question, ask_question, set_question_aside
from calls.enums import QuestionState
from calls.models import PublicQuestion
from calls.queries import answered_questions
from core.access import clock
from core.access.blocked import Blocked
from core.notices.models import OutboxMessage
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual
from tests.factories import calls, people
from tests.factories.calls import CLOSES, SECOND
from tests.factories.questions import asked

WORDS = Bilingual(it="Può rispondere un gruppo informale?")
ANSWER = Bilingual(it="Sì, anche senza codice fiscale.")
pytestmark = pytest.mark.usefixtures("programme")


def test_until_so_many_days_before_the_close_and_not_a_second_later(programme: Programme) -> None:
    call = calls.open_call(questions_days_before=5)
    last = CLOSES - timedelta(days=5)
    with clock.at(last):
        ask_question(call_id=call.pk, text="In tempo?", by=None, email="marta@example.org")
    with clock.at(last + SECOND), pytest.raises(Blocked, match="too_late"):
        ask_question(call_id=call.pk, text="Tardi?", by=None, email="marta@example.org")


def test_a_draft_is_asked_nothing(programme: Programme) -> None:
    with pytest.raises(Blocked, match="call_not_published"):
        ask_question(call_id=calls.draft_call().pk, text="Ehi?", by=people.user())


def test_nothing_goes_to_an_address_before_somebody_has_read_the_question(
    programme: Programme,
) -> None:
    people.facilitator("Fabio Facilita")
    asked(email="marta@example.org")
    assert "marta@example.org" not in OutboxMessage.objects.values_list("address", flat=True)
    assert OutboxMessage.objects.filter(kind="calls.question_asked").exists()


def test_an_answer_reaches_the_asker_and_who_writes_and_names_nobody(programme: Programme) -> None:
    call = calls.open_call()
    writing = calls.draft(call)
    question = asked(call, "Sono Marta Rossi: posso?", email="marta@example.org")
    answer_question(
        question_id=question.pk, wording=WORDS, answer=ANSWER, by=people.facilitator("Fabio")
    )
    sent = {row.kind: row for row in OutboxMessage.objects.all()}
    assert sent["calls.question_answered"].address == "marta@example.org"
    assert sent["calls.answer_published"].address == writing.started_by.email
    assert not any("Marta" in row.text for kind, row in sent.items() if "answer" in kind)


def test_who_asked_with_an_account_hears_once(programme: Programme) -> None:
    call = calls.open_call()
    writing = calls.draft(call)
    question = asked(call, by=writing.started_by)
    answer_question(
        question_id=question.pk, wording=WORDS, answer=ANSWER, by=people.facilitator("Fabio")
    )
    told = OutboxMessage.objects.filter(recipient=writing.started_by, kind__contains="answer")
    assert [row.kind for row in told] == ["calls.question_answered"]


def test_set_aside_tells_the_asker_and_publishes_nothing(programme: Programme) -> None:
    question = asked(email="marta@example.org")
    set_question_aside(question_id=question.pk, reason="È già scritto.", by=people.facilitator("F"))
    message = OutboxMessage.objects.get(kind="calls.question_set_aside")
    assert "È già scritto." in message.text
    assert not answered_questions(question.call).exists()


@pytest.mark.parametrize("state", [QuestionState.ANSWERED, QuestionState.SET_ASIDE])
def test_an_answer_is_given_once(state: QuestionState, programme: Programme) -> None:
    question, by = asked(), people.facilitator("Fabio")
    if state == QuestionState.ANSWERED:
        answer_question(question_id=question.pk, wording=WORDS, answer=ANSWER, by=by)
    else:
        set_question_aside(question_id=question.pk, reason="No.", by=by)
    with pytest.raises(Blocked, match="already_answered"):
        answer_question(question_id=question.pk, wording=WORDS, answer=ANSWER, by=by)
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        PublicQuestion.objects.update(answer=Bilingual(it="No, anzi."), reason="")


def test_words_are_looked_for_in_question_and_answer(programme: Programme) -> None:
    question = asked()
    answer_question(
        question_id=question.pk, wording=WORDS, answer=ANSWER, by=people.facilitator("Fabio")
    )
    call = question.call
    assert answered_questions(call, "informale CODICE").exists()
    assert not answered_questions(call, "informale iban").exists()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"asker_email": ""}, "public_question_by_account_or_address"),
        ({"answered_at": CLOSES}, "public_question_answered_with_date_and_actor"),
        ({"text": ""}, "public_question_with_text|never rewritten"),
        ({"reason": "Perché no"}, "public_question_set_aside_with_reason"),
    ],
)
def test_the_database_refuses(
    fields: dict[str, Any], constraint: str, programme: Programme
) -> None:
    asked(email="marta@example.org")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PublicQuestion.objects.update(**fields)
