"""How people of a journey act: from *what waits for me* to the thing that waits, and through its form.

Pages are read in English, whose words are the code's own.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pikepdf
from playwright.sync_api import Locator, Page

HOME = "/en/top-metro-fa-bene"
AREA = f"{HOME}/area/"
TODAY = datetime.now(UTC).astimezone(ZoneInfo("Europe/Rome"))
DAY = f"{TODAY:%Y-%m-%d}"
ACT = "https://www.example.org/albo/1"
As = Callable[[str], Page]


def waiting(page: Page, todo: str, about: str = "") -> Locator:
    """The lines of *what waits for me* that hold these words."""
    page.goto(AREA)
    return page.locator("main .tm-todo a").filter(has_text=todo).filter(has_text=about)


def follow(page: Page, todo: str, about: str = "") -> None:
    """From *what waits for me* to the thing that waits."""
    leave_by(waiting(page, todo, about).first)


def lead_to(page: Page, act: str) -> None:
    """What this page offers this person to do now."""
    leave_by(page.locator("main").get_by_role("link", name=act).first)


def leave_by(way: Locator) -> None:
    """Click, and wait for the whole page it leads to: what is read next is read there."""
    with way.page.expect_navigation():
        way.click()


def fill(page: Page, **fields: str) -> None:
    """Fields of the page's form by name; a choice by its value."""
    for name, value in fields.items():
        field = page.locator(f'main [name="{name}"]')
        if field.first.get_attribute("type") == "radio":
            page.locator(f'main [name="{name}"][value="{value}"]').press("Space")
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def press(page: Page, button: str) -> None:
    """Press, and be answered by a page that refuses nothing; a link of that name leads to the button."""
    named = re.compile(f"^{re.escape(button)}")
    buttons = page.locator("main").get_by_role("button", name=named)
    if not buttons.count():
        leave_by(page.locator("main").get_by_role("link", name=named).first)
    leave_by(buttons.first)
    refused = page.locator("main .tm-error-summary")
    assert not refused.count(), f"{page.url}\n{page.locator('main').inner_text()}"


def later(days: int) -> str:
    """A day as a form takes it."""
    return f"{TODAY + timedelta(days=days):%Y-%m-%d}"


def hour(minutes: int) -> str:
    """An hour of today, so many minutes from now, as a form takes it."""
    moment = datetime.now(UTC).astimezone(TODAY.tzinfo) + timedelta(minutes=minutes)
    return f"{moment:%Y-%m-%dT%H:%M}"


def signed_pdf(folder: Path) -> Path:
    """A page that somebody signed by hand."""
    path = folder / "accordo-firmato.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.save(path)
    return path
