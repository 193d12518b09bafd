"""What a person typed becomes a value, or stays as typed with an error that says what to do."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.questionnaires.reading import clean, is_empty, read
from core.questionnaires.spec import QuestionSpec

FOOD = [{"key": "food", "label": "Cibo"}, {"key": "school", "label": "Scuola"}]
BUDGET = {"type": "table", "preset": "budget"}


def question(kind: str = "text", **more: Any) -> QuestionSpec:
    return QuestionSpec.model_validate({"key": "q", "type": kind, "label": "?", **more})


@pytest.fixture(autouse=True)
def _italian() -> Any:
    with translation.override("it"):
        yield


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "  Ciao  ", "Ciao"),
        ("text", "   ", None),
        ("text", "a\x00b\x07c", "abc"),
        ("text", "perche\u0301", "perch\u00e9"),
        ("text", "\ud83d", "\ufffd"),
        ("long_text", "riga\r\nriga\rfine 👩🏽‍🌾 مرحبا", "riga\nriga\nfine 👩🏽‍🌾 مرحبا"),
        ("number", "1.234,50", "1234.5"),
        ("number", "1234", "1234"),
        ("number", "1.234", "1234"),
        ("number", "-3,5", "-3.5"),
        ("number", "−3", "-3"),
        ("number", "0", "0"),
        ("number", "\u0663", "3"),
        ("number", "-0", "0"),
        ("number", "1,234,567.8", "1234567.8"),
        ("money", "1.234,50", "1234.50"),
        ("money", "€ 1 234,5", "1234.50"),
        ("money", "9.000 EUR", "9000.00"),
        ("money", "1234.50", "1234.50"),
        ("money", "0", "0.00"),
        ("date", "2021-02-15", "2021-02-15"),
        ("date", "15/2/2021", "2021-02-15"),
        ("date", "15.02.2021", "2021-02-15"),
        ("yes_no", "yes", True),
        ("yes_no", "Sì", True),
        ("yes_no", "no", False),
        ("yes_no", False, False),
        ("yes_no", "", None),
    ],
)
def test_it_is_read(kind: str, typed: Any, value: Any) -> None:
    reading = read(question(kind), typed)
    assert (reading.value, reading.raw, reading.error) == (value, None, "")


@pytest.mark.parametrize(
    ("spec", "typed"),
    [
        (question("number"), "molti"),
        (question("number"), "1.23,4.5"),
        (question("number"), "12abc"),
        (question("number"), "1e12"),
        (question("number"), "9" * 13),
        (question("number", limits={"decimals": 0}), "2,5"),
        (question("number", limits={"min_value": 1}), "0"),
        (question("money"), "-1"),
        (question("money"), "1e12"),
        (question("money"), "1000000000000"),
        (question("money"), "10,005"),
        (question("money"), "NaN"),
        (question("money", limits={"max_value": 30000}), "30.000,01"),
        (question("date"), "31/02/2021"),
        (question("date"), "domani"),
        (question("date", limits={"earliest": "2021-01-01"}), "2020-12-31"),
        (question("date", limits={"latest": "2021-12-31"}), "1/1/2022"),
        (question("yes_no"), "forse"),
        (question("choice", choices=FOOD), "cibo"),
        (question("multiple_choice", choices=FOOD), ["food", "x"]),
        (question("multiple_choice", choices=FOOD, limits={"max_choices": 1}), ["food", "school"]),
        (question("multiple_choice", choices=FOOD, limits={"min_choices": 2}), ["food"]),
        (question("text", limits={"max_chars": 3}), "quattro"),
        (question("text", limits={"min_chars": 9}), "tre"),
        (question("long_text", limits={"max_words": 2}), "uno due tre"),
        (question("long_text", limits={"min_words": 2}), "uno"),
        (question("file"), [{"document": "x"}]),
        (question("file"), "x"),
        (question(**BUDGET), "x"),
        (question(**BUDGET), [{"item": "", "requested": "5"}]),
        (question(**BUDGET), [{"item": "Affitto", "requested": "-1"}]),
        (question(**BUDGET, limits={"max_total": 10}), [{"item": "Affitto", "requested": "11"}]),
        (
            question(**BUDGET, limits={"max_rows": 1}),
            [{"item": "A", "requested": "1"}, {"item": "B", "requested": "1"}],
        ),
        (question(**BUDGET, limits={"min_rows": 2}), [{"item": "A", "requested": "1"}]),
    ],
)
def test_what_cannot_be_read_stays_as_typed_with_words(spec: QuestionSpec, typed: Any) -> None:
    reading = read(spec, typed)
    assert reading.value is None
    assert reading.raw == typed
    assert reading.error


def test_a_pasted_book_is_kept_and_told_how_long_it_is() -> None:
    book = "parola " * 10_000
    reading = read(question("long_text", limits={"max_words": 400}), book)
    assert reading.raw == book
    assert "10000" in reading.error


def test_a_table_says_which_row_and_column_is_wrong() -> None:
    rows = [{"item": "Affitto", "requested": "500"}, {"item": "Cibo", "requested": "tanto"}]
    assert "2" in read(question(**BUDGET), rows).error
    assert "Contributo richiesto" in read(question(**BUDGET), rows).error


def test_empty_rows_are_not_rows() -> None:
    rows = [{"item": "", "requested": ""}, {"item": "Cibo", "requested": "1.000", "altro": "x"}]
    value = read(question(**BUDGET), rows).value
    assert value == [{"item": "Cibo", "requested": "1000.00", "cofinancing": None}]


@given(st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2))
def test_any_amount_is_read_back_as_it_was_written(amount: Decimal) -> None:
    italian = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    assert read(question("money"), italian).value == f"{amount:.2f}"


@given(st.text(max_size=200))
def test_any_text_can_be_stored_and_reading_it_again_changes_nothing(text: str) -> None:
    once = read(question("long_text"), text)
    assert "\x00" not in str(once.value)
    str(once.value).encode()
    assert read(question("long_text"), once.value) == once


def test_clean_goes_into_everything() -> None:
    assert clean({"a\x00": ["b\x00", {"c": 1}]}) == {"a": ["b", {"c": 1}]}


@pytest.mark.parametrize(
    "typed", ["", " \n", "\u200b", "\u3164", "\u200d\ufeff", ["\u200b"], {"a": "\u2800"}]
)
def test_what_nobody_sees_is_no_answer(typed: Any) -> None:
    assert is_empty(typed)


@pytest.mark.parametrize(
    "typed", ["\U0001f469\u200d\U0001f33e", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"]
)
def test_a_joiner_inside_a_word_or_an_emoji_stays(typed: str) -> None:
    assert not is_empty(typed)
    assert read(question("text"), typed).value == typed
