"""How a call is opened for a journey, and how a small form of it is sent."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.journeys.acting import leave_by

HOME = "/en/top-metro-fa-bene"


def open_call(page: Page, title: str) -> None:
    """The coordinator makes a call on the form of the call for ideas, open from an hour ago."""
    page.goto(f"{HOME}/area/bandi/nuovo/")
    page.locator('[name="title_it"]').fill(title)
    page.locator('[name="title_en"]').fill(title)
    send(page)
    page.get_by_role("link", name="The summary in Italian is missing.").click()
    expect(page.locator('[name="summary_it"]')).to_be_focused()
    page.locator('[name="summary_it"]').fill("Una raccolta per provare il portale.")
    page.locator('[name="body_it"]').fill("Cerchiamo idee per i cortili.")
    page.locator('[name="version"]').select_option(label=idea_form(page))
    now = datetime.now(UTC).astimezone(ZoneInfo("Europe/Rome"))
    page.locator('[name="opens_at"]').fill(f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    page.locator('[name="closes_at"]').fill(f"{now + timedelta(days=9):%Y-%m-%dT%H:%M}")
    page.locator('[name="contact_name"]').fill("Segreteria")
    page.locator('[name="contact_email"]').fill("info@example.org")
    page.locator('[name="responsible_officer"]').fill("Dott.ssa Prova")
    send(page)
    page.get_by_role("link", name="Publish").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Publish")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("main .tm-kicker")).to_contain_text(
        re.compile("open|published", re.IGNORECASE)
    )


def idea_form(page: Page) -> str:
    options = page.locator('[name="version"] option').all_inner_texts()
    return next(option for option in options if "ide" in option.lower())


def send(page: Page) -> None:
    """Press the form's button, and be told if the form comes back with errors."""
    leave_by(page.locator("main form button[type=submit]").last)
    summary = page.locator(".tm-error-summary")
    assert not summary.count(), summary.inner_text()
