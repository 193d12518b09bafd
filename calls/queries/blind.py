"""Applications without names: what a blind call shows to whoever scores, until their card is in (C7).

In place of number and network stands a code, the same for everybody and at any time. Files and the
questions that the call names as identifying are withheld; in every other answer the names of the network,
of its organisations and of their people are painted over. What an author tells between the lines no
portal can hide.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from calls.models import Call, Scorecard, Selection, Submission, Substitution
from calls.queries.commission import substitutions_of
from core.people import queries as people
from core.questionnaires.readable import ReadableAnswer, ReadableSection

PAINTED = "▇▇▇"
SHORTEST_NAME = 4
"""Shorter names are ordinary words too often: painting them over would spoil the text."""
CODE_LENGTH = 8


@dataclass(frozen=True)
class Shown:
    """How an application is called where it is scored: its number and network, or the code of a blind call."""

    code: str
    title: str
    network: str
    masked: bool


def code_of(submission: Submission) -> str:
    """Stable and without meaning: it follows from two random keys."""
    text = f"{submission.call_id}:{submission.pk}"
    return f"C-{hashlib.sha256(text.encode()).hexdigest()[:CODE_LENGTH].upper()}"


def is_masked(selection: Selection | None, card: Scorecard | None) -> bool:
    """Whether the names stay hidden from whoever writes (or would write) this card."""
    return selection is not None and selection.blind and not (card is not None and card.is_in)


def shown(submission: Submission, *, masked: bool) -> Shown:
    if not masked:
        return Shown(submission.number, submission.title, submission.network.name, masked=False)
    painted = _paint(_pattern(names_of(submission)), submission.title)
    return Shown(code_of(submission), painted, "", masked=True)


def listed(submission: Submission, *, masked: bool) -> Shown:
    """The same for a row of a list: a title painted over only for the names that the row brings along."""
    if not masked:
        return shown(submission, masked=False)
    names = [submission.network.name, submission.lead.name]
    return Shown(code_of(submission), _paint(_pattern(names), submission.title), "", masked=True)


def names_of(submission: Submission) -> list[str]:
    """Names of the network, of its organisations and of their people."""
    network = submission.network
    names = [network.name, submission.lead.name]
    names += [row.name for row in people.organisations_of_network(network)]
    names += [person.full_name for person in people.people_of_network(network)]
    return names


def without_names(
    sections: Iterable[ReadableSection], submission: Submission, selection: Selection
) -> list[ReadableSection]:
    pattern = _pattern(names_of(submission))
    hidden = frozenset(selection.masked_questions)
    return [
        replace(
            section,
            answers=tuple(_answer(answer, pattern, hidden) for answer in section.answers),
        )
        for section in sections
    ]


def _answer(
    answer: ReadableAnswer, pattern: re.Pattern[str] | None, hidden: frozenset[str]
) -> ReadableAnswer:
    if answer.is_empty:
        return answer
    if answer.key in hidden or answer.files:
        text = _("Hidden until your card is handed in.")
        return ReadableAnswer(answer.key, answer.label, text, is_empty=False)
    rows = tuple(tuple(_paint(pattern, cell) for cell in row) for row in answer.rows)
    return replace(answer, text=_paint(pattern, answer.text), rows=rows)


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """The longest name first, so that “Rete Orti di Collegno” goes before “Orti”."""
    known = sorted({name.strip() for name in names}, key=len, reverse=True)
    parts = [re.escape(name) for name in known if len(name) >= SHORTEST_NAME]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _paint(pattern: re.Pattern[str] | None, text: str) -> str:
    return pattern.sub(PAINTED, text) if pattern else text


def substitutions_shown(call: Call, *, masked: bool) -> list[tuple[Substitution, Shown]]:
    """Who stands in for whom, and on what."""
    return [(row, listed(row.submission, masked=masked)) for row in substitutions_of(call)]
