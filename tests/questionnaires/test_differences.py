"""Answers that travel between forms, and what differs between two sheets (C13)."""

from typing import Any

import pytest

from core.questionnaires import queries
from core.questionnaires.carrying import fitting
from core.questionnaires.differences import Change, counted, differences
from core.questionnaires.domain.sheets import copy_answers, save_answers, start_sheet
from core.questionnaires.models import AnswerSheet
from core.questionnaires.spec import QuestionnaireSpec, QuestionSpec
from tests.factories import people
from tests.factories.questionnaires import COMPLETE, IDEA, published_version, sheet

pytestmark = pytest.mark.rule("C13")
LABEL = {"it": "Domanda", "en": "Question"}


def question(kind: str, **more: Any) -> QuestionSpec:
    return QuestionSpec.model_validate({"key": "q", "type": kind, "label": LABEL, **more})


def choices(*keys: str) -> list[dict[str, Any]]:
    return [{"key": key, "label": LABEL} for key in keys]


@pytest.mark.parametrize(
    ("source", "target", "answer", "carried"),
    [
        (question("text"), question("text", required=False), "Orti", "Orti"),
        (question("text"), question("long_text"), "Orti", None),
        (question("text"), question("text"), None, None),
        (question("choice", choices=choices("a", "b")), question("choice", choices=choices("b")), "a", None),
        (question("choice", choices=choices("a", "b")), question("choice", choices=choices("b")), "b", "b"),
        (
            question("multiple_choice", choices=choices("a", "b", "c")),
            question("multiple_choice", choices=choices("b", "c")),
            ["a", "c"],
            ["c"],
        ),
        (
            question("multiple_choice", choices=choices("a")),
            question("multiple_choice", choices=choices("b")),
            ["a"],
            None,
        ),
        (
            question("table", columns=[{"key": "who", "label": LABEL}, {"key": "how", "label": LABEL}]),
            question("table", columns=[{"key": "who", "label": LABEL}, {"key": "why", "label": LABEL}]),
            [{"who": "Orti", "how": "insieme"}],
            [{"who": "Orti"}],
        ),
        (
            question("table", columns=[{"key": "n", "label": LABEL, "type": "number"}]),
            question("table", columns=[{"key": "n", "label": LABEL, "type": "money"}]),
            [{"n": "3"}],
            None,
        ),
    ],
)  # fmt: skip
def test_what_another_question_can_hold(
    source: QuestionSpec, target: QuestionSpec, answer: Any, carried: Any
) -> None:
    assert fitting(source, target, answer) == carried


@pytest.fixture
def pair(programme: object) -> tuple[AnswerSheet, AnswerSheet]:
    """A sheet, and another of a form that has lost its first section, with the answers carried over."""
    author = people.user()
    before = sheet(author, answers=COMPLETE)
    spec = QuestionnaireSpec.model_validate(
        {**IDEA, "key": "due", "sections": IDEA["sections"][1:]}
    )
    after = start_sheet(published_version(author, spec))
    copy_answers(source=before, target_id=after.pk, by=author)
    after.refresh_from_db()
    return before, after


def compare(pair: tuple[AnswerSheet, AnswerSheet]) -> Any:
    filled = queries.load_many(pair)
    return differences(filled[pair[0].pk], filled[pair[1].pk])


def test_carried_answers_are_the_same_and_what_is_not_asked_stands_last(
    pair: tuple[AnswerSheet, AnswerSheet],
) -> None:
    sections = compare(pair)
    assert counted(sections) == {
        Change.SAME: 3, Change.CHANGED: 0, Change.ADDED: 0, Change.REMOVED: 2,
    }  # fmt: skip
    assert sections[-1].title == ""
    assert {row.key for row in sections[-1].differences} == {"tax_code", "with_partners"}


def test_words_added_removed_and_emptied(pair: tuple[AnswerSheet, AnswerSheet]) -> None:
    _before, after = pair
    save_answers(
        after.pk,
        {"need": "Spazi\n\ndove cucinare", "themes": [], "cost": "900"},
        after.revision,
        by=None,
    )
    rows = {row.key: row for section in compare(pair) for row in section.differences}
    assert [(piece.text.strip(), piece.change) for piece in rows["need"].pieces] == [
        ("Spazi\n\ndove", Change.SAME),
        ("incontrarsi", Change.REMOVED),
        ("cucinare", Change.ADDED),
    ]
    assert rows["themes"].change == Change.REMOVED
    assert rows["cost"].change == Change.ADDED
    assert "\n\n" in rows["need"].pieces[0].text, "paragraphs stay paragraphs"


def test_very_long_texts_stand_beside_each_other(pair: tuple[AnswerSheet, AnswerSheet]) -> None:
    _before, after = pair
    filled = queries.load_many(pair)
    long = "parola " * 2000
    filled[after.pk].answers["need"].value = long
    row = differences(filled[pair[0].pk], filled[after.pk])[0].differences[0]
    assert (row.change, row.pieces) == (Change.CHANGED, ())
