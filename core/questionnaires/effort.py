"""How long a form takes to fill in, by a rule simple enough to be checked by hand (docs/adr/0134).

    short text, day      1 minute            choice, yes or no    half a minute
    number, amount       1 minute            more choices         1 minute
    long text            2 minutes, and one for every 25 words of its limit (of 200 words without one)
    files                3 minutes for each that must be there, at least one
    table                1 minute for each row that must be there (at least three) and 4 of its cells

An optional question, or one asked only under a condition, counts half; an answer that the portal
already knows counts a quarter of a minute. Each section is rounded up to the minute, the whole to five.
"""

from collections.abc import Iterable
from math import ceil

from core.questionnaires.enums import QuestionType
from core.questionnaires.spec import MOST_MINUTES, QuestionSpec

PLAIN: dict[QuestionType, float] = {
    QuestionType.TEXT: 1,
    QuestionType.DATE: 1,
    QuestionType.NUMBER: 1,
    QuestionType.MONEY: 1,
    QuestionType.CHOICE: 0.5,
    QuestionType.YES_NO: 0.5,
    QuestionType.MULTIPLE_CHOICE: 1,
}
CHARS_IN_A_WORD = 7
WORDS_WITHOUT_LIMIT = 200
WORDS_IN_A_MINUTE = 25
ROWS_OF_A_TABLE = 3
CELLS_IN_A_MINUTE = 4
KNOWN_ALREADY = 0.25
HALF = 0.5
STEP = 5


def minutes_of(questions: Iterable[QuestionSpec]) -> int:
    """Whole minutes for one section, at least one, and no more than a section may say."""
    minutes = ceil(sum(minutes_for(question) for question in questions))
    return min(max(1, minutes), MOST_MINUTES)


def rounded(minutes: int) -> int:
    """The minutes of a whole form as they are told: nobody is late by three."""
    return STEP * ceil(minutes / STEP)


def minutes_for(question: QuestionSpec) -> float:
    """Minutes for one question, not rounded."""
    if question.ask_once:
        return KNOWN_ALREADY
    minutes = _asked(question)
    return minutes * HALF if question.condition or not question.required else minutes


def _asked(question: QuestionSpec) -> float:
    limits = question.limits
    match question.type:
        case QuestionType.LONG_TEXT:
            words = limits.max_words or (limits.max_chars or 0) // CHARS_IN_A_WORD
            return 2 + (words or WORDS_WITHOUT_LIMIT) / WORDS_IN_A_MINUTE
        case QuestionType.FILE:
            return 3 * (limits.min_files or 1)
        case QuestionType.TABLE:
            rows = max(limits.min_rows or 0, ROWS_OF_A_TABLE)
            return rows * max(1, len(question.columns) / CELLS_IN_A_MINUTE)
        case _:
            return PLAIN[question.type]
