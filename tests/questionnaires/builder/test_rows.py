"""Rows of a question put in order one at a time, and what was taken out put back."""

import pytest

from core.questionnaires.builder.rows import arranged
from core.questionnaires.models import RemovedPart
from tests.questionnaires.builder.conftest import Builder

TYPED = {
    "choices-0-key": "a", "choices-0-label_it": "A", "choices-1-key": "b",
    "choices-1-label_it": "B", "choices-2-key": "", "choices-2-label_it": "C", "label_it": "Q",
}  # fmt: skip


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("up-0", "ABC"),
        ("up-2", "ACB"),
        ("down-0", "BAC"),
        ("down-2", "ABC"),
        ("remove-1", "AC"),
        ("to-2-0", "CAB"),
        ("add", "ABC-"),
        ("remove-9", "ABC"),
        ("to-x", "ABC"),
        ("", "ABC"),
    ],
)
def test_a_row_moves_with_what_was_typed_in_it(act: str, words: str) -> None:
    data, count = arranged("choices", {**TYPED, "row_act": act})
    assert "".join(data.get(f"choices-{row}-label_it", "-") for row in range(count)) == words
    assert data["label_it"] == "Q"


def test_a_moved_row_comes_back_and_nothing_is_saved(builder: Builder) -> None:
    before = builder.question("themes").spec
    typed = {**TYPED, "row_act": "down-0"}
    answer = builder.post("form_question_change", typed, question="themes")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "error-summary" not in page
    assert [row["label"].value()[0] for row in answer.context["form"].rows.forms] == ["B", "A", "C"]
    assert builder.question("themes").spec == before


def test_what_is_taken_out_is_put_back_where_it_stood(builder: Builder) -> None:
    order, other = builder.order(), builder.question("other_theme")
    depends = other.spec.condition
    for key in ("other_theme", "themes"):
        assert builder.post("form_question_remove", question=key).status_code == 302
    page = builder.get().content.decode()
    assert "Taken out of this draft" in page
    for part in RemovedPart.objects.all():  # the last one first: the condition finds its question
        assert builder.post("form_restore", {"part": str(part.pk)}).status_code == 302
    assert builder.order() == order
    assert builder.question("other_theme").spec.condition == depends
    assert not RemovedPart.objects.exists()
    assert builder.post("form_restore", {"part": "no"}).status_code == 302


def test_a_section_comes_back_with_its_questions(builder: Builder) -> None:
    builder.post("form_question_remove", question="other_theme")
    order = builder.order()
    key = builder.question("themes").section.key
    assert builder.post("form_section_remove", section=key).status_code == 302
    part = RemovedPart.objects.all()[0]
    assert builder.post("form_restore", {"part": str(part.pk)}).status_code == 302
    assert builder.order() == order
    assert RemovedPart.objects.count() == 1
