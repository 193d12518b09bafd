"""What changed between two sheets, question by question, in words: of one form, or of two (RULES C13)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from core.questionnaires.queries import Filled
from core.questionnaires.readable import ReadableAnswer, readable

WORDS_COMPARED = 1500
"""Beyond it the two texts stand beside each other: comparing grows with the square of the words."""

_WORD = re.compile(r"\S+\s*")


class Change(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    """The question is new, or had no answer before."""
    REMOVED = "removed"
    """The question is not asked any more, or has no answer now."""


@dataclass(frozen=True)
class Piece:
    """A run of words: kept (`same`), written now (`added`) or struck out (`removed`)."""

    text: str
    change: Change


@dataclass(frozen=True)
class Difference:
    """One question. `pieces` tells the change word by word; empty where `before` and `after` say it."""

    key: str
    label: str
    change: Change
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class SectionDifference:
    """A section as it is now; the last one, without title, holds what is not asked any more."""

    title: str
    differences: tuple[Difference, ...]


def differences(before: Filled, after: Filled, language: str = "it") -> list[SectionDifference]:
    """Every question answered in one of the two, in the order of `after`."""
    earlier = {
        answer.key: answer for section in readable(before, language) for answer in section.answers
    }
    found = []
    for section in readable(after, language):
        rows = [_compared(earlier.pop(answer.key, None), answer) for answer in section.answers]
        found.append(SectionDifference(section.title, tuple(row for row in rows if row)))
    gone = [_gone(answer) for answer in earlier.values() if not answer.is_empty]
    if gone:
        found.append(SectionDifference("", tuple(gone)))
    return [section for section in found if section.differences]


def counted(sections: list[SectionDifference]) -> dict[Change, int]:
    """How many questions of each kind of change."""
    rows = [row.change for section in sections for row in section.differences]
    return {change: rows.count(change) for change in Change}


def _compared(before: ReadableAnswer | None, after: ReadableAnswer) -> Difference | None:
    old = "" if before is None or before.is_empty else before.text
    new = "" if after.is_empty else after.text
    if not old and not new:
        return None
    row = Difference(after.key, after.label, Change.SAME, old, new)
    if old == new:
        return row
    if not old:
        return replace(row, change=Change.ADDED)
    if not new:
        return replace(row, change=Change.REMOVED)
    is_text = not (after.columns or after.files)
    pieces = tuple(_pieces(old, new)) if is_text else ()
    return replace(row, change=Change.CHANGED, pieces=pieces)


def _gone(before: ReadableAnswer) -> Difference:
    return Difference(before.key, before.label, Change.REMOVED, before.text, "")


def _pieces(before: str, after: str) -> Iterator[Piece]:
    """Runs of words with the blanks that follow them, so that paragraphs stay paragraphs."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > WORDS_COMPARED:
        return
    matcher = SequenceMatcher(
        None, [each.strip() for each in old], [each.strip() for each in new], autojunk=False
    )
    for kind, from_, to, start, end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("".join(new[start:end]), Change.SAME)
            continue
        if to > from_:
            yield Piece("".join(old[from_:to]), Change.REMOVED)
        if end > start:
            yield Piece("".join(new[start:end]), Change.ADDED)
