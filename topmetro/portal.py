"""The parts of the portal, in the order in which their entries appear."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from operator import or_
from typing import Any

from django.db.models import Exists

from core.access.counting import CountOf
from core.access.http import PortalRequest
from core.access.portal import Coming, IfAny, NavItem, Option, Panel, Portal, Todo, Told
from core.programmes.models import Programme

APPS = (
    "calls",
    "labs",
    "projects",
    "tranches",
    "evaluation",
    "education",
    "core.people",
    "core.programmes",
    "topmetro.steering",
    "core.documents",
    "core.notices",
    "core.audit",
    "topmetro.public",
)
"""Every app that may give something; one that has no `portal.py` gives nothing."""

PARTS: tuple[Portal, ...] = tuple(
    import_module(f"{app}.portal").PORTAL for app in APPS if find_spec(f"{app}.portal")
)


def navigation(request: PortalRequest) -> list[NavItem]:
    """The work area's entries for this person, before the database says which are shown (`asked`)."""
    return [item for part in PARTS for item in part.navigation(request)]


def asked(
    programme: Programme, items: Sequence[NavItem], values: Mapping[str, Any]
) -> tuple[list[NavItem], dict[str, Any]]:
    """The entries that are shown, with what they count, and other values of the frame: one query, if any.

    `values` are expressions by name, made of uncorrelated subqueries.
    """
    questions = dict(values)
    for place, item in enumerate(items):
        if item.if_any:
            questions[f"any_{place}"] = reduce(or_, (Exists(rows) for rows in item.if_any))
        if item.count_of is not None:
            questions[f"count_{place}"] = CountOf(item.count_of)
    found: dict[str, Any] = {}
    if questions:
        found = dict(Programme.objects.filter(pk=programme.pk).values(**questions).get())
    shown = [
        replace(item, count=found.get(f"count_{place}", item.count), if_any=(), count_of=None)
        for place, item in enumerate(items)
        if found.get(f"any_{place}", True)
    ]
    return shown, {name: found[name] for name in values}


@dataclass(frozen=True)
class Home:
    """All that the parts tell one person on *what waits for me*."""

    todos: list[Todo]
    options: list[Option]
    comings: list[Coming]
    panels: list[Panel]


def home(request: PortalRequest) -> Home:
    """Each list in the order of the parts; options by how daily they are.

    One query finds which kinds have a row; the others are not read.
    """
    todos = [one for part in PARTS for one in part.todos(request)]
    options = [one for part in PARTS for one in part.options(request)]
    comings = [one for part in PARTS for one in part.comings(request)]
    panels = [one for part in PARTS for one in part.panels(request)]
    present = _present(request.programme, [*todos, *options, *comings, *panels])
    return Home(
        todos=_told(todos, present),
        options=sorted(_told(options, present), key=lambda option: option.often),
        comings=_told(comings, present),
        panels=_told(panels, present),
    )


def _present(programme: Programme, given: Sequence[object]) -> set[object]:
    """The kinds that have a row: one query, if any asks."""
    kinds = [one for one in given if isinstance(one, IfAny)]
    questions = {f"any_{place}": Exists(kind.rows) for place, kind in enumerate(kinds)}
    _entries, found = asked(programme, (), questions)
    return {kind for place, kind in enumerate(kinds) if found[f"any_{place}"]}


def _told(given: Sequence[Told | IfAny[Told]], present: Container[object]) -> list[Told]:
    found: list[Told] = []
    for one in given:
        if not isinstance(one, IfAny):
            found.append(one)
        elif one in present:
            found += one.tell(one.rows)
    return found
