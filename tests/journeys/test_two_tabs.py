"""Two tabs on one draft: the second text waits for a choice, and never overwrites the first by itself."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from tests.journeys.acting import leave_by

CALL = "/en/vicinato-in-comune/bandi/idee-per-i-cortili/rispondi/"
FIRST = "The courtyard opens on Saturdays, with the families and the school of the district."
SECOND = "The courtyard opens on Sundays, with music and with the elders of the district."
SignInAs = Callable[..., Page]


@pytest.mark.rule("C2")
def test_the_second_tab_chooses_before_anything_is_overwritten(sign_in_as: SignInAs) -> None:
    first, second = sign_in_as("Dora Ziliotto"), sign_in_as("Dora Ziliotto")
    begin(first)
    second.goto(first.url)
    write(first, FIRST, status=200)
    write(second, SECOND, status=409)
    panel = second.locator("[data-autosave-conflicts]")
    expect(panel).to_contain_text(FIRST)
    expect(panel).to_contain_text(SECOND)
    second.locator(
        "form[data-autosave] input[type=text]"
    ).first.click()  # leaving the field sends nothing
    second.wait_for_timeout(2500)  # longer than the pause after which a draft saves itself
    expect_stored(first, FIRST)
    with second.expect_response(is_autosave) as saved:
        panel.get_by_role("button", name="Keep mine").click()
    assert saved.value.ok
    expect(panel).to_be_hidden()
    expect_stored(first, SECOND)


@pytest.mark.rule("C2")
def test_a_reload_in_the_middle_of_a_clash_keeps_both_texts(sign_in_as: SignInAs) -> None:
    first, second = sign_in_as("Dora Ziliotto"), sign_in_as("Dora Ziliotto")
    begin(first)
    second.goto(first.url)
    write(first, FIRST, status=200)
    write(second, SECOND, status=409)
    with second.expect_response(is_autosave) as again:
        second.reload()
    assert again.value.status == 409
    expect(second.locator("[data-autosave-conflicts]")).to_contain_text(FIRST)
    expect(text_of(second)).to_have_value(SECOND)
    expect_stored(first, FIRST)


@pytest.mark.rule("C2")
def test_a_whole_page_sent_in_the_middle_of_a_clash_asks(sign_in_as: SignInAs) -> None:
    first, second = sign_in_as("Dora Ziliotto"), sign_in_as("Dora Ziliotto")
    begin(first)
    second.goto(first.url)
    write(first, FIRST, status=200)
    write(second, SECOND, status=409)
    leave_by(second.get_by_role("button", name="Save and continue"))
    expect(second.locator("main")).to_contain_text("Both texts are kept.")
    expect_stored(first, FIRST)


def begin(page: Page) -> None:
    """A draft on the open call, for a group made on the way."""
    page.goto(CALL)
    page.locator('[name="kind"]').select_option("informal_group")
    page.locator('[name="name"]').fill("Gruppo di due finestre")
    send(page)
    page.locator('[name="territory"]').select_option(index=1)
    send(page)
    page.locator('[name="title"]').fill("Due finestre")
    send(page)
    page.wait_for_url("**/scrivi/**")


def write(page: Page, text: str, *, status: int) -> None:
    with page.expect_response(is_autosave) as saved:
        text_of(page).fill(text)
    assert saved.value.status == status


def text_of(page: Page) -> Locator:
    return page.locator("form[data-autosave] textarea").first


def expect_stored(page: Page, text: str) -> None:
    """What the draft holds: on its own page a person would see the text kept for them."""
    page.goto(re.sub(r"/scrivi/.*", "/scrivi/leggi-e-invia/", page.url))
    expect(page.locator("main")).to_contain_text(text)


def is_autosave(answer: Response) -> bool:
    return answer.url.endswith("/salva/")


def send(page: Page) -> None:
    leave_by(page.locator("main form button[type=submit]").last)
