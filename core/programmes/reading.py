"""Reading a definition: every fault at once, each with its line and key, and nothing written.

A file that can't be read or says something wrong raises `Refused`; its faults speak the language that
is active, since the person who gets them is the one who wrote the file.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from core.programmes import faults
from core.programmes.definition import References, Section, Strict
from core.programmes.places import Path, Places
from core.programmes.shift import Shift, shift_to, shifted

DEMO = "demo"
DEEPEST = 30
"""Tables and lists within each other: far more than any definition has."""


class DemoSection(Strict):
    """`reference_date` is the day of the programme on which a demo stands: at load it becomes today."""

    reference_date: date


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: the line (None: nowhere in the file), the table, the key."""

    line: int | None
    place: str
    message: str

    def __str__(self) -> str:
        where = self.place
        if self.line is not None:
            where = _("line %(line)d, %(place)s") % {"line": self.line, "place": self.place}
            where = where.rstrip(", ")
        return f"{where}: {self.message}"


class Refused(Exception):
    """The definition was not loaded; `faults` says why, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.line or 0, fault.place))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    @property
    def heading(self) -> str:
        count = len(self.faults)
        return ngettext("%(count)d fault in the file:", "%(count)d faults in the file:", count) % {
            "count": count
        }


@dataclass(frozen=True)
class Definition:
    """A file that is right: validated data by section, moved by `shift`."""

    data: dict[str, Any]
    shift: Shift
    reference_date: date | None


def read(text: str, sections: Sequence[Section], *, today: date | None = None) -> Definition:
    """Check the text of a definition; with `today`, dates move so that its reference date is today.

    Raises Refused with every fault.
    """
    raw = _parsed(text)
    places = Places(text)
    found = [*_unknown_sections(raw, sections, places)]
    demo = _demo(raw.pop(DEMO, None), places, found)
    shift = shift_to(demo.reference_date, today) if demo and today else Shift()
    moved = shifted(raw, shift)
    # Read before anything is checked, so that a fault is told once, where it is.
    references: References = {
        section.name: section.defined(moved.get(section.name))
        for section in sections
        if section.keys
    }
    data: dict[str, Any] = {}
    for section in sections:
        if section.name not in moved:
            if section.required:
                found.append(Fault(None, f"[{section.name}]", _("this section is missing")))
            continue
        try:
            data[section.name] = section.adapter.validate_python(
                moved[section.name], context=references
            )
        except ValidationError as error:
            found += _faults(error, (section.name,), moved, places)
    if found:
        raise Refused(found)
    return Definition(data, shift, demo.reference_date if demo else None)


def _parsed(text: str) -> dict[str, Any]:
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", str(error))
        if match and match[2]:
            fault = Fault(
                int(match[2]), _("column %(n)s") % {"n": match[3]}, faults.syntax(match[1])
            )
        else:
            last = text.rstrip().count("\n") + 1
            fault = Fault(last, _("at the end"), faults.syntax(match[1] if match else str(error)))
        raise Refused([fault]) from None
    except (RecursionError, ValueError):  # thousands of brackets, or of figures in one number
        raise Refused([_made_to_break()]) from None
    if _is_deeper_than(DEEPEST, raw):
        raise Refused([_made_to_break()])
    return raw


def _made_to_break() -> Fault:
    return Fault(None, _("the file"), faults.syntax("too deep or too large"))


def _is_deeper_than(most: int, raw: Any) -> bool:
    """Whether tables and lists lie within each other more than `most` times; what follows would fall over."""
    level = [raw]
    for _depth in range(most):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _unknown_sections(
    raw: dict[str, Any], sections: Sequence[Section], places: Places
) -> list[Fault]:
    known = {section.name for section in sections} | {DEMO}
    return [
        Fault(places.line((name,)), f"[{name}]", _("unknown section") + faults.meant(name, known))
        for name in raw
        if name not in known
    ]


def _demo(raw: Any, places: Places, found: list[Fault]) -> DemoSection | None:
    if raw is None:
        return None
    try:
        return DemoSection.model_validate(raw)
    except ValidationError as error:
        found += _faults(error, (DEMO,), {DEMO: raw}, places)
        return None


def _faults(error: ValidationError, root: Path, raw: dict[str, Any], places: Places) -> list[Fault]:
    found = []
    for details in error.errors():
        cause = details.get("ctx", {}).get("error")
        location = (*root, *details["loc"], *getattr(cause, "at", ()))
        path, names = _walk(raw, location)
        parents, key = names[:-1], names[-1]
        place = f"[{'.'.join(parents)}] {key}" if parents else f"[{key}]"
        found.append(Fault(places.line(path), place, faults.message(details)))
    return found


def _walk(raw: dict[str, Any], location: Path) -> tuple[Path, list[str]]:
    """The path inside the file, without what pydantic adds of its own (names of alternatives), and how a
    person calls it: rows by their key or code, else counted from 1."""
    at: Any = raw
    path: list[str | int] = []
    names: list[str] = []
    for index, part in enumerate(location):
        if isinstance(at, dict) and isinstance(part, str) and part in at:
            at = at[part]
            names.append(part)
        elif isinstance(at, list) and isinstance(part, int) and part < len(at):
            at = at[part]
            names.append(_row_name(at, part))
        elif isinstance(at, dict) and index == len(location) - 1 and isinstance(part, str):
            names.append(part)  # a key that is missing
        else:
            continue
        path.append(part)
    return tuple(path), names


def _row_name(row: Any, index: int) -> str:
    if isinstance(row, dict):
        for name in ("key", "code"):
            if isinstance(row.get(name), str):
                return str(row[name])
    return str(index + 1)
