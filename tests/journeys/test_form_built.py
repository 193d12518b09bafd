"""A facilitator writes the form of a new call in the browser, tries it and publishes it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acting import leave_by
from tests.journeys.looking import looks_well

DESK = "/en/top-metro-fa-bene/area/bandi/"


def test_a_form_is_built_tried_and_published(sign_in_as: Callable[..., Page]) -> None:
    page = sign_in_as("Marco Bonino")
    page.goto(f"{DESK}nuovo/")
    page.locator('[name="title_it"]').fill("Bando dei cortili di prova")
    page.locator('[name="slug"]').fill("cortili-di-prova")
    save(page)
    page.get_by_role("link", name="The form", exact=True).click()
    page.get_by_role("button", name="Begin an empty form").click()
    page.get_by_role("link", name="Add a section").click()
    write(page, title_it="Il cortile", title_en="The courtyard")
    add_question(page, "Yes or no", label_it="È già aperto?", label_en="Is it open already?")
    add_question(page, "Long text", label_it="Chi lo usa?", label_en="Who uses it?", max_words="80")
    only_when_it_is_open(page)
    undo_and_do_again(page)
    looks_well(page)
    drag_the_second_before_the_first(page)
    try_it(page)
    page.get_by_role("link", name="Publish the form").click()
    page.locator("main").get_by_role("button", name="Publish the form").click()
    expect(page.locator("main")).to_contain_text("This form is published")
    page.get_by_role("button", name="Make a new version").click()
    expect(page.locator("main")).to_contain_text("version 2, draft")


def save(page: Page) -> None:
    leave_by(page.locator("main form").get_by_role("button", name="Save", exact=True))
    summary = page.locator(".tm-error-summary")
    assert not summary.count(), summary.inner_text()


def write(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f'[name="{name}"]').fill(text)
    save(page)


def add_question(page: Page, kind: str, **fields: str) -> None:
    page.get_by_role("link", name=re.compile("Add a question")).click()
    page.get_by_role("link", name=re.compile(f"^{kind}")).click()
    write(page, **fields)


def only_when_it_is_open(page: Page) -> None:
    """“Ask it only if the answer is yes”, told back in words on the card."""
    page.get_by_role("link", name=re.compile("When to ask it.*Who uses it")).click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("is this one:", exact=True).press("Space")
    page.locator('[name="value"]').select_option("yes")
    save(page)
    expect(page.locator("main")).to_contain_text("Only if the answer to “Is it open already?” is")


def undo_and_do_again(page: Page) -> None:
    """The condition goes and comes back; the list of changes says who made it."""
    condition = "Only if the answer to “Is it open already?” is"
    page.get_by_role("button", name="Undo it", exact=True).click()
    expect(page.locator("main")).to_contain_text("Undone: 1 change.")
    expect(page.locator("main")).not_to_contain_text(condition)
    page.get_by_role("button", name="Do it again").click()
    expect(page.locator("main")).to_contain_text(condition)
    page.get_by_role("link", name="All changes of this draft").click()
    expect(page.locator("main")).to_contain_text("Marco Bonino")
    looks_well(page)
    page.get_by_role("link", name="Undo it …").click()
    looks_well(page)
    page.get_by_role("link", name="Leave it as it is").click()


def drag_the_second_before_the_first(page: Page) -> None:
    """Refused, because the second depends on the first: the page says so, and nothing has moved."""
    cards = page.locator("[data-question]")
    cards.nth(1).locator("[data-grip]").hover()
    page.mouse.down()
    cards.nth(0).hover()
    cards.nth(0).hover(position={"x": 5, "y": 5})
    page.mouse.up()
    expect(page.locator(".tm-blockers").first).to_contain_text("must be asked before it")
    expect(page.locator("[data-question]").nth(0)).to_contain_text("Is it open already?")


def try_it(page: Page) -> None:
    page.get_by_role("link", name="Try it as an applicant").click()
    page.get_by_label("No", exact=True).press("Space")
    page.get_by_role("button", name="Check as if I were sending it").click()
    expect(page.locator("main")).to_contain_text("An application like this could be sent")
    page.get_by_role("link", name="Back to the form").click()
