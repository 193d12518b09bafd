"""How a part of the portal reads and writes its section of a programme's definition.

Each app has a `definition.py` with `SECTIONS = [Section(...)]`; the roof lists them in order. A section
is one top-level key of the TOML file, checked by a pydantic schema before anything is written. Schemas
are built from the types below: `Strict`, `Words`, `Key`, `When`, `Instant`, `TerritoryCode`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    TypeAdapter,
    ValidationInfo,
)

from core.access.clock import ROME
from core.access.models import User
from core.programmes.enums import DatePrecision
from core.programmes.models import DefinitionSection, Milestone, Phase
from core.programmes.shift import DATE_TEXT
from core.ui.bilingual import Bilingual


@dataclass(frozen=True)
class Section:
    """`load(data, by=…)` writes validated data into the open programme; `export()` answers the same data
    in plain values, or None when the programme has none."""

    name: str
    schema: Any
    load: Callable[..., None]
    export: Callable[[], Any]
    required: bool = True
    keys: tuple[str, ...] = ()
    """Where the rows are to which others may refer, and what they call each: `("questions", "key")`."""
    adapter: TypeAdapter[Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "adapter", TypeAdapter(self.schema))

    def defined(self, raw: Any) -> frozenset[str]:
        """The keys that this section of a file defines, whether or not the rest of it is right."""
        *way, name = self.keys
        for step in way:
            raw = raw.get(step) if isinstance(raw, dict) else None
        rows = raw if isinstance(raw, list) else []
        return frozenset(str(row[name]) for row in rows if isinstance(row, dict) and name in row)

    def plain(self, data: Any) -> Any:
        """Validated data as plain values, without what was not said."""
        return self.adapter.dump_python(data, exclude_defaults=True, mode="python")


def kept(name: str, schema: Any, *, required: bool = True, keys: tuple[str, ...] = ()) -> Section:
    """A section that no model reads yet: validated, kept as JSON, exported as it was."""

    def load(data: Any, *, by: User | None) -> None:
        content = section.adapter.dump_python(data, exclude_defaults=True, mode="json")
        DefinitionSection.objects.create(
            name=name, content=content, position=DefinitionSection.objects.count()
        )

    def export() -> Any:
        held = DefinitionSection.objects.filter(name=name).first()
        if held is None:
            return None
        return section.plain(section.adapter.validate_python(held.content, context=UNCHECKED))

    section = Section(name, schema, load, export, required=required, keys=keys)
    return section


References = dict[str, frozenset[str]]
"""Keys that sections of the same file define, by kind; a kind that is absent is not checked."""

UNCHECKED: References = {}


class Misplaced(ValueError):
    """A fault of a list that lies in one of its rows: `at` leads from the list to the place."""

    def __init__(self, message: str, *at: str | int) -> None:
        super().__init__(message)
        self.at = at


class Strict(BaseModel):
    """Base of every schema: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """A text in Italian, and in English when somebody has written it."""

    it: Annotated[str, Field(min_length=1)]
    en: str = ""

    @property
    def bilingual(self) -> Bilingual:
        return Bilingual(it=self.it.strip(), en=self.en.strip())

    def __str__(self) -> str:
        return str(self.bilingual)


def _as_text(value: Any) -> Any:
    return {"it": value} if isinstance(value, str) else value


