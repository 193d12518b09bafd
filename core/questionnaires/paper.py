"""A form on paper: how many lines and rows each question gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from core.questionnaires.effort import CHARS_IN_A_WORD, WORDS_WITHOUT_LIMIT, rounded
from core.questionnaires.enums import QuestionType
from core.questionnaires.fields import limits_told
from core.questionnaires.models import Question, Section, Version
from core.questionnaires.queries import questions_of
from core.questionnaires.readable import condition_text
from core.questionnaires.spec import QuestionSpec

WORDS_ON_A_LINE = 12
MOST_LINES = 40
MOST_ROWS = 12
ROWS = 6


@dataclass(frozen=True)
class PaperQuestion:
    """`lines` and `rows` are there to be walked over: one for each line to draw."""

    number: int
    spec: QuestionSpec
    condition: str
    limits: Sequence[str]
    lines: range
    rows: range

    @property
    def is_summed(self) -> bool:
        return any(column.total for column in self.spec.columns)


@dataclass(frozen=True)
class PaperSection:
    section: Section
    questions: Sequence[PaperQuestion]


def paper_of(version: Version) -> list[PaperSection]:
    """The form in its order, questions numbered through. Two queries."""
    sections = list(version.sections.order_by("position", "pk"))
    rows = questions_of(version)
    known = {row.key: row.spec for row in rows}
    numbered = [(row, _question(number, row, known)) for number, row in enumerate(rows, start=1)]
    return [
        PaperSection(section, [made for row, made in numbered if row.section_id == section.pk])
        for section in sections
    ]


def minutes_to_fill(version: Version) -> int:
    """How long the whole form takes, rounded to five minutes; 0 without a question. One query."""
    told = version.sections.exclude(questions=None).distinct().values_list("minutes", flat=True)
    return rounded(sum(told.order_by("position")))


def _question(number: int, row: Question, known: dict[str, QuestionSpec]) -> PaperQuestion:
    spec = row.spec
    condition = spec.condition
    return PaperQuestion(
        number=number,
        spec=spec,
        condition=condition_text(condition, known[condition.question]) if condition else "",
        limits=limits_told(spec),
        lines=range(_lines(spec)),
        rows=range(_rows(spec)),
    )


def _lines(spec: QuestionSpec) -> int:
    if spec.type == QuestionType.TEXT:
        return 2 if (spec.limits.max_chars or 0) > 100 else 1
    if spec.type != QuestionType.LONG_TEXT:
        return 1
    words = spec.limits.max_words or (spec.limits.max_chars or 0) // CHARS_IN_A_WORD
    return min(MOST_LINES, max(4, ceil((words or WORDS_WITHOUT_LIMIT) / WORDS_ON_A_LINE)))


def _rows(spec: QuestionSpec) -> int:
    asked = max(spec.limits.min_rows or 0, min(spec.limits.max_rows or ROWS, ROWS))
    return min(MOST_ROWS, asked)
