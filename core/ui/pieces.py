"""What pages hand to the components: small frozen values, so that a template never meets an undefined name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.ui.bilingual import Bilingual

if TYPE_CHECKING:
    from core.access.http import PortalRequest

Words = str | Promise | Bilingual
When = dt.date | dt.datetime


@dataclass(frozen=True)
class NavItem:
    """A place in a menu. With `children` it opens, and its own `url` is not used."""

    label: Words
    url: str
    active: bool = False
    children: Sequence[NavItem] = ()
    icon: str = ""
    count: int = 0


class Place(Protocol):
    """What the parts register for a menu (`core.access.portal.NavItem`)."""

    @property
    def label(self) -> Words: ...
    @property
    def url(self) -> str: ...
    @property
    def icon(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def group(self) -> Words: ...


def menu(places: Sequence[Place], path: str) -> list[NavItem]:
    """A menu with the place of `path` marked: the longest address that the path starts with. The first
    place is the home of all the others: it is marked on its own page only.

    Places of one group stand together where its first one stands; alone, a place needs no group.
    """
    inside = [place.url for place in places[1:] if path.startswith(place.url)]
    at_home = [place.url for place in places[:1] if path == place.url]
    here = max(inside + at_home, key=len, default="")
    families: dict[str, list[NavItem]] = {}
    for place in places:
        item = NavItem(place.label, place.url, place.url == here, (), place.icon, place.count)
        families.setdefault(str(place.group) or place.url, []).append(item)
    return [
        items[0] if len(items) == 1 else _opening(label, items) for label, items in families.items()
    ]


def _opening(label: str, items: Sequence[NavItem]) -> NavItem:
    """An entry that opens on others; what they count is told before it is opened."""
    active = any(item.active for item in items)
    return NavItem(label, "", active, items, count=sum(item.count for item in items))


@dataclass(frozen=True)
class Crumb:
    """A step of the breadcrumb; without `url` it is the page itself."""

    label: Words
    url: str = ""


def home_crumb(request: PortalRequest) -> Crumb:
    """The first step of every page of the work area."""
    return Crumb(_("What waits for me"), reverse("area:home", args=[request.programme.slug]))


def trail(request: PortalRequest, *steps: tuple[object, str]) -> list[Crumb]:
    """The breadcrumb of a page of the work area, from its home; the last step is the page itself."""
    return [home_crumb(request), *(Crumb(str(label), url) for label, url in steps)]


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    label: Words
    url: str


@dataclass(frozen=True)
class Tab:
    label: Words
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Brand:
    """Whose portal this page is: the programme's name and line, or the installation's."""

    name: Words
    tagline: Words = ""
    owner: Words = ""
    home_url: str = "/"
    accent: str = "blue"
    contact: str = ""


@dataclass(frozen=True)
class LegalLinks:
    """The four links that a public body's footer must have."""

    accessibility: str = "/piattaforma/accessibilita/"
    privacy: str = "/piattaforma/privacy/"
    legal_notes: str = "/piattaforma/note-legali/"
    report_inefficiency: str = "/piattaforma/segnala/"


@dataclass(frozen=True)
class Step:
    """A step of "what happens next" or of a timeline; `state` is done, now or next.

    `when` may be words: "da aprile" has no invented day.
    """

    label: Words
    state: str = "next"
    when: When | Words | None = None
    note: Words = ""
    url: str = ""


@dataclass(frozen=True)
class FormStep:
    """A section in a form's stepper; `state` is done, current or todo."""

    label: Words
    url: str = ""
    state: str = "todo"
    missing: int = 0
    who: Words = ""


@dataclass(frozen=True)
class Missing:
    """One thing that is lacking, where to put it right, and who can."""

    message: Words
    url: str = ""
    who: Words = ""


@dataclass(frozen=True)
class HistoryEntry:
    """A line of the decision register; `number` and `digest` are empty until it is sealed."""

    when: dt.datetime
    what: Words
    who: Words = ""
    note: Words = ""
    number: int | None = None
    digest: str = ""
