"""A form as data: what is taken, what is refused and where the error points."""

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from core.questionnaires.effort import minutes_of
from core.questionnaires.enums import QuestionType, TablePreset
from core.questionnaires.presets import PRESETS
from core.questionnaires.spec import LIMITS_OF, MOST_MINUTES, QuestionnaireSpec
from tests.factories.questionnaires import IDEA, idea_spec


def form(*questions: dict[str, Any]) -> QuestionnaireSpec:
    asked = [{"label": "?", "type": "text", **question} for question in questions]
    return QuestionnaireSpec.model_validate(
        {"key": "x", "title": "X", "sections": [{"key": "a", "title": "A", "questions": asked}]}
    )


def test_it_travels_through_json_unchanged() -> None:
    spec = idea_spec()
    data = spec.model_dump(mode="json", exclude_defaults=True)
    assert QuestionnaireSpec.model_validate(data) == spec


def test_an_unknown_key_is_refused_with_its_place() -> None:
    data = copy.deepcopy(IDEA)
    data["sections"][1]["questions"][0]["colour"] = "red"
    with pytest.raises(ValidationError) as refused:
        QuestionnaireSpec.model_validate(data)
    assert refused.value.errors()[0]["loc"] == ("sections", 1, "questions", 0, "colour")


YES = {"question": "a", "value": True}


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ([{"key": "a"}, {"key": "a"}], "question a stands twice"),
        ([{"key": "b", "condition": YES}], "does not exist"),
        ([{"key": "b", "condition": YES}, {"key": "a", "type": "yes_no"}], "not asked before"),
        ([{"key": "a", "condition": YES}], "not asked before"),
        (
            [
                {"key": "a", "condition": {"question": "b", "comparison": "filled"}},
                {"key": "b", "condition": {"question": "a", "comparison": "filled"}},
            ],
            "not asked before",
        ),
        ([{"key": "a"}, {"key": "b", "condition": YES}], "can't use is"),
        (
            [{"key": "a", "type": "yes_no"}, {"key": "b", "condition": {**YES, "value": "forse"}}],
            "no answer to it",
        ),
        (
            [
                {"key": "a", "type": "number"},
                {"key": "b", "condition": {**YES, "comparison": "at_least", "value": "molti"}},
            ],
            "no answer to it",
        ),
        (
            [
                {"key": "a"},
                {"key": "b", "condition": {**YES, "comparison": "filled"}},
            ],
            "only asks for an answer",
        ),
        ([{"key": "a", "type": "choice"}], "choices"),
        ([{"key": "a", "choices": [{"key": "x", "label": "X"}]}], "choices"),
        ([{"key": "a", "type": "table"}], "columns"),
        ([{"key": "a", "preset": "budget"}], "columns"),
        ([{"key": "a", "limits": {"max_value": 3}}], "no max_value"),
        ([{"key": "a", "limits": {"min_words": 5, "max_words": 3}}], "min_words is greater"),
        (
            [
                {
                    "key": "a",
                    "type": "date",
                    "limits": {"earliest": "2021-03-01", "latest": "2021-02-01"},
                }
            ],
            "earliest comes after",
        ),
        (
            [{"key": "a", "type": "table", "columns": [{"key": "c", "label": "C", "total": True}]}],
            "have a total",
        ),
    ],
)
def test_what_does_not_hold_together_is_refused(
    questions: list[dict[str, Any]], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        form(*questions)


def test_a_preset_brings_its_columns() -> None:
    for preset in TablePreset:
        spec = form({"key": "t", "type": "table", "preset": preset.value})
        assert [column.key for column in spec.questions[0].columns] == [
            column["key"] for column in PRESETS[preset]
        ]


def test_resources_are_of_the_five_kinds() -> None:
    spec = form({"key": "t", "type": "table", "preset": "resources"})
    kinds = [choice.key for choice in spec.questions[0].columns[0].choices]
    assert kinds == ["economic", "logistic", "equipment", "organisational", "professional"]


def test_every_type_says_which_limits_it_has() -> None:
    assert set(LIMITS_OF) == set(QuestionType)


def test_a_section_never_says_more_minutes_than_it_may() -> None:
    long = {"type": "long_text", "limits": {"max_words": 19_000}}
    [section] = form(*({"key": f"q{number}", **long} for number in range(3))).sections
    assert minutes_of(section.questions) == MOST_MINUTES
