"""Workshops and labs in a programme's definition, with the canvases that they work on.

What is loaded is published at once: the programme itself is a draft until its coordinator publishes it.
Co-design tables and what has no date yet are people's work, and not exported.
"""

from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, model_validator

from core.access.models import User
from core.programmes.definition import (
    FunderKey,
    Key,
    Misplaced,
    Period,
    Section,
    Strict,
    Text,
    When,
    Words,
    each_once,
    said,
    written,
)
from core.programmes.enums import DatePrecision
from core.programmes.models import Funder
from core.ui.bilingual import LANGUAGES, Bilingual
from labs.domain.events import create_event, publish_event
from labs.enums import CLOSED_KINDS, EventKind, EventState, Mode
from labs.models import CanvasTemplate, Event, Series

EXPORTED = (EventState.PUBLISHED, EventState.HELD, EventState.POSTPONED)


def _on_one_line(text: Text) -> Text:
    if "\n" in text.it.strip() or "\n" in text.en.strip():
        raise ValueError(_("an output is one line: begin another for the next"))
    return text


Output = Annotated[Words, AfterValidator(_on_one_line)]


class SeriesSection(Strict):
    """Events that belong together."""

    key: Key
    title: Words
    description: Words | None = None
    audience: Words | None = None


class EventSection(Strict):
    """`when` known to the month stays so: no day is invented and nobody is reminded (RULES R11)."""

    key: Key
    series: Key | None = None
    kind: EventKind
    when: When
    title: Words
    description: Words | None = None
    outputs: tuple[Output, ...] = ()
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
    series: Annotated[tuple[SeriesSection, ...], each_once("key")] = ()
    events: Annotated[tuple[EventSection, ...], each_once("key")] = ()
    canvases: Annotated[tuple[CanvasSection, ...], each_once("key")] = ()

    @model_validator(mode="after")
    def _names_what_exists(self) -> Self:
        series = {row.key for row in self.series}
        canvases = {row.key for row in self.canvases}
        for index, event in enumerate(self.events):
            if event.series and event.series not in series:
                message = _("%(key)s is not a series of this file") % {"key": event.series}
                raise Misplaced(message, "events", index, "series")
            if event.canvas and event.canvas not in canvases:
                message = _("%(key)s is not a canvas of this file") % {"key": event.canvas}
                raise Misplaced(message, "events", index, "canvas")
        return self


def load_labs(data: LabsSection, *, by: User | None) -> None:
    series = {
        row.key: Series.objects.create(
            key=row.key,
            title=row.title.bilingual,
            description=_or_nothing(row.description),
            audience=_or_nothing(row.audience),
            position=position,
        )
        for position, row in enumerate(data.series)
    }
    canvases = {
        row.key: CanvasTemplate.objects.create(
            key=row.key,
            title=row.title.bilingual,
            zones=[zone.model_dump(mode="json", exclude_defaults=True) for zone in row.zones],
            position=position,
        )
        for position, row in enumerate(data.canvases)
    }
    funders = {funder.key: funder for funder in Funder.objects.order_by("position")}
    for position, row in enumerate(data.events):
        event = create_event(
            key=row.key,
            kind=row.kind,
            title=row.title.bilingual,
            by=by,
            starts_on=row.when.starts_on,
            ends_on=row.when.ends_on,
            precision=row.when.precision,
            series=series.get(row.series or ""),
            canvas=canvases.get(row.canvas or ""),
            description=_or_nothing(row.description),
            outputs=_lines([text.bilingual for text in row.outputs]),
            partners=[funders[key] for key in row.partners],
            mode=row.mode or "",
            capacity=row.capacity,
            position=position,
        )
        publish_event(event_id=event.pk, by=by)


def export_labs() -> dict[str, Any] | None:
    series = Series.objects.order_by("position", "pk")
    canvases = CanvasTemplate.objects.order_by("position", "pk")
    events = (
        Event.objects.filter(state__in=EXPORTED, starts_on__isnull=False)
        .exclude(kind__in=sorted(CLOSED_KINDS))
        .select_related("series", "canvas")
        .prefetch_related("partners__funder")
        .order_by("position", "created_at", "pk")
    )
    found = said(
        series=[
            said(
                key=row.key,
                title=written(row.title),
                description=written(row.description),
                audience=written(row.audience),
            )
            for row in series
        ],
        events=[_exported(event) for event in events],
        canvases=[said(key=row.key, title=written(row.title), zones=row.zones) for row in canvases],
    )
    return found or None


def _exported(event: Event) -> dict[str, Any]:
    assert event.starts_on is not None
    period = Period(event.starts_on, event.ends_on, DatePrecision(event.precision))
    return said(
        key=event.key,
        series=event.series.key if event.series else None,
        kind=event.kind,
        when=period.written(),
        mode=event.mode,
        capacity=event.capacity,
        canvas=event.canvas.key if event.canvas else None,
        partners=[row.funder.key for row in event.partners.all()],
        title=written(event.title),
        description=written(event.description),
        outputs=[written(text) for text in event.output_list],
    )


def _lines(texts: list[Bilingual]) -> Bilingual:
    """One text for each line, as an event keeps its outputs."""
    return Bilingual({code: "\n".join(text[code] for text in texts) for code in LANGUAGES})


def _or_nothing(text: Text | None) -> Bilingual:
    return text.bilingual if text else Bilingual()


SECTIONS = [
    Section("labs", LabsSection, load_labs, export_labs, required=False, keys=("events", "key"))
]