Words = Annotated[Text, BeforeValidator(_as_text)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


def written(text: Bilingual) -> dict[str, str] | None:
    """A bilingual text of the database as the file has it; None when there is none."""
    return {language: words for language, words in text.items() if words} or None


def said(**values: Any) -> dict[str, Any]:
    """The values that say something: a key that is left out of the file is left out when it is written."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


# ── References ──────────────────────────────────────────────────────────────────────────────────────


def refers_to(kind: str) -> AfterValidator:
    """For a key that another section defines: `Annotated[str, refers_to("territory")]`."""

    def check(key: str, info: ValidationInfo) -> str:
        known = info.context.get(kind) if isinstance(info.context, dict) else None
        if known is not None and key not in known:
            raise ValueError(
                _("%(key)s is not defined in this file (%(kind)s)") % {"key": key, "kind": kind}
            )
        return key

    return AfterValidator(check)


TerritoryCode = Annotated[str, refers_to("territories")]
FunderKey = Annotated[str, refers_to("funders")]


def once(rows: Sequence[Any], name: str) -> None:
    """Refuse a second row with the same `name`, at its own place. Raises Misplaced."""
    seen: set[Any] = set()
    for index, row in enumerate(rows):
        value = getattr(row, name)
        if value in seen:
            raise Misplaced(_("%(value)s stands twice") % {"value": value}, index, name)
        seen.add(value)


def each_once(name: str) -> AfterValidator:
    """For a list of rows: `Annotated[list[Row], each_once("key")]`."""

    def check(rows: Any) -> Any:
        once(rows, name)
        return rows

    return AfterValidator(check)


# ── Dates ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Period:
    """`2021-03-25`, `"2021-04"`, `"2020-05/2020-07"`, `"2021-04/.."` (from April on; ISO 8601-2)."""

    starts_on: date
    ends_on: date | None = None
    precision: DatePrecision = DatePrecision.DAY

    def written(self) -> date | str:
        if self.precision == DatePrecision.DAY:
            return f"{self.starts_on}/{self.ends_on}" if self.ends_on else self.starts_on
        if self.precision == DatePrecision.FROM_MONTH:
            return f"{self.starts_on:%Y-%m}/.."
        return f"{self.starts_on:%Y-%m}" + (f"/{self.ends_on:%Y-%m}" if self.ends_on else "")

    @classmethod
    def of(cls, row: Milestone | Phase) -> "Period":
        return cls(row.starts_on, row.ends_on, DatePrecision(row.precision))


def _period(value: Any) -> Period:
    if isinstance(value, Period):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return Period(value)
    match = DATE_TEXT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(_("%(value)s is not a date") % {"value": _shown(value)})
    first, last = match.groups()
    if last and last != ".." and len(first) != len(last):
        raise ValueError(_("%(value)s mixes days and months") % {"value": _shown(value)})
    if last == "..":
        if len(first) != len("2021-04"):
            raise ValueError(_("%(value)s is not a date") % {"value": _shown(value)})
        return Period(_day(first), None, DatePrecision.FROM_MONTH)
    precision = DatePrecision.MONTH if len(first) == len("2021-04") else DatePrecision.DAY
    period = Period(_day(first), _day(last) if last else None, precision)
    if period.ends_on and period.ends_on < period.starts_on:
        raise ValueError(_("%(value)s ends before it begins") % {"value": _shown(value)})
    return period


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text if len(text) == len("2021-04-01") else f"{text}-01")
    except ValueError:
        raise ValueError(_("%(value)s is not a date") % {"value": _shown(text)}) from None


def _instant(value: Any) -> Any:
    """An hour is needed: a closing "on the 17th" is a quarrel waiting to happen."""
    day_only = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
    if day_only or (isinstance(value, date) and not isinstance(value, datetime)):
        raise ValueError(
            _("%(value)s has no hour: write 2020-07-17T12:00:00") % {"value": _shown(value)}
        )
    return value


def _in_rome(instant: datetime) -> datetime:
    return instant.replace(tzinfo=ROME) if instant.tzinfo is None else instant.astimezone(ROME)


def wall_clock(instant: datetime | None) -> datetime | None:
    """The hour in Rome as the file has it: without an offset."""
    return instant.astimezone(ROME).replace(tzinfo=None) if instant else None


def _shown(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


When = Annotated[Period, PlainValidator(_period), PlainSerializer(Period.written)]
Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    AfterValidator(_in_rome),
    PlainSerializer(wall_clock, return_type=datetime),
]
"""An hour of the wall clock in Rome when the file gives no offset."""
