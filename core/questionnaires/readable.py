"""Answers in words, for pages, PDFs and the columns of a spreadsheet, in the language asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import formats, translation
from django.utils.translation import gettext as _

from core.documents.queries import urls_of
from core.questionnaires.enums import ColumnType, Comparison, QuestionType
from core.questionnaires.models import AnswerSheet, Question, Version
from core.questionnaires.queries import Filled, load, questions_of
from core.questionnaires.reading import day_said, is_empty, read
from core.questionnaires.spec import ChoiceSpec, ColumnSpec, ConditionSpec, QuestionSpec
from core.ui.wording import money_text

NO_ANSWER = "—"


@dataclass(frozen=True)
class ReadableFile:
    name: str
    url: str
    size: str
    sha256: str


@dataclass(frozen=True)
class ReadableAnswer:
    """One answer as people read it. `text` always says it in plain words; `is_markdown` tells that it
    may be drawn richer, `columns`/`rows`/`totals` draw a table, `files` have their addresses; `links` are
    words and addresses of where else on the page it is spoken of. `error` says why an answer of a draft
    does not count as it stands: `text` is then what was typed."""

    key: str
    label: str
    text: str
    is_empty: bool
    is_markdown: bool = False
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    totals: tuple[str, ...] = ()
    files: tuple[ReadableFile, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    error: str = ""

    def labelled_rows(self) -> list[list[tuple[str, str]]]:
        """Heading and text of each cell, row by row: on a phone a row is a card."""
        return [list(zip(self.columns, cells, strict=True)) for cells in self.rows]

    def labelled_totals(self) -> list[tuple[str, str]]:
        return list(zip(self.columns, self.totals, strict=True))


@dataclass(frozen=True)
class ReadableSection:
    key: str
    title: str
    answers: tuple[ReadableAnswer, ...]


def readable(sheet: AnswerSheet | Filled, language: str = "it") -> list[ReadableSection]:
    """The sheet in words: every question asked, answered or not, section by section."""
    filled = sheet if isinstance(sheet, Filled) else load(sheet)
    urls = urls_of(_documents(filled))
    with translation.override(language):
        return [
            ReadableSection(
                section.key,
                str(section.title),
                tuple(
                    _typed(question, filled) or _answer(question, filled.value(question.key), urls)
                    for question in filled.of_section(section)
                    if question.key in filled.visible
                ),
            )
            for section in filled.sections
        ]


def columns(version: Version, language: str = "it") -> list[tuple[str, str]]:
    """Key and heading of each column when sheets of this version become rows, in the order of the form;
    then what only earlier versions asked, since the sheets sent on them keep it."""
    earlier = Question.objects.filter(
        version__questionnaire=version.questionnaire_id, version__number__lt=version.number
    )
    with translation.override(language):
        found: dict[str, str] = {}
        for question in (
            *questions_of(version),
            *earlier.order_by("-version__number", "section__position", "position"),
        ):
            found.setdefault(question.key, str(question.label))
        return list(found.items())


def row(filled: Filled, language: str = "it") -> dict[str, str]:
    """Key → plain text, for the columns of `columns`; what was not asked is empty."""
    with translation.override(language):
        return {
            question.key: text_of(question.spec, filled.value(question.key))
            if question.key in filled.visible
            else ""
            for question in filled.questions
        }


def text_of(spec: QuestionSpec, value: Any) -> str:
    """An answer in plain words of the active language; "" for none."""
    if value is None:
        return ""
    match spec.type:
        case QuestionType.TABLE:
            return "\n".join("; ".join(cells) for cells in _rows(spec, value))
        case QuestionType.FILE:
            return ", ".join(each["name"] for each in value)
        case QuestionType.MULTIPLE_CHOICE:
            return ", ".join(_label(spec.choices, key) for key in value)
        case _:
            return _plain(spec.type.value, spec.choices, value, spec.unit)


def condition_text(condition: ConditionSpec, target: QuestionSpec) -> str:
    """When a question is asked, in words: “Only if you answered “Yes” to “Do you have partners?””."""
    words = {"question": str(target.label), "answer": ""}
    if condition.comparison == Comparison.FILLED:
        return _("Only if you answered “%(question)s”.") % words
    if target.type in {QuestionType.CHOICE, QuestionType.MULTIPLE_CHOICE}:
        words["answer"] = _label(target.choices, str(condition.value))
    else:
        words["answer"] = _plain(target.type.value, (), condition.value, target.unit)
    match condition.comparison:
        case Comparison.IS_NOT:
            return _("Only if the answer to “%(question)s” is not “%(answer)s”.") % words
        case Comparison.CONTAINS:
            return _("Only if you chose “%(answer)s” among “%(question)s”.") % words
        case Comparison.AT_LEAST:
            return _("Only if the answer to “%(question)s” is at least %(answer)s.") % words
        case _:
            return _("Only if the answer to “%(question)s” is “%(answer)s”.") % words


def _typed(question: Question, filled: Filled) -> ReadableAnswer | None:
    """What a draft holds but can't be read: as it was typed, with the reason."""
    answer = filled.answers.get(question.key)
    if answer is None or is_empty(answer.raw):
        return None
    error = read(question.spec, answer.raw).error
    text = _as_typed(answer.raw)
    return ReadableAnswer(question.key, str(question.label), text, is_empty=False, error=error)


