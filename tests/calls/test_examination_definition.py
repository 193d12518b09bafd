"""The terms of the examination travel in the definition: what is written there is what the call has."""

from typing import Any

import pytest
from django.utils import translation
from pydantic import TypeAdapter, ValidationError

from calls.definition import CallSection, SelectionSection, export_calls, load_calls
from calls.models import Call
from calls.queries.admissibility import requirements_of
from calls.queries.integration import examination_rule
from core.programmes.models import Programme

FORM: dict[str, Any] = {
    "key": "modulo",
    "title": "Modulo",
    "sections": [
        {
            "key": "una",
            "title": "Una",
            "questions": [
                {"key": "il_bisogno", "type": "text", "label": "B", "scoring_hint": "Fatti?"},
                {"key": "la_rete", "type": "text", "label": "R"},
            ],
        }
    ],
}
CALLS: TypeAdapter[tuple[CallSection, ...]] = TypeAdapter(tuple[CallSection, ...])


def written(examination: dict[str, Any] | None, **changes: Any) -> tuple[CallSection, ...]:
    row = {"key": "proposte", "kind": "proposals", "title": "Proposte", "form": FORM} | changes
    return CALLS.validate_python([row | ({"examination": examination} if examination else {})])


TERMS: list[dict[str, Any]] = [
    {},
    {"untouchable": ["la_rete"], "integration_days": 3, "review_days": 15},
    {"untouchable": []},
    {
        "offers_observations": True,
        "observation_days": 12,
        "shows_comments": True,
        "talk": {"it": "Parliamone.", "en": "Let us talk."},
        "requirements": [{"key": "sede", "label": {"it": "Ha sede qui", "en": "It sits here"}}],
    },
]


@pytest.mark.parametrize("terms", TERMS, ids=["usual", "own", "none judged", "offered"])
def test_a_call_has_the_terms_of_its_definition_and_gives_them_back(
    terms: dict[str, Any], programme: Programme
) -> None:
    data = written({"integration_days": 10} | terms)
    load_calls(data, by=None)
    assert CALLS.validate_python(export_calls()) == data
    call = Call.objects.get()
    rule = examination_rule(call)
    assert rule.untouchable == terms.get("untouchable", ["il_bisogno"])
    assert rule.observation_days == terms.get("observation_days", 10)
    assert [row.key for row in requirements_of(call)] == [
        row["key"] for row in terms.get("requirements", ())
    ]


def test_a_call_without_terms_follows_the_usual_ones(programme: Programme) -> None:
    load_calls(written(None), by=None)
    assert examination_rule(Call.objects.get())._state.adding
    assert "examination" not in export_calls()[0]


WRONG: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"untouchable": ["chissà"]}, {}, "untouchable"),
    ({"untouchable": ["altra"]}, {}, "is not a question of this form"),
    ({"integration_days": 0}, {}, "integration_days"),
    ({"integration_days": 31}, {}, "integration_days"),
    ({"observation_days": 9}, {}, "observation_days"),
    ({"review_days": 10}, {"kind": "ideas"}, "ideas are not examined"),
    ({"requirements": [{"key": "a", "label": "A"}] * 2}, {}, "stands twice"),
]


@pytest.mark.parametrize(("terms", "changes", "words"), WRONG)
def test_wrong_terms_are_refused(
    terms: dict[str, Any], changes: dict[str, Any], words: str, db: None
) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match=words):
        written(terms, **changes)


def test_a_question_with_an_underscore_can_be_masked_and_judged(db: None) -> None:
    criteria = [{"key": "uno", "title": "Uno", "weight": 100, "questions": ["la_rete"]}]
    row = {"call": "proposte", "criteria": criteria, "masked_questions": ["la_rete"]}
    context = {"known": {"calls": frozenset({"proposte"})}}
    found = SelectionSection.model_validate(row, context=context)
    assert found.masked_questions == found.criteria[0].questions == ("la_rete",)
