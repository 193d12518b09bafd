"""A form as data: what a programme's definition writes, what a version is built from and exported to.

    key = "idee"
    title = {it = "Raccolta di idee", en = "Call for ideas"}
    [[sections]]
    key = "idea"
    title = {it = "L'idea", en = "The idea"}
    minutes = 20
    [[sections.questions]]
    key = "bisogno"
    type = "long_text"
    label = {it = "A quale bisogno rispondete?", en = "Which need do you answer?"}
    limits = {max_words = 400}

Unknown keys are refused. Keys of questions are unique in the whole form. A question may depend only on
one that is asked before it, so no circle can arise. While a form is being written a section may have no
question yet; the publication asks for one.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from core.programmes.definition import Strict, Words
from core.questionnaires.enums import ColumnType, Comparison, QuestionType, TablePreset
from core.questionnaires.presets import PRESETS

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
FormKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]

MOST_MINUTES = 600
"""What one section may say that it takes."""

LIMITS_OF: dict[QuestionType, frozenset[str]] = {
    QuestionType.TEXT: frozenset({"min_chars", "max_chars", "min_words", "max_words"}),
    QuestionType.LONG_TEXT: frozenset({"min_chars", "max_chars", "min_words", "max_words"}),
    QuestionType.NUMBER: frozenset({"min_value", "max_value", "decimals"}),
    QuestionType.MONEY: frozenset({"min_value", "max_value"}),
    QuestionType.DATE: frozenset({"earliest", "latest"}),
    QuestionType.CHOICE: frozenset(),
    QuestionType.MULTIPLE_CHOICE: frozenset({"min_choices", "max_choices"}),
    QuestionType.YES_NO: frozenset(),
    QuestionType.FILE: frozenset({"min_files", "max_files", "max_mb", "kinds"}),
    QuestionType.TABLE: frozenset({"min_rows", "max_rows", "max_total"}),
}
COMPARISONS_OF: dict[QuestionType, frozenset[Comparison]] = {
    QuestionType.CHOICE: frozenset({Comparison.IS, Comparison.IS_NOT, Comparison.FILLED}),
    QuestionType.YES_NO: frozenset({Comparison.IS, Comparison.IS_NOT, Comparison.FILLED}),
    QuestionType.MULTIPLE_CHOICE: frozenset({Comparison.CONTAINS, Comparison.FILLED}),
    QuestionType.NUMBER: frozenset({Comparison.AT_LEAST, Comparison.FILLED}),
    QuestionType.MONEY: frozenset({Comparison.AT_LEAST, Comparison.FILLED}),
}


class ChoiceSpec(Strict):
    key: Key
    label: Words


def _number_as_text(value: Any) -> Any:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return str(value) if is_number else value


class ConditionSpec(Strict):
    """`{question = "partners", value = true}`: the question that carries it is asked only then.

    `value` is the key of a choice, true or false, or a number.
    """

    question: Key
    comparison: Comparison = Comparison.IS
    value: Annotated[bool | str | None, BeforeValidator(_number_as_text)] = None


class LimitsSpec(Strict):
    """Bounds of an answer; which of them a question may carry depends on its type (`LIMITS_OF`).

    `max_mb` is megabytes of one file, `kinds` names extensions without the dot, `earliest` and
    `latest` are ISO days, `max_total` bounds the sum of a table's first column that has a total.
    """

    min_chars: Annotated[int, Field(ge=1)] | None = None
    max_chars: Annotated[int, Field(ge=1, le=100_000)] | None = None
    min_words: Annotated[int, Field(ge=1)] | None = None
    max_words: Annotated[int, Field(ge=1, le=20_000)] | None = None
    min_value: Decimal | None = None
    max_value: Decimal | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None
    earliest: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    latest: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    min_choices: Annotated[int, Field(ge=1)] | None = None
    max_choices: Annotated[int, Field(ge=1)] | None = None
    min_files: Annotated[int, Field(ge=1)] | None = None
    max_files: Annotated[int, Field(ge=1, le=50)] | None = None
    max_mb: Annotated[int, Field(ge=1)] | None = None
    kinds: tuple[str, ...] | None = None
    min_rows: Annotated[int, Field(ge=1)] | None = None
    max_rows: Annotated[int, Field(ge=1, le=200)] | None = None
    max_total: Decimal | None = None

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        for name in ("chars", "words", "value", "choices", "files", "rows"):
            low, high = getattr(self, f"min_{name}"), getattr(self, f"max_{name}")
            if low is not None and high is not None and low > high:
                raise ValueError(f"min_{name} is greater than max_{name}")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError("earliest comes after latest")
        return self


class ColumnSpec(Strict):
    """A column of a table; `total` adds it up under the rows (numbers and amounts only)."""

    key: Key
    label: Words
    type: ColumnType = ColumnType.TEXT
    required: bool = True
    choices: tuple[ChoiceSpec, ...] = ()
    unit: str = ""
    total: bool = False

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if (self.type == ColumnType.CHOICE) != bool(self.choices):
            raise ValueError("choices are for columns of type choice, which need them")
        if self.total and self.type not in {ColumnType.NUMBER, ColumnType.MONEY}:
            raise ValueError("only numbers and amounts have a total")
        _unique((choice.key for choice in self.choices), "choice")
        return self


RADIOS = 7


class QuestionSpec(Strict):
    """One question. `ask_once` names where the answer may already be known, as
    "organisation.codice_fiscale"; `scoring_hint` is shown to whoever scores, never to applicants;
    an `identifying` answer tells who applies: a blind reading masks it."""

    key: Key
    type: QuestionType
    label: Words
    help: Words | None = None
    required: bool = True
    limits: LimitsSpec = LimitsSpec()
    choices: tuple[ChoiceSpec, ...] = ()
    preset: TablePreset | None = None
    columns: tuple[ColumnSpec, ...] = ()
    condition: ConditionSpec | None = None
    unit: str = ""
    scoring_hint: Words | None = None
    ask_once: str = ""
    identifying: bool = False

    @property
    def shows_all_choices(self) -> bool:
        """Whether its choices stand all on the page; more go into a list."""
        return len(self.choices) <= RADIOS

    @model_validator(mode="before")
    @classmethod
    def _columns_of_the_preset(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("columns") and data.get("preset") in PRESETS:
            return {**data, "columns": PRESETS[TablePreset(data["preset"])]}
        return data

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        chosen = self.type in {QuestionType.CHOICE, QuestionType.MULTIPLE_CHOICE}
        if chosen != bool(self.choices):
            raise ValueError("choices are for questions of type choice, which need them")
        if (self.type == QuestionType.TABLE) != bool(self.columns):
            raise ValueError(
                "columns (or a preset) are for questions of type table, which need them"
            )
        foreign = self.limits.model_dump(exclude_none=True).keys() - LIMITS_OF[self.type]
        if foreign:
            raise ValueError(f"a {self.type.value} question has no {', '.join(sorted(foreign))}")
        _unique((choice.key for choice in self.choices), "choice")
        _unique((column.key for column in self.columns), "column")
        return self


class SectionSpec(Strict):
    """A page of the form; `minutes` is how long it takes to fill in."""

    key: Key
    title: Words
    intro: Words | None = None
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] = 5
    questions: tuple[QuestionSpec, ...]


class QuestionnaireSpec(Strict):
    key: FormKey
    title: Words
    sections: tuple[SectionSpec, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        _unique((section.key for section in self.sections), "section")
        _unique((question.key for question in self.questions), "question")
        asked: dict[str, QuestionSpec] = {}
        for question in self.questions:
            if question.condition:
                _check_condition(question, asked, {each.key for each in self.questions})
            asked[question.key] = question
        return self

    @property
    def questions(self) -> tuple[QuestionSpec, ...]:
        return tuple(question for section in self.sections for question in section.questions)


def _check_condition(
    question: QuestionSpec, asked: dict[str, QuestionSpec], known: set[str]
) -> None:
    condition = question.condition
    assert condition is not None
    place = f"question {question.key}: its condition"
    if condition.question not in known:
        raise ValueError(f"{place} names {condition.question}, which does not exist")
    if condition.question not in asked:
        raise ValueError(f"{place} names {condition.question}, which is not asked before it")
    if reason := mismatch(condition, asked[condition.question]):
        raise ValueError(f"{place} {reason}")


def mismatch(condition: ConditionSpec, target: QuestionSpec) -> str:
    """Why the condition can't look at the answer of `target`, for whoever writes a file; "" if it can."""
    if condition.comparison not in comparisons_of(target.type):
        return f"can't use {condition.comparison.value} on a {target.type.value}"
    if condition.comparison == Comparison.FILLED:
        return "" if condition.value is None else "has a value, but only asks for an answer"
    if not _comparable(target, condition.value):
        return f"compares with {condition.value!r}, which is no answer to it"
    return ""


def comparisons_of(kind: QuestionType) -> frozenset[Comparison]:
    """How the answer to a question of this type can be looked at."""
    return COMPARISONS_OF.get(kind, frozenset({Comparison.FILLED}))


def _comparable(target: QuestionSpec, value: bool | str | None) -> bool:
    if target.type == QuestionType.YES_NO:
        return isinstance(value, bool)
    if target.choices:
        return value in {choice.key for choice in target.choices}
    return isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


def _unique(keys: Iterable[str], noun: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"{noun} {key} stands twice")
        seen.add(key)
