"""A sheet as it stands: what is asked, what was answered, what is missing, and its canonical bytes."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from core.questionnaires.enums import Comparison, MissingReason, QuestionType
from core.questionnaires.models import Answer, AnswerSheet, HeldAnswer, Question, Section, Version
from core.questionnaires.reading import is_empty, read
from core.questionnaires.spec import ConditionSpec, QuestionSpec
from core.ui import pieces
from core.ui.bilingual import Bilingual


@dataclass(frozen=True)
class Filled:
    """A sheet with its form and answers in memory: three queries, however long the form."""

    sheet: AnswerSheet
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    answers: Mapping[str, Answer]

    def value(self, key: str) -> Any:
        """The answer that counts; None if empty or not readable."""
        answer = self.answers.get(key)
        return None if answer is None or is_empty(answer.value) else answer.value

    def shown(self, key: str) -> Any:
        answer = self.answers.get(key)
        return None if answer is None else answer.shown

    @cached_property
    def visible(self) -> frozenset[str]:
        """Keys of the questions that are asked, given the answers to the earlier ones."""
        asked: set[str] = set()
        for question in self.questions:
            condition = question.spec.condition
            if condition is None or (
                condition.question in asked and holds(condition, self.value(condition.question))
            ):
                asked.add(question.key)
        return frozenset(asked)

    def of_section(self, section: Section) -> list[Question]:
        return [each for each in self.questions if each.section_id == section.pk]


def load(sheet: AnswerSheet) -> Filled:
    """The sheet with everything that belongs to it."""
    return load_many([sheet])[sheet.pk]


def questions_of(version: Version) -> list[Question]:
    """All of them, in the order of the form."""
    return list(version.questions.order_by("section__position", "position", "pk"))


def load_many(sheets: Iterable[AnswerSheet]) -> dict[UUID, Filled]:
    """Many sheets in three queries, whatever their number and versions."""
    wanted = list(sheets)
    versions = {sheet.version_id for sheet in wanted}
    sections: dict[UUID, list[Section]] = {}
    for section in Section.objects.filter(version__in=versions).order_by("position"):
        sections.setdefault(section.version_id, []).append(section)
    questions: dict[UUID, list[Question]] = {}
    found = Question.objects.filter(version__in=versions).order_by("section__position", "position")
    for question in found:
        questions.setdefault(question.version_id, []).append(question)
    keys = {each.pk: each.key for listed in questions.values() for each in listed}
    answers: dict[UUID, dict[str, Answer]] = {}
    rows = Answer.objects.filter(sheet__in=[sheet.pk for sheet in wanted]).order_by("id")
    for answer in rows.select_related("updated_by"):
        answers.setdefault(answer.sheet_id, {})[keys[answer.question_id]] = answer
    return {
        sheet.pk: Filled(
            sheet,
            tuple(sections.get(sheet.version_id, ())),
            tuple(questions.get(sheet.version_id, ())),
            answers.get(sheet.pk, {}),
        )
        for sheet in wanted
    }


def holds(condition: ConditionSpec, answer: Any) -> bool:
    """Whether an answer (as read) fulfils the condition; no answer fulfils none."""
    if is_empty(answer):
        return False
    match condition.comparison:
        case Comparison.IS:
            return bool(answer == condition.value)
        case Comparison.IS_NOT:
            return bool(answer != condition.value)
        case Comparison.CONTAINS:
            return condition.value in answer
        case Comparison.AT_LEAST:
            return Decimal(answer) >= Decimal(str(condition.value))
        case Comparison.FILLED:
            return True


@dataclass(frozen=True)
class Missing:
    """A question that still needs something; `anchor` is its field on its section's page."""

    section_key: str
    question_key: str
    label: Bilingual
    reason: MissingReason
    message: str
    anchor: str


def missing(sheet: AnswerSheet | Filled) -> list[Missing]:
    """What keeps the sheet from being sent: required questions without answer, answers that can't be
    read. Questions that their condition hides are not asked for."""
    filled = sheet if isinstance(sheet, Filled) else load(sheet)
    section_of = {section.pk: section.key for section in filled.sections}
    found = []
    for question in filled.questions:
        if question.key not in filled.visible:
            continue
        reason, message = _lack(question, filled.answers.get(question.key))
        if reason:
            found.append(
                Missing(
                    section_of[question.section_id],
                    question.key,
                    question.label,
                    reason,
                    message,
                    field_id_of(question.spec),
                )
            )
    return found


def missing_links(
    sheet: AnswerSheet | Filled, section_url: Callable[[str], str]
) -> list[pieces.Missing]:
    """What is missing, for `<c-missing>`: each with the address of its place in the form."""
    return [
        pieces.Missing(
            f"{each.label}: {each.message}", f"{section_url(each.section_key)}#{each.anchor}"
        )
        for each in missing(sheet)
    ]


