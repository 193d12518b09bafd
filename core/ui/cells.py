"""What a cell of a list may hold; the tag `draw` shows each kind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from core.ui.pieces import When, Words


@dataclass(frozen=True)
class Text:
    """Words, and a second line in a softer voice."""

    text: Words
    note: Words = ""
    kind: ClassVar[str] = "text"


@dataclass(frozen=True)
class State:
    word: Words
    tone: str
    kind: ClassVar[str] = "state"


@dataclass(frozen=True)
class Amount:
    """Euro, with the word that says which: concesso, erogato, speso, ammesso."""

    amount: Decimal | None
    word: Words = ""
    kind: ClassVar[str] = "amount"


@dataclass(frozen=True)
class Number:
    number: int | Decimal | None
    kind: ClassVar[str] = "number"


@dataclass(frozen=True)
class Day:
    day: When | None
    distance: bool = False
    kind: ClassVar[str] = "day"


@dataclass(frozen=True)
class Code:
    """CUP, IBAN, number of an application: in the monospaced face."""

    code: str
    kind: ClassVar[str] = "code"


Cell = Text | State | Amount | Number | Day | Code
FIGURES = frozenset({"amount", "number"})


def as_cell(value: Cell | Words | int | None) -> Cell:
    """A bare value of a column: words are `Text`, a whole number is `Number`, nothing is an empty text."""
    if isinstance(value, int):
        return Number(value)
    if isinstance(value, Text | State | Amount | Number | Day | Code):
        return value
    return Text("" if value is None else value)
