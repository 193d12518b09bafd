"""A view of the list of applications: kept and shared by one facilitator, copied by a colleague."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acting import fill, lead_to, leave_by, press
from tests.journeys.looking import looks_well

DESK = "/en/top-metro-fa-bene/area/bandi/"
CALL = "Top Metro Fa Bene call for ideas"
NAME, RENAMED, COPY = "Admitted ideas", "Ideas to read first", "My ideas"


def test_a_view_is_kept_shared_and_copied(sign_in_as: Callable[..., Page]) -> None:
    page = sign_in_as("Marco Bonino")
    open_list(page, "?state=admissible")
    page.locator("main summary", has_text="Columns and views").click()
    fill(page, name=NAME)
    press(page, "Keep this view")
    expect(page.locator("main [aria-current=true]")).to_have_text(NAME)
    to_views(page)
    looks_well(page)
    lead_to(page, "Rename")
    looks_well(page)
    fill(page, name=RENAMED)
    press(page, "Rename")
    press(page, "Share")
    expect(page.locator("main")).to_contain_text("shared")
    colleague = sign_in_as("Giulia Ferrero")
    open_list(colleague)
    leave_by(colleague.locator("main").get_by_role("link", name=f"{RENAMED} · Marco Bonino"))
    to_views(colleague)
    looks_well(colleague)
    lead_to(colleague, "Take a copy")
    looks_well(colleague)
    fill(colleague, name=COPY)
    press(colleague, "Take a copy")
    expect(colleague.locator("main")).to_contain_text(COPY)


def open_list(page: Page, narrowed: str = "") -> None:
    page.goto(DESK)
    lead_to(page, CALL)
    page.goto(f"{page.url}domande/{narrowed}")


def to_views(page: Page) -> None:
    page.locator("main summary", has_text="Columns and views").click()
    lead_to(page, "Rename, share, copy or delete views")
