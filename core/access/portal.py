"""What a part gives to the whole portal. Each `<app>/portal.py` makes one `Portal`; the roof reads them.

Every function receives the request of a programme page; it returns plain rows that the layout draws, or
`IfAny`: what is told of rows, if there are any.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import models
from django.utils.translation import pgettext_lazy

from core.access.http import PortalRequest

if TYPE_CHECKING:
    from core.access.blocked import Text


M = TypeVar("M", bound=models.Model)
Told = TypeVar("Told")


class Family(models.TextChoices):
    """Where an entry stands in the work area's menu; a family of one shows the entry itself."""

    CALLS = "calls", pgettext_lazy("menu", "Calls and applications")
    MEETINGS = "meetings", pgettext_lazy("menu", "Meetings")
    PROJECTS = "projects", pgettext_lazy("menu", "Projects")
    LEARNING = "learning", pgettext_lazy("menu", "Evaluation and practices")
    PEOPLE = "people", pgettext_lazy("menu", "People and networks")
    DATES = "dates", pgettext_lazy("menu", "Dates and messages")


@dataclass(frozen=True)
class NavItem:
    """One entry of the work area's navigation.

    With `if_any` it is shown only if one of these query sets has a row; `count_of` are the rows that it
    counts. The roof asks the database for those of every part together, in one query.
    """

    label: "Text"
    url: str
    icon: str = ""
    count: int = 0
    family: Family | None = None
    if_any: Sequence[models.QuerySet[Any]] = ()
    count_of: models.QuerySet[Any] | None = None

    @property
    def group(self) -> "Text":
        """The words under which the menu gathers it; empty for one that stands alone."""
        return self.family.label if self.family else ""


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


class Often(IntEnum):
    """How near to a person's daily work an option is: the nearest come first, the farthest may be folded."""

    DAILY = 1
    SOMETIMES = 2
    ANYBODY = 3


@dataclass(frozen=True)
class Option:
    """Something that this person may begin now without being asked: a verb, and what it leads to."""

    text: "Text"
    url: str
    note: "Text" = ""
    icon: str = "arrow-right-circle"
    often: Often = Often.SOMETIMES


@dataclass(frozen=True)
class Coming:
    """The next dated thing of a kind: when (words where no day is known), and who acts before me."""

    text: "Text"
    on: date | datetime
    url: str = ""
    when: "Text" = ""
    note: "Text" = ""


@dataclass(frozen=True)
class IfAny(Generic[Told]):
    """What is told of rows, where there are any: one kind of to-do, one list.

    Of most kinds there is none for most people. The roof asks the database for those of every part
    together, in one query, and lets tell only those that have a row.
    """

    rows: models.QuerySet[Any]
    tell: Callable[[models.QuerySet[Any]], Iterable[Told]]


def of_each(rows: models.QuerySet[M], tell: Callable[[M], Told]) -> IfAny[Told]:
    """One thing for each row, in their order."""
    return IfAny(rows, lambda found: [tell(row) for row in found])


Todos = Sequence[Todo | IfAny[Todo]]
Panels = Sequence[Panel | IfAny[Panel]]
Options = Sequence[Option | IfAny[Option]]
Comings = Sequence[Coming | IfAny[Coming]]


@dataclass(frozen=True)
class Portal:
    """The contributions of one app; what it does not give stays empty."""

    navigation: Callable[[PortalRequest], list[NavItem]] = field(default=lambda request: [])
    todos: Callable[[PortalRequest], Todos] = field(default=lambda request: [])
    panels: Callable[[PortalRequest], Panels] = field(default=lambda request: [])
    options: Callable[[PortalRequest], Options] = field(default=lambda request: [])
    comings: Callable[[PortalRequest], Comings] = field(default=lambda request: [])
