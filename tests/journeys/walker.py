"""Walks the portal as one person: every kind of page that links lead to, once each.

Pages are fetched with the person's cookies and read as text; only a page that has a skeleton which nobody
has shown yet is opened in the browser: of what it says (`main`), or of the frame around it. Two pages with
the same skeletons break the same rules (docs/adr/0179).
"""

import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext, APIResponse

LEAVE_ALONE = frozenset({
    *("account_logout", "demo:demo_home", "demo:account_sign_in", "demo:letter_html"),
    "documents:pdf_job_show",
})  # fmt: skip
VOID = frozenset({"area", "br", "hr", "img", "input", "link", "meta", "use", "source", "wbr"})


@dataclass(frozen=True)
class Visit:
    """A page that answered: where it is, what its address is called, what it looks like."""

    path: str
    name: str
    skeletons: frozenset[str]


@dataclass
class Walk:
    """Where a person has been, by the names of addresses, and the links that answered badly.

    With `within`, names of addresses, a walk keeps to those, and goes to each once for each call or
    project: what a call's rule changes, or a project's stage, looks different.
    """

    within: frozenset[str] = frozenset()
    seen: set[str] = field(default_factory=set)
    dead: list[str] = field(default_factory=list)

    def visits(self, asks: APIRequestContext, starts: list[str]) -> Iterator[Visit]:
        """One address of each name that can be reached from `starts`."""
        waiting, met = deque(starts), set()
        while waiting:
            path = waiting.popleft()
            name = name_of(path)
            place = (name, key_in(path) if self.within and name else "")
            if not name or place in met or (self.within and name not in self.within):
                continue
            met.add(place)
            self.seen.add(name)
            answer = asks.get(path)
            if answer.status >= 400:
                self.dead.append(f"{answer.status} at {path}")
                continue
            if not is_page(answer):
                continue
            page = Reader(urlsplit(answer.url).path)
            page.feed(answer.text())
            waiting.extend(page.links)
            yield Visit(path, name, page.skeletons())


def is_page(answer: APIResponse) -> bool:
    """A file to keep or a calendar to follow is not walked through."""
    kept = answer.headers.get("content-disposition", "").startswith("attachment")
    return not kept and answer.headers["content-type"].startswith("text/html")


def name_of(path: str) -> str:
    """The name of the address, or "" for what is no page to walk to."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    return "" if name in LEAVE_ALONE else name


def key_in(path: str) -> str:
    """The key of the call, or of whatever else the address is about."""
    return str(resolve(path).kwargs.get("key", ""))


class Reader(HTMLParser):
    """Reads a page for its links inside the portal, and for its shape without its words."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self._open: list[tuple[str, set[str]]] = [("", set())]
        self._main: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        href = given.get("href") or ""
        if tag == "a" and "download" not in given and not href.startswith(("#", "mailto:")):
            link = urlsplit(urljoin(self.path, href))
            if not link.netloc and not link.path.startswith("/en/"):
                self.links.append(link.path)
        classes = ".".join(sorted((given.get("class") or "").split()))
        names = ",".join(sorted(name for name in given if name != "class"))
        self._open.append((f"{tag}.{classes}[{names}]", set()))
        if tag in VOID:
            self._close()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self._open) > 1:
            self._close()

    def _close(self) -> None:
        shape, children = self._open.pop()
        whole = f"{shape}({''.join(sorted(children))})"
        if shape.startswith("main."):
            self._main.append(whole)
            whole = shape
        self._open[-1][1].add(whole)

    def skeletons(self) -> frozenset[str]:
        """One figure for the shape of `main`, one for what is around it; equal children count once."""
        shapes = ("".join(self._main), "".join(sorted(self._open[0][1])))
        return frozenset(hashlib.sha256(shape.encode()).hexdigest() for shape in shapes)
