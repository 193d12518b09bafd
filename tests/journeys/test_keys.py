"""A passkey from the first to the last day: added, renamed, used to sign in, removed.

The key is Chromium's own virtual authenticator (W3C WebAuthn, level 3, § 11): it signs as a real one does.
"""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acting import leave_by
from topmetro.demo.people import PASSWORD, account_of

KEYS = "/en/accounts/2fa/webauthn/"
WHO = "Giorgio Valle"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_key_is_added_renamed_used_and_removed(new_page: Callable[..., Page]) -> None:
    page = new_page()
    with_a_key(page)
    demo_sign_in(page)
    add(page, "Telefono")
    rename(page, "Telefono di servizio")
    sign_out(page)
    sign_in_with_the_key(page)
    remove(page)


def with_a_key(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def email() -> str:
    account = account_of(WHO)
    assert account is not None
    return str(account.email)


def demo_sign_in(page: Page) -> None:
    page.goto("/demo/accessi/")
    page.locator(f'form:has(input[value="{email()}"]) button').click()
    page.wait_for_url(lambda url: "/demo/" not in url)


def add(page: Page, name: str) -> None:
    page.goto(KEYS)
    expect(page.locator("main")).to_contain_text("No key yet")
    page.get_by_role("link", name="Add a key").click()
    confirm_password(page)
    page.locator('[name="name"]').fill(name)
    page.get_by_role("button", name="Go on with the key").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto(KEYS)
    expect(page.locator("li.tm-session")).to_contain_text(name)


def confirm_password(page: Page) -> None:
    """Asked before any change of the factors, unless the person has just signed in."""
    if "/reauthenticate/" in page.url:
        page.locator('main [name="password"]').fill(PASSWORD)
        page.locator('main form:has([name="password"]) [type="submit"]').click()


def rename(page: Page, name: str) -> None:
    page.get_by_role("link", name="Rename").click()
    page.locator('[name="name"]').fill(name)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("li.tm-session")).to_contain_text(name)


def sign_out(page: Page) -> None:
    page.goto("/en/accounts/logout/")
    leave_by(page.locator("main form button").first)


def sign_in_with_the_key(page: Page) -> None:
    page.goto("/en/accounts/login/")
    page.locator('[name="login"]').fill(email())
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator('main [type="submit"]').first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    page.get_by_role("button", name="Use a passkey or a security key").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)


def remove(page: Page) -> None:
    page.goto(KEYS)
    expect(page.locator("li.tm-session")).to_contain_text("Last used")
    page.get_by_role("link", name="Remove").click()
    confirm_password(page)
    page.get_by_role("button", name="Remove the key").click()
    expect(page.locator("main")).to_contain_text("No key yet")
