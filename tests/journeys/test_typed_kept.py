"""What was typed comes back to its writer after a session expired, never after it was accepted, and to nobody
else."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import leave_by
from tests.journeys.filling import WORDS
from topmetro.demo.people import account_of

CALL = "/en/vicinato-in-comune/bandi/idee-per-i-cortili/rispondi/"
WHO = "Dora Ziliotto"
ANOTHER = "Sofia Mancini"
GROUP = "Gruppo che torna"
KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('typed:')).length"
SignInAs = Callable[..., Page]


@pytest.mark.rule("C2")
def test_a_form_sent_in_an_expired_session_waits_for_its_writer(sign_in_as: SignInAs) -> None:
    page = sign_in_as(WHO)
    page.goto(CALL)
    form = page.url
    fill(page)
    page.context.clear_cookies()
    send(page)
    expect(page.locator("[data-keeping]")).to_be_visible()
    sign_in_as_one_of_the_demo(page, WHO)
    page.goto(form)
    expect(page.locator('[name="name"]')).to_have_value(GROUP)
    expect(page.locator('[name="kind"]')).to_have_value("informal_group")
    send(page)
    expect(page).not_to_have_url(form)
    page.goto(form)
    if page.locator('[name="name"]').count():
        expect(page.locator('[name="name"]')).to_have_value("")


@pytest.mark.rule("C2")
def test_a_section_sent_in_an_expired_session_is_not_lost(sign_in_as: SignInAs) -> None:
    page = sign_in_as(WHO)
    begin(page)
    section = page.url
    page.context.clear_cookies()
    text = "Typed just before the session had expired."
    page.locator("form[data-autosave] textarea").first.fill(text)
    leave_by(page.get_by_role("button", name="Save and continue"))
    sign_in_as_one_of_the_demo(page, WHO)
    page.goto(section)
    expect(page.locator("form[data-autosave] textarea").first).to_have_value(text)


@pytest.mark.rule("C2")
def test_on_a_shared_computer_nobody_sees_what_another_typed(sign_in_as: SignInAs) -> None:
    page = sign_in_as(WHO)
    page.goto(CALL)
    form = page.url
    fill(page)
    page.context.clear_cookies()
    sign_in_as_one_of_the_demo(page, ANOTHER)
    page.goto(form)
    expect(page.locator('[name="name"]')).to_have_value("")
    page.context.clear_cookies()
    sign_in_as_one_of_the_demo(page, WHO)
    page.goto(form)
    expect(page.locator('[name="name"]')).to_have_value(GROUP)
    page.locator(".tm-slim-tools details.tm-menu summary").click()
    page.locator("[data-sign-out] button").click()
    expect(page.locator("[data-sign-out]")).to_have_count(0)
    assert page.evaluate(KEPT) == 0
    sign_in_as_one_of_the_demo(page, WHO)
    page.goto(form)
    expect(page.locator('[name="name"]')).to_have_value("")


@pytest.mark.rule("C2")
def test_what_is_typed_without_a_connection_is_saved_when_it_returns(
    sign_in_as: SignInAs,
) -> None:
    page = sign_in_as(WHO)
    begin(page)
    said = page.locator("[data-autosave-status]")
    field = page.locator("form[data-autosave] textarea").first
    page.context.set_offline(True)
    field.fill(WORDS)
    expect(said).to_have_attribute("data-state", "kept")
    page.context.set_offline(False)
    expect(said).to_have_attribute("data-state", "saved")
    page.reload()
    expect(field).to_have_value(WORDS)


def begin(page: Page) -> None:
    """A draft on the open call, for a group made on the way."""
    page.goto(CALL)
    fill(page)
    send(page)
    page.locator('[name="territory"]').select_option(index=1)
    send(page)
    page.locator('[name="title"]').fill("Un cortile che aspetta")
    send(page)
    page.wait_for_url("**/scrivi/**")


def fill(page: Page) -> None:
    page.locator('[name="kind"]').select_option("informal_group")
    page.locator('[name="name"]').fill(GROUP)


def send(page: Page) -> None:
    leave_by(page.locator("main form button[type=submit]").last)


def sign_in_as_one_of_the_demo(page: Page, name: str) -> None:
    account = account_of(name)
    assert account is not None
    page.goto("/demo/accessi/")
    page.locator(f'form:has(input[value="{account.email}"]) button').click()
    page.wait_for_url(re.compile(r"^(?!.*/demo/)"))
