"""Walks the portal as one person: every kind of page that links lead to, once each."""

import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

SKELETON = """() => {
  const shape = (node) => node.tagName + '.' + [...node.classList].sort().join('.')
    + [...node.attributes].map((a) => a.name).filter((n) => n !== 'class').sort().join(',')
    + '(' + [...new Set([...node.children].map(shape))].join('') + ')';
  return shape(document.body);
}"""
"""The page without its words: two pages with the same skeleton break the same rules."""

LEAVE_ALONE = frozenset({"account_logout", "demo:demo_home", "demo:account_sign_in"})
DOWNLOADS = ("export", "download", "feed", "attachment", "letter_html")


@dataclass
class Walk:
    """Where a person has been: names of addresses, and how many links were left."""

    seen: set[str] = field(default_factory=set)

    def pages(self, page: Page, starts: list[str]) -> Iterator[str]:
        """Go to one address of each name that can be reached; yields the name, the page being there."""
        waiting = deque(starts)
        while waiting:
            path = waiting.popleft()
            name = name_of(path)
            if not name or name in self.seen:
                continue
            self.seen.add(name)
            answer = page.goto(path)
            assert answer is not None, path
            assert answer.status < 400, f"{answer.status} at {path}"
            waiting.extend(links_of(page))
            yield name


def name_of(path: str) -> str:
    """The name of the address, or "" for what is no page to walk to."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    if name in LEAVE_ALONE or any(word in name for word in DOWNLOADS):
        return ""
    return name


def links_of(page: Page) -> list[str]:
    """Where one can go from here, inside the portal and in its first language."""
    here = urlsplit(page.url).netloc
    found = page.eval_on_selector_all("a[href]:not([download])", "nodes => nodes.map(n => n.href)")
    paths = [urlsplit(link) for link in found]
    return [link.path for link in paths if link.netloc == here and not link.path.startswith("/en/")]


def skeleton(page: Page) -> str:
    return hashlib.sha256(str(page.evaluate(SKELETON)).encode()).hexdigest()
