"""What is asked, missing, canonical, readable."""

import hashlib
import json
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from core.documents.domain.files import store
from core.documents.queries import description
from core.programmes.models import Programme
from core.questionnaires import queries
from core.questionnaires.domain.sheets import save_answers, start_sheet
from core.questionnaires.enums import Comparison
from core.questionnaires.readable import columns, readable, row
from core.questionnaires.spec import ConditionSpec
from tests.factories import documents as files
from tests.factories.people import user
from tests.factories.questionnaires import COMPLETE, sheet


@pytest.mark.parametrize(
    ("comparison", "value", "answer", "expected"),
    [
        (Comparison.IS, "food", "food", True),
        (Comparison.IS, "food", "school", False),
        (Comparison.IS, False, False, True),
        (Comparison.IS, True, None, False),
        (Comparison.IS_NOT, "food", "school", True),
        (Comparison.IS_NOT, "food", None, False),
        (Comparison.CONTAINS, "food", ["food", "school"], True),
        (Comparison.CONTAINS, "food", ["school"], False),
        (Comparison.AT_LEAST, 3, "3", True),
        (Comparison.AT_LEAST, 3, "2.99", False),
        (Comparison.FILLED, None, "x", True),
        (Comparison.FILLED, None, " ", False),
        (Comparison.FILLED, None, [], False),
    ],
)
def test_a_condition_holds(comparison: Comparison, value: Any, answer: Any, expected: bool) -> None:
    condition = ConditionSpec(question="q", comparison=comparison, value=value)
    assert queries.holds(condition, answer) is expected


def test_missing_points_to_the_place(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada, answers={**COMPLETE, "with_partners": "yes", "themes": ["other"]})
    found = [(each.section_key, each.question_key, each.anchor) for each in queries.missing(filled)]
    assert found == [
        ("network", "partners", "id_partners-0-name"),
        ("idea", "other_theme", "id_other_theme"),
    ]
    links = queries.missing_links(filled, lambda key: f"/bozza/{key}/")
    assert links[0].url == "/bozza/network/#id_partners-0-name"
    text = render_to_string("questionnaires/_missing.html", {"items": links})
    assert "/bozza/idea/#id_other_theme" in text
    assert render_to_string("questionnaires/_missing.html", {"items": []})


def test_progress_counts_what_is_asked(programme: Programme) -> None:
    filled = sheet(user(), answers={"with_partners": "no", "people": "x"})
    progress = {each.key: each for each in queries.section_progress(filled)}
    assert (progress["network"].asked, progress["network"].answered) == (2, 1)
    assert progress["network"].missing == 1
    assert progress["idea"].missing == 3
    assert progress["budget"].is_complete
    assert not progress["budget"].is_started


@pytest.mark.rule("C4")
def test_canonical_bytes_are_rebuilt_by_anyone(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada, answers={**COMPLETE, "need": "Perché così 👩🏽‍🌾"})
    document = store(files.upload("lettera.pdf"), about=filled, by=ada)
    save_answers(filled.pk, {"letter": [description(document)]}, 1, by=ada)
    found = queries.canonical(filled)
    expected = {
        "form": "idea",
        "version": 1,
        "answers": {
            "tax_code": "97500000015",
            "with_partners": False,
            "need": "Perché così 👩🏽‍🌾",
            "themes": ["food"],
            "people": "40",
            "letter": [
                {
                    "name": "lettera.pdf",
                    "sha256": hashlib.sha256(files.PDF).hexdigest(),
                    "size": len(files.PDF),
                }
            ],
        },
    }
    text = json.dumps(expected, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert found == text.encode()
    assert queries.canonical_digest(filled) == hashlib.sha256(found).hexdigest()


@pytest.mark.rule("C4")
def test_the_order_of_saves_leaves_no_trace(programme: Programme) -> None:
    ada = user()
    first = sheet(ada, answers=COMPLETE)
    second = start_sheet(first.version)
    for revision, (key, value) in enumerate(reversed(COMPLETE.items())):
        save_answers(second.pk, {key: value}, revision, by=ada)
    assert queries.canonical(first) == queries.canonical(second)


def test_answers_in_words_in_both_languages(programme: Programme) -> None:
    ada = user()
    lines = [
        {"item": "Affitto", "requested": "1.000", "cofinancing": "5,50"},
        {"item": "Cibo", "requested": "234,5"},
    ]
    filled = sheet(
        ada, answers={**COMPLETE, "lines": lines, "starts_on": "2021-03-01", "place": "outdoors"}
    )
    italian = {each.key: each for part in readable(filled) for each in part.answers}
    assert italian["people"].text == "40 persone"
    assert italian["starts_on"].text == "1 marzo 2021"
    assert italian["place"].text == "All'aperto"
    assert italian["lines"].rows[0][1].replace("\xa0", " ") == "1.000,00 €"
    assert italian["lines"].totals[1].replace("\xa0", " ") == "1.234,50 €"
    assert italian["cost"].is_empty
    english = {each.key: each for part in readable(filled, "en") for each in part.answers}
    assert english["themes"].text == "Food"
    assert english["lines"].columns[1] == "Grant requested"
    assert english["starts_on"].text == "1 March 2021"
    with translation.override("it"):
        text = render_to_string("questionnaires/_readable.html", {"sections": readable(filled)})
    assert "Spazi dove incontrarsi" in text


def test_sheets_become_rows_in_few_queries(
    programme: Programme, django_assert_num_queries: Any
) -> None:
    ada = user()
    first = sheet(ada, answers={**COMPLETE, "with_partners": "no"})
    sheets = [first]
    heads = columns(first.version)
    assert heads[0] == ("tax_code", "Codice fiscale")
    for wanted in (3, 30):
        while len(sheets) < wanted:
            made = start_sheet(first.version)
            save_answers(made.pk, COMPLETE, 0, by=ada)
            sheets.append(made)
        with django_assert_num_queries(3):
            rows = [row(filled) for filled in queries.load_many(sheets).values()]
        assert len(rows) == wanted
        assert rows[-1]["themes"] == "Cibo"
        assert rows[-1]["partners"] == ""
