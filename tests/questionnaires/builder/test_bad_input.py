"""What people paste, invert and mistype: said clearly, kept as it was typed, never a failure."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Submission
from core.access.models import User
from core.programmes.models import Programme
from core.questionnaires.models import Answer
from core.questionnaires.readable import readable
from tests.factories import calls
from tests.questionnaires.builder.conftest import Builder

PASTE = "parola " * 10_000
ODD = "Orto \U0001f331\U0001f469\u200d\U0001f33e \u0645\u0631\u062d\u0628\u0627 \u202erovesciato"


def words_of(**more: Any) -> dict[str, Any]:
    return {"label_it": "Domanda", "label_en": "", **more}


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("text", words_of(label_it=PASTE), "at most 500 characters"),
        ("text", words_of(label_it=""), "This answer is missing"),
        ("long_text", words_of(max_words="20001"), "less than or equal to 20000"),
        ("long_text", words_of(min_words="30", max_words="20"), "can't be less than the least"),
        ("money", words_of(min_value="-1"), "greater than or equal to 0"),
        ("money", words_of(max_value="1e12"), "Write an amount in euro"),
        ("money", words_of(max_value="1000000000000"), "9999999999.99"),
        ("number", words_of(max_value="1000000000001"), "This number is too great"),
        ("number", words_of(max_value="tanti"), "Write a number"),
        ("date", words_of(earliest="2021-03-01", latest="2021-02-01"), "comes before the first"),
        ("file", words_of(max_files="51"), "less than or equal to 50"),
        ("table-partners", words_of(max_rows="201", **{"columns-0-label_it": "Ente"}), "to 200"),
        ("table", words_of(), "Write at least one column"),
        ("choice", words_of(**{"choices-0-key": "", "choices-0-label_it": "Una"}), "at least two"),
    ],
)  # fmt: skip
def test_settings_that_do_not_hold_are_asked_again(
    builder: Builder, kind: str, data: dict[str, Any], words: str
) -> None:
    if kind == "table-partners":
        data["columns-0-key"] = ""
    before = builder.order()
    answer = builder.post("form_question_add", data, section="idea", query=f"?tipo={kind}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page.replace("&#x27;", "'")
    typed = next((value for name, value in data.items() if name.startswith(("max_", "earl"))), "")
    assert typed in page
    assert builder.order() == before


def test_emoji_and_right_to_left_words_stay_as_they_are(builder: Builder) -> None:
    data = words_of(label_it=ODD)
    answer = builder.post("form_question_add", data, section="idea", query="?tipo=text")
    assert answer.status_code == 302
    assert builder.question(builder.order()[9]).label["it"] == ODD
    assert ODD in builder.get().content.decode()


Send = Callable[[str, dict[str, Any]], Any]


@pytest.fixture
def draft(programme: Programme) -> Submission:
    return calls.draft(calls.open_call())


@pytest.fixture
def send(programme: Programme, sign_in: Callable[[User], Client], draft: Submission) -> Send:
    """Sends a section of the draft as whoever began it, whole and without scripts."""

    def sent(section: str, data: dict[str, Any]) -> Any:
        kwargs = {"slug": programme.slug, "key": draft.pk, "section": section}
        url = reverse("calls:submission_section", kwargs=kwargs)
        posted = {"revision": "0", "seen": "{}", **data}
        return sign_in(draft.started_by).post(f"/en{url}", posted)

    return sent


def partners(count: int) -> dict[str, Any]:
    rows = {"with_partners": "yes", "partners-rows": str(count)}
    for number in range(count):
        rows |= {f"partners-{number}-name": f"Ente {number}", f"partners-{number}-role": "Cucina"}
    return rows


@pytest.mark.rule("C2")
@pytest.mark.parametrize(
    ("question", "data", "words"),
    [
        (("idea", "need"), {"need": PASTE}, "has 10000 words: at most 400 are read"),
        (("budget", "cost"), {"cost": "-1"}, "can't be negative"),
        (("budget", "cost"), {"cost": "1e12"}, "Write an amount in euro"),
        (("budget", "cost"), {"cost": "1000000000000"}, "It can be at most"),
        (("network", "partners"), partners(200), "At most 5 rows"),
    ],
    ids=["paste", "minus", "exponent", "trillion", "partners"],
)
def test_an_answer_that_does_not_hold_is_kept_and_told(
    send: Send, draft: Submission, question: tuple[str, str], data: dict[str, Any], words: str
) -> None:
    section, key = question
    answer = send(section, data)
    assert answer.status_code == 200
    assert words in answer.content.decode().replace("&#x27;", "'")
    kept = Answer.objects.get(sheet=draft.sheet, question__key=key)
    assert kept.value is None
    assert len(kept.raw or "") == 200 if key == "partners" else kept.raw == data[key]
    shown = next(
        each for part in readable(draft.sheet, "en") for each in part.answers if each.key == key
    )
    # Whoever reads the draft or its PDF finds what was typed, and why it does not count yet.
    assert words.replace("'", "") in shown.error.replace("’", "").replace("'", "")
    assert ("Ente 199" if key == "partners" else str(data[key])[:200]) in shown.text


@pytest.mark.rule("C2")
@pytest.mark.parametrize(
    ("section", "typed", "value"),
    [
        ("budget", {"cost": "1.234,56 €"}, "1234.56"),
        ("idea", {"need": "Prima\x00 dopo"}, "Prima dopo"),
    ],
    ids=["italian", "zero byte"],
)
def test_what_can_be_understood_is(
    send: Send, draft: Submission, section: str, typed: dict[str, Any], value: str
) -> None:
    send(section, typed)
    assert Answer.objects.get(sheet=draft.sheet, question__key=next(iter(typed))).value == value


@pytest.mark.rule("C2")
def test_a_section_of_which_the_session_expired_comes_back_with_the_page(
    draft: Submission, programme: Programme
) -> None:
    kwargs = {"slug": programme.slug, "key": draft.pk, "section": "idea"}
    url = reverse("calls:submission_section", kwargs=kwargs)
    typed = {"need": ODD, "revision": "0", "seen": "{}"}
    answer = Client().post(url, typed, headers={"Origin": "http://testserver"})
    assert ODD in answer.content.decode()
    assert not Answer.objects.filter(sheet=draft.sheet, question__key="need").exists()


@pytest.mark.rule("C2")
def test_emoji_and_right_to_left_answers_are_answers(send: Send, draft: Submission) -> None:
    answer = send("idea", {"need": ODD})
    assert answer.status_code in {200, 302}
    assert Answer.objects.get(sheet=draft.sheet, question__key="need").value == ODD
