"""Every page of every role: the accessibility rules of axe, a phone's width, and no dead link."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.addresses import addresses
from tests.journeys.walker import Walk, skeleton
from topmetro.demo.people import accounts

SMALLEST = {"width": 320, "height": 640}
WIDEST = {"width": 1440, "height": 900}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
STARTS = {"": ["/", "/top-metro-fa-bene/", "/accounts/login/", "/accounts/signup/", "/galleria/"]}
CAST = ["", *(account.name for account in accounts())]
visited: dict[str, set[str]] = {}


@pytest.fixture(scope="session")
def judged() -> dict[str, list[str]]:
    """What axe said of each skeleton, so that a page that looks alike for two roles is judged once."""
    return {}


@pytest.mark.parametrize("name", CAST, ids=lambda name: name or "stranger")
def test_every_page_can_be_used_by_everybody(
    name: str,
    judged: dict[str, list[str]],
    new_page: Callable[..., Page],
    sign_in_as: Callable[..., Page],
) -> None:
    page = sign_in_as(name) if name else new_page()
    walk, faults = Walk(), []
    for at in walk.pages(page, STARTS.get(name, [page.url.removeprefix(_origin(page))])):
        faults += [f"{at}: {fault}" for fault in _axe(page, judged)]
        page.set_viewport_size(SMALLEST)
        if overflow := _overflow(page):
            faults.append(f"{at}: {overflow} px too wide at 320")
        page.set_viewport_size(WIDEST)
    visited[name] = walk.seen
    assert not faults


def test_the_walks_reach_every_page_of_ours() -> None:
    """Runs after the walks; a page that no link leads to cannot be found by a person either."""
    if len(visited) < len(CAST):
        pytest.skip("asked alone, without the walks")
    reached = set().union(*visited.values())
    pages = {each.name for each in addresses() if each.ours and each.page and not each.page.writes}
    assert pages - reached - UNREACHED == set()


UNREACHED: set[str] = set()


def _axe(page: Page, judged: dict[str, list[str]]) -> list[str]:
    shape = skeleton(page)
    if shape not in judged:
        found: Any = Axe().run(page, options=RULES)
        judged[shape] = [
            f"{violation['id']} {node['target']} {node['html'][:120]}"
            for violation in found.response["violations"]
            for node in violation["nodes"]
        ]
        return judged[shape]
    return []


def _overflow(page: Page) -> int:
    return int(page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth"))


def _origin(page: Page) -> str:
    return "/".join(page.url.split("/", 3)[:3])
