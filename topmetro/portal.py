"""The parts of the portal, in the order in which their entries appear."""

from importlib import import_module
from importlib.util import find_spec

from core.access.http import PortalRequest
from core.access.portal import Coming, NavItem, Option, Panel, Portal, Todo

APPS = (
    "calls",
    "labs",
    "projects",
    "tranches",
    "evaluation",
    "education",
    "core.people",
    "core.programmes",
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
    """The work area's entries for this person."""
    return [item for part in PARTS for item in part.navigation(request)]


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