def anchor_of(key: str) -> str:
    return f"q-{key}"


def field_id_of(spec: QuestionSpec) -> str:
    """The id of the field that is focused when somebody is led to a question, scripts or not: of a
    group the first choice, of a table the first cell."""
    match spec.type:
        case QuestionType.YES_NO | QuestionType.MULTIPLE_CHOICE:
            return f"id_{spec.key}_0"
        case QuestionType.CHOICE if spec.shows_all_choices:
            return f"id_{spec.key}_0"
        case QuestionType.TABLE:
            return f"id_{spec.key}-0-{spec.columns[0].key}"
        case _:
            return f"id_{spec.key}"


def _lack(question: Question, answer: Answer | None) -> tuple[MissingReason | None, str]:
    if answer is not None and answer.raw is not None:
        return MissingReason.INVALID, read(question.spec, answer.raw).error
    if question.required and (answer is None or is_empty(answer.value)):
        return MissingReason.EMPTY, str(MissingReason.EMPTY.label)
    return None, ""


@dataclass(frozen=True)
class SectionProgress:
    """How far a section is. `answered` counts answers that can be read, of the questions asked now."""

    key: str
    title: Bilingual
    minutes: int
    asked: int
    answered: int
    missing: int

    @property
    def is_complete(self) -> bool:
        return self.missing == 0

    @property
    def is_started(self) -> bool:
        return self.answered > 0


def section_progress(sheet: AnswerSheet | Filled) -> list[SectionProgress]:
    """One line per section, in order."""
    filled = sheet if isinstance(sheet, Filled) else load(sheet)
    lacking = [each.section_key for each in missing(filled)]
    lines = []
    for section in filled.sections:
        asked = [each.key for each in filled.of_section(section) if each.key in filled.visible]
        answered = sum(1 for key in asked if filled.value(key) is not None)
        lines.append(
            SectionProgress(
                section.key,
                section.title,
                section.minutes,
                len(asked),
                answered,
                lacking.count(section.key),
            )
        )
    return lines


def answers_of(sheet: AnswerSheet | Filled) -> dict[str, Any]:
    """Answers that count, by key, in the order of the form; hidden questions are left out."""
    filled = sheet if isinstance(sheet, Filled) else load(sheet)
    return {
        question.key: filled.value(question.key)
        for question in filled.questions
        if question.key in filled.visible and filled.value(question.key) is not None
    }


def held_of(sheet: AnswerSheet, by: Any) -> dict[str, Any]:
    """Texts of this person that met somebody else's newer answer, by key."""
    rows = HeldAnswer.objects.filter(sheet=sheet, by=by).select_related("question").order_by("id")
    return {row.question.key: row.raw for row in rows}


def canonical(sheet: AnswerSheet | Filled) -> bytes:
    """The bytes that a receipt's SHA-256 covers (RULES C4): UTF-8 JSON, keys sorted, no blanks, texts
    in NFC, each file by its name, size and own SHA-256. Anyone can rebuild them from the answers."""
    filled = sheet if isinstance(sheet, Filled) else load(sheet)
    version = filled.sheet.version
    files = {each.key for each in filled.questions if each.type == QuestionType.FILE}
    answers = {
        key: [_file(each) for each in value] if key in files else value
        for key, value in answers_of(filled).items()
    }
    whole = {
        "form": version.questionnaire.key,
        "version": version.number,
        "answers": answers,
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def canonical_digest(sheet: AnswerSheet | Filled) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(sheet)).hexdigest()


def _file(described: Mapping[str, Any]) -> dict[str, Any]:
    return {name: described[name] for name in ("name", "sha256", "size")}


def fingerprint(shown: Any) -> str:
    """A short mark of what a form showed, by which the next save knows what its author touched."""
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "" if is_empty(shown) else hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Change:
    """An answer that differs between two sheets; None where one of them has none."""

    key: str
    label: Bilingual
    before: Any
    after: Any


def diff(before: AnswerSheet, after: AnswerSheet) -> list[Change]:
    """What became of the answers (RULES C13), by key, in the order of the later form; questions that
    only the earlier form has come last."""
    loaded = load_many([before, after])
    old, new = loaded[before.pk], loaded[after.pk]
    was, has = answers_of(old), answers_of(new)
    labels = {each.key: each.label for each in (*new.questions, *old.questions)}
    return [
        Change(key, label, was.get(key), has.get(key))
        for key, label in labels.items()
        if was.get(key) != has.get(key)
    ]
