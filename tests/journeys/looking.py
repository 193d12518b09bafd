"""How a page is judged: the accessibility rules of axe, and a phone's width."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

SMALLEST: ViewportSize = {"width": 320, "height": 640}
WIDEST: ViewportSize = {"width": 1440, "height": 900}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def looks_well(page: Page) -> None:
    assert not violations(page)
    assert not overflow_on_a_phone(page)


def violations(page: Page) -> list[str]:
    """Rule, place and text of each."""
    found: Any = Axe().run(page, options=RULES)
    return [
        f"{violation['id']} {node['target']} {node['html'][:160]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def overflow_on_a_phone(page: Page) -> int:
    """Pixels by which it is too wide at 320; the page is as wide as a desk's afterwards."""
    page.set_viewport_size(SMALLEST)
    width = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    page.set_viewport_size(WIDEST)
    return int(width)
