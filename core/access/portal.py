"""What a part gives to the whole portal. Each `<app>/portal.py` makes one `Portal`; the roof reads them.

Every function receives the request of a programme page; it returns plain rows that the layout draws.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from core.access.http import PortalRequest

if TYPE_CHECKING:
    from core.access.blocked import Text


@dataclass(frozen=True)
class NavItem:
    """One entry of the work area's navigation."""

    label: "Text"
    url: str
    icon: str = ""
    count: int = 0


@dataclass(frozen=True)
class Todo:
    """Something that waits for this person: a verb, an object, and until when (aware, or None)."""

    text: "Text"
    url: str
    due: datetime | None = None
    about: "Text" = ""
    figure: "Text" = ""


@dataclass(frozen=True)
class Thing:
    """A row of one of the lists under the to-dos: "my calls", "the networks I accompany"."""

    title: "Text"
    url: str
    note: "Text" = ""
    state: "Text" = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class Panel:
    """A titled list on *what waits for me*, with the words for when it is empty."""

    title: "Text"
    things: Sequence[Thing]
    empty: "Text" = ""
    url: str = ""


@dataclass(frozen=True)
class Portal:
    """The contributions of one app; what it does not give stays empty."""

    navigation: Callable[[PortalRequest], list[NavItem]] = field(default=lambda request: [])
    todos: Callable[[PortalRequest], list[Todo]] = field(default=lambda request: [])
    panels: Callable[[PortalRequest], list[Panel]] = field(default=lambda request: [])
