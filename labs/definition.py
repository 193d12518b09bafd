"""Workshops and labs in a programme's definition, with the canvases that they work on."""

from enum import StrEnum
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from core.programmes.definition import (
    FunderKey,
    Key,
    Misplaced,
    Strict,
    When,
    Words,
    each_once,
    kept,
)


class EventKind(StrEnum):
    WORKSHOP = "workshop"
    TRAINING = "training"
    SYSTEM_LAB = "system_lab"
    POLICY_LAB = "policy_lab"
    EXCHANGE = "exchange"
    CODESIGN_TABLE = "codesign_table"


class Mode(StrEnum):
    IN_PERSON = "in_person"
    ONLINE = "online"
    BOTH = "both"


class SeriesSection(Strict):
    """Events that belong together."""

    key: Key
    title: Words
    description: Words | None = None
    audience: Words | None = None


class EventSection(Strict):
    """`when` known to the month stays so: no day is invented and nobody is reminded (RULES R11)."""

    key: Key
    series: Key
    kind: EventKind
    when: When
    title: Words
    description: Words | None = None
    outputs: tuple[Words, ...] = ()
    partners: tuple[FunderKey, ...] = ()
    mode: Mode | None = None
    capacity: Annotated[int, Field(ge=1)] | None = None
    canvas: Key | None = None


class ZoneSection(Strict):
    key: Key
    title: Words
    prompt: Words | None = None


class CanvasSection(Strict):
    key: Key
    title: Words
    zones: Annotated[tuple[ZoneSection, ...], Field(min_length=2), each_once("key")]


class LabsSection(Strict):
    series: Annotated[tuple[SeriesSection, ...], Field(min_length=1), each_once("key")]
    events: Annotated[tuple[EventSection, ...], Field(min_length=1), each_once("key")]
    canvases: Annotated[tuple[CanvasSection, ...], each_once("key")] = ()

    @model_validator(mode="after")
    def _names_what_exists(self) -> Self:
        series = {row.key for row in self.series}
        canvases = {row.key for row in self.canvases}
        for index, event in enumerate(self.events):
            if event.series not in series:
                message = _("%(key)s is not a series of this file") % {"key": event.series}
                raise Misplaced(message, "events", index, "series")
            if event.canvas and event.canvas not in canvases:
                message = _("%(key)s is not a canvas of this file") % {"key": event.canvas}
                raise Misplaced(message, "events", index, "canvas")
        return self


SECTIONS = [kept("labs", LabsSection, required=False, keys=("events", "key"))]