def _as_typed(raw: Any) -> str:
    if isinstance(raw, Mapping):
        return "; ".join(str(each) for each in raw.values() if not is_empty(each))
    if isinstance(raw, list):
        return "\n".join(filter(None, map(_as_typed, raw)))
    return str(raw)


def _answer(question: Question, value: Any, urls: dict[str, str]) -> ReadableAnswer:
    spec = question.spec
    table = spec.type == QuestionType.TABLE
    files = value if spec.type == QuestionType.FILE and value else []
    return ReadableAnswer(
        key=question.key,
        label=str(question.label),
        text=text_of(spec, value) or NO_ANSWER,
        is_empty=value is None,
        is_markdown=spec.type == QuestionType.LONG_TEXT and value is not None,
        columns=tuple(str(column.label) for column in spec.columns) if table else (),
        rows=tuple(_rows(spec, value)) if table and value else (),
        totals=_totals(spec, value) if table and value else (),
        files=tuple(
            ReadableFile(
                each["name"],
                f"{urls[each['document']]}?versione={each['version']}",
                filesizeformat(each["size"]),
                each["sha256"],
            )
            for each in files
            if each["document"] in urls
        ),
    )


def _rows(spec: QuestionSpec, value: list[dict[str, Any]]) -> Iterable[tuple[str, ...]]:
    for cells in value:
        yield tuple(_cell(column, cells.get(column.key)) for column in spec.columns)


def _cell(column: ColumnSpec, value: Any) -> str:
    return "" if value is None else _plain(column.type.value, column.choices, value, column.unit)


def _totals(spec: QuestionSpec, value: list[dict[str, Any]]) -> tuple[str, ...]:
    """One text per column, empty where nothing is added up; nothing at all without a sum."""
    if not any(column.total for column in spec.columns):
        return ()
    sums = [
        sum((Decimal(cells.get(column.key) or 0) for cells in value), Decimal(0))
        if column.total
        else None
        for column in spec.columns
    ]
    return tuple(
        "" if total is None else _plain(column.type.value, (), str(total), column.unit)
        for column, total in zip(spec.columns, sums, strict=True)
    )


def _plain(kind: str, choices: tuple[ChoiceSpec, ...], value: Any, unit: str = "") -> str:
    match kind:
        case ColumnType.MONEY:
            return money_text(value)
        case ColumnType.NUMBER:
            number = formats.number_format(Decimal(str(value)), use_l10n=True)
            return f"{number} {unit}".strip()
        case ColumnType.DATE:
            return day_said(value)
        case ColumnType.CHOICE:
            return _label(choices, value)
        case ColumnType.YES_NO:
            return _("Yes") if value else _("No")
        case _:
            return str(value)


def _label(choices: tuple[ChoiceSpec, ...], key: str) -> str:
    return next((str(choice.label) for choice in choices if choice.key == key), key)


def _documents(filled: Filled) -> list[str]:
    return [
        each["document"]
        for question in filled.questions
        if question.type == QuestionType.FILE
        for each in filled.value(question.key) or ()
    ]
