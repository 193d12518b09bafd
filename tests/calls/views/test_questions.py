"""The pages of questions on a call: asked by anybody, answered by a facilitator, read by all."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from calls.models import Call, PublicQuestion
from core.access.models import User
from core.programmes.models import Programme
from tests.factories import calls, people
from tests.factories.questions import asked

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def public(name: str, call: Call) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "call_slug": call.slug})


def desk(question: PublicQuestion) -> str:
    keys = {"slug": "prova", "key": question.call_id, "question": question.pk}
    return reverse("calls:question_answer", kwargs=keys)


def test_without_an_account_one_asks_and_nobody_reads_it_yet(
    programme: Programme, client: Client
) -> None:
    call = calls.open_call()
    address = public("question_ask", call)
    typed = {"text": "Vale anche a Rivoli?", "email": "marta@example.org"}
    assert address in client.get(public("call_detail", call)).content.decode()
    assert client.post(address, typed).status_code == 302
    assert "Rivoli?" not in client.get(public("call_questions", call)).content.decode()


@pytest.mark.parametrize(
    "typed", [{"text": "", "email": "m@example.org"}, {"text": "Ehi?"}, {"text": "Ehi?", "email": "x"},
              {"text": "Ehi?", "email": "m@example.org", "website": "spam"}]
)  # fmt: skip
def test_bad_input_keeps_what_was_typed(
    typed: dict[str, str], programme: Programme, client: Client
) -> None:
    answer = client.post(public("question_ask", calls.open_call()), typed)
    assert answer.status_code == 422
    assert typed["text"] in answer.content.decode()
    assert not PublicQuestion.objects.exists()


def test_the_eleventh_question_of_an_hour_waits(programme: Programme, client: Client) -> None:
    address = public("question_ask", calls.open_call())
    typed = {"text": "Ehi?", "email": "marta@example.org"}
    answers = [client.post(address, typed).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]


def test_a_facilitator_rewords_answers_and_everybody_reads(
    programme: Programme, sign_in: SignIn, client: Client
) -> None:
    question = asked(text="Sono Marta: posso?")
    facilitator = sign_in(people.facilitator("Fabio"))
    page = facilitator.get(desk(question)).content.decode()
    assert "Sono Marta" in page
    words = {"wording_it": "Si può?", "answer_it": "Sì, **tutti**."}
    assert facilitator.post(desk(question), words).status_code == 200  # nobody_recognised missing
    assert facilitator.post(desk(question), words | {"nobody_recognised": "on"}).status_code == 302
    shown = client.get(public("call_questions", question.call), {"q": "tutti"}).content.decode()
    assert "Si può?" in shown
    assert "<strong>tutti</strong>" in shown
    assert "Marta" not in shown
    assert facilitator.post(desk(question), words | {"nobody_recognised": "on"}).status_code == 409


def test_a_question_is_set_aside_with_its_reason(programme: Programme, sign_in: SignIn) -> None:
    question, client = asked(), sign_in(people.facilitator("Fabio"))
    assert client.post(desk(question), {"set-aside": "1"}).status_code == 200
    typed = {"set-aside": "1", "aside-reason": "È già scritto nel bando."}
    assert client.post(desk(question), typed).status_code == 302
    assert "È già scritto" in client.get(desk(question)).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("metropolitan", 403), ("municipal", 403), ("signatory", 404)],
)
def test_only_the_facilitators_read_what_was_asked(
    who: str, status: int, programme: Programme, sign_in: SignIn
) -> None:
    question = asked()
    cast = calls.cast_of(people.network())
    assert sign_in(getattr(cast, who)).get(desk(question)).status_code == status


def test_what_waits_for_a_facilitator(programme: Programme, sign_in: SignIn) -> None:
    question = asked(text="Vale anche a Rivoli?")
    client = sign_in(people.facilitator("Fabio"))
    home = client.get(reverse("area:home", kwargs={"slug": "prova"})).content.decode()
    assert desk(question) in home
    listed = reverse("calls:question_list", kwargs={"slug": "prova", "key": question.call_id})
    assert "Vale anche a Rivoli?" in client.get(listed, {"state": "asked"}).content.decode()
