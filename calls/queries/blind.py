"""Applications without names: what a blind call shows to whoever scores, until their card is in (C7).

In place of number and network stands a code, the same for everybody and at any time. Files and the
questions that the call names as identifying are withheld; in every other answer the names of the network,
of its organisations and of their people are painted over, and the organisations' tax codes and mailboxes.
What an author tells between the lines no portal can hide.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from calls.enums import SeatKind
from calls.models import (
    Call,
    CommissionSeat,
    Scorecard,
    Selection,
    Submission,
    Substitution,
)
from calls.queries.commission import substitutions_of
from calls.queries.progress import own_cards
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
    return listed([(submission, masked)])[submission.pk]


def listed(rows: Iterable[tuple[Submission, bool]]) -> dict[UUID, Shown]:
    """How each application of a list is called, by its key; the flag says whether it is masked.

    Two queries for all the masked ones, beside network and lead, which the rows bring along.
    """
    pairs = list(rows)
    names = names_of(submission for submission, masked in pairs if masked)
    return {
        submission.pk: _masked(submission, names[submission.pk]) if masked else _open(submission)
        for submission, masked in pairs
    }


def _open(submission: Submission) -> Shown:
    return Shown(submission.number, submission.title, submission.network.name, masked=False)


def _masked(submission: Submission, names: Iterable[str]) -> Shown:
    title = _paint(_pattern(names), submission.title)
    return Shown(code_of(submission), title, "", masked=True)


def names_of(submissions: Iterable[Submission]) -> dict[UUID, set[str]]:
    """By application, the name of its network, what identifies the organisations in it, their people."""
    rows = list(submissions)
    found = people.identities_by_network({row.network_id for row in rows}) if rows else {}
    return {
        row.pk: {row.network.name, row.lead.name} | found.get(row.network_id, set()) for row in rows
    }


def without_names(
    sections: Iterable[ReadableSection], submission: Submission, selection: Selection
) -> list[ReadableSection]:
    pattern = _pattern(names_of([submission])[submission.pk])
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


def shown_to(
    seat: CommissionSeat, rule: Selection | None, submissions: Iterable[Submission]
) -> dict[UUID, Shown]:
    """How these applications are called for who holds this seat, by their key; a secretary scores nothing
    and reads the names."""
    rows = list(submissions)
    cards = own_cards(seat, rows)
    scores = seat.kind != SeatKind.SECRETARY
    return listed((row, scores and is_masked(rule, cards.get(row.pk))) for row in rows)


def substitutions_shown(call: Call, *, masked: bool) -> list[tuple[Substitution, Shown]]:
    """Who stands in for whom, and on what."""
    rows = list(substitutions_of(call))
    known = listed((row.submission, masked) for row in rows)
    return [(row, known[row.submission_id]) for row in rows]
