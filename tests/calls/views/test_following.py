"""Following a call, and correcting a public answer beside itself."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from calls.domain import following, questions
from calls.domain.calls import cancel_call
from calls.models import AnswerCorrection, CallFollower, PublicQuestion
from core.access import clock
from core.access.models import User
from core.notices.models import OutboxMessage
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual
from tests.factories import calls, people
from tests.factories.calls import DURING

SignIn = Callable[[User], Client]


@pytest.fixture
def answered(programme: Programme) -> PublicQuestion:
    call = calls.open_call()
    with clock.at(DURING):
        row = questions.ask_question(
            call_id=call.pk, text="Vale l’orto?", by=None, email="chi@example.org"
        )
        return questions.answer_question(
            question_id=row.pk, wording=Bilingual({"it": "Vale un orto?"}),
            answer=Bilingual({"it": "No, mai."}), by=people.facilitator(),
        )  # fmt: skip


def test_who_follows_is_told_once_and_stops(
    answered: PublicQuestion, programme: Programme, sign_in: SignIn
) -> None:
    call, reader = answered.call, people.user("Chi Segue")
    writer = calls.draft(call, people.network("Orti")).started_by
    client = sign_in(reader)
    address = reverse("calls:call_follow", args=[programme.slug, call.slug])
    with clock.at(DURING):
        assert client.post(address).status_code == 302
        assert client.post(address).status_code == 302
        following.follow_call(call_id=call.pk, by=writer)
        questions.correct_answer(
            question_id=answered.pk, answer=Bilingual({"it": "Sì."}),
            reason=Bilingual({"it": "Una svista."}), by=people.facilitator("Altra"),
        )  # fmt: skip
    told = OutboxMessage.objects.filter(kind="calls.call_followed")
    assert "Una svista." in told.get().text
    assert [row.recipient_id for row in told] == [reader.pk]
    client.post(address, {"stop": "1"})
    assert not CallFollower.objects.filter(person=reader).exists()


def test_a_corrected_answer_keeps_the_first_below(
    answered: PublicQuestion, programme: Programme, sign_in: SignIn
) -> None:
    keys = {"slug": programme.slug, "key": answered.call_id, "question": answered.pk}
    correct = reverse("calls:question_correct", kwargs=keys)
    client = sign_in(people.facilitator("Altra"))
    with clock.at(DURING):
        assert client.post(correct, {"answer_it": "Sì."}).status_code == 200
        typed = {"answer_it": "Sì, se è aperto.", "reason_it": "Avevamo letto male."}
        assert client.post(correct, typed).status_code == 302
        public = reverse("calls:call_questions", args=[programme.slug, answered.call.slug])
        page = client.get(public + "?q=aperto").content.decode()
    for words in ("Sì, se è aperto.", "Avevamo letto male.", "No, mai."):
        assert words in page
    assert page.index("Sì, se è aperto.") < page.index("No, mai.")
    answered.refresh_from_db()
    assert answered.answer["it"] == "No, mai."


def test_a_correction_without_words_is_refused_by_the_database(answered: PublicQuestion) -> None:
    with (
        pytest.raises(IntegrityError, match="answer_correction_in_words"),
        transaction.atomic(),
    ):
        AnswerCorrection.objects.create(
            question=answered, answer=Bilingual({"it": "Sì"}), reason=Bilingual(),
            corrected_at=DURING, corrected_by=people.facilitator("Altra"),
        )  # fmt: skip


def test_a_cancelled_call_ends_its_path_there(programme: Programme) -> None:
    call = calls.open_call()
    with clock.at(DURING):
        call = cancel_call(
            call_id=call.pk, reason=Bilingual({"it": "Mancano i fondi."}), by=people.coordinator()
        )
        page = Client().get(reverse("calls:call_detail", args=[programme.slug, call.slug]))
    assert [step.state for step in page.context["steps"]] == ["done", "done"]
    assert page.context["steps"][-1].when == call.cancelled_at
