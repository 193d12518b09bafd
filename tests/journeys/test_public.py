"""What a stranger reads, and how a stranger becomes one of the demo's people."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

HOME = "/top-metro-fa-bene/"


def test_the_first_page_lists_both_programmes(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("link", name="Top Metro Fa Bene")).to_be_visible()
    page.get_by_role("link", name="Vicinato in Comune").first.click()
    expect(page).to_have_url(re.compile("/vicinato-in-comune/$"))


def test_a_programmes_home_says_where_we_are(page: Page) -> None:
    page.goto(HOME)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cinque Comuni")
    expect(page.locator(".tm-timeline [aria-current=step]").first).to_be_visible()
    for place in ("Collegno", "Grugliasco", "Moncalieri", "Rivoli", "Venaria Reale"):
        expect(page.locator("#territories")).to_contain_text(place)


def test_the_language_is_switched_on_the_same_page(page: Page) -> None:
    page.goto(f"{HOME}trasparenza/")
    page.locator("a[hreflang=en]").click()
    expect(page).to_have_url(re.compile("/en/top-metro-fa-bene/trasparenza/$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_every_page_of_the_footer_opens(page: Page) -> None:
    page.goto(HOME)
    links = [link.get_attribute("href") for link in page.locator(".tm-footer-links a").all()]
    assert len(links) == 4
    for link in links:
        answer = page.goto(str(link))
        assert answer is not None
        assert answer.ok
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_pages_can_be_used_without_a_mouse(page: Page) -> None:
    page.goto(HOME)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_public_pages_need_no_script(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(HOME)
    page.get_by_role("link", name="Trasparenza").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trasparenza")


def test_a_page_that_does_not_exist_says_so_in_the_programmes_look(page: Page) -> None:
    answer = page.goto(f"{HOME}nulla/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
