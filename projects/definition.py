"""Pilots and how they are accompanied, in a programme's definition."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from core.programmes.definition import FunderKey, Key, Strict, When, Words, each_once, kept


class SupportKind(StrEnum):
    """What a mentor helps with."""

    DESIGN = "design"
    ADMINISTRATION = "administration"
    REPORTING = "reporting"
    RELATIONS = "relations"


class PilotsSection(Strict):
    """`variation_percent` of a budget line may move with a notice only; above it needs approval (P3)."""

    per_territory: Annotated[int, Field(ge=1)] = 1
    when: When
    relaunch: bool = False
    variation_percent: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    cup_required: bool = True


class AccompanimentSection(Strict):
    """One way in which networks are accompanied; `who` receives it."""

    key: Key
    title: Words
    description: Words | None = None
    who: Words
    by: FunderKey | None = None
    support: tuple[SupportKind, ...] = ()
    when: When | None = None


SECTIONS = [
    kept("pilots", PilotsSection, required=False),
    kept(
        "accompaniment",
        Annotated[tuple[AccompanimentSection, ...], each_once("key")],
        required=False,
    ),
]
