"""The parts of the portal, in the order in which their entries appear."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from operator import or_
from typing import Any

from django.db.models import Exists

from core.access.counting import CountOf
from core.access.http import PortalRequest
from core.access.portal import Coming, NavItem, Option, Panel, Portal, Todo
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


def todos(request: PortalRequest) -> list[Todo]:
    """Everything that waits for this person, in no order."""
    return [todo for part in PARTS for todo in part.todos(request)]


def panels(request: PortalRequest) -> list[Panel]:
    """The lists under the to-dos."""
    return [panel for part in PARTS for panel in part.panels(request)]


def options(request: PortalRequest) -> list[Option]:
    """What this person may begin unasked: the daily first, then in the order of the parts."""
    found = [option for part in PARTS for option in part.options(request)]
    return sorted(found, key=lambda option: option.often)


def comings(request: PortalRequest) -> list[Coming]:
    """The next dated things, in the order of the parts."""
    return [coming for part in PARTS for coming in part.comings(request)]
