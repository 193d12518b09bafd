"""A running portal, a real browser, and people who sign in as the demo's sign-in page lets them."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from devkit.browser import installed_browser
from tests.journeys.mailbox import Mailbox
from tests.journeys.processes import Portal, running_portal
from topmetro.demo.people import account_of

PATIENCE = 45_000
"""Milliseconds: two cores serve the portal, its worker, the browser and the other tests."""
NOT_OF_OURS = [
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades"),
    *("LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints"),
    *("PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning"),
]
"""Of the browser. First what draws pages of its own beside each of ours, for an address bar that nobody
sees: half of its time. Then what Playwright leaves out: of two such lists a browser reads the last."""
BROWSER_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    f"--disable-features={','.join(NOT_OF_OURS)}",
]
BROKERS = 8
KNOWN_NOISE = re.compile(
    r"status of (400|401|403|404|405|409|422)|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED"
)
"""Pages that refuse are visited, and lines dropped, on purpose; the browser notes it in the console."""

SignInAs = Callable[[str], Page]
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def portal(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    with django_db_blocker.unblock(), _portal(tmp_path_factory.mktemp("portal")) as running:
        yield running


def portal_standing_on(day: date) -> Any:
    """For a module: its own portal instead of the common one, standing on this day of the programme."""

    @pytest.fixture(scope="module", name="portal")
    def own_portal(
        django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[Portal]:
        with django_db_blocker.unblock(), _portal(tmp_path_factory.mktemp("own"), day) as running:
            yield running

    return own_portal


def _portal(folder: Path, day: date | None = None) -> AbstractContextManager[Portal]:
    """Database and broker of its own; the lower numbers of brokers are the test processes' caches."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    number = BROKERS + (2 * worker + bool(day)) % BROKERS
    name = f"topmetro_journeys_{os.getpid()}_{day or 'today'}".replace("-", "")
    return running_portal(name, folder, number, day)


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    # Playwright keeps a loop in this thread until the run ends: Django must not take it for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(_playwright: Playwright) -> Iterator[Browser]:
    named = os.environ.get("CHROMIUM") or installed_browser()
    launched = _playwright.chromium.launch(executable_path=named, args=BROWSER_FLAGS)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def signed_in_states() -> dict[tuple[str, str], Any]:
    """Cookies of who has signed in before, by portal and name: one sign-in per person and run."""
    return {}


@pytest.fixture
def new_page(portal: Portal, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page of a browser of its own; what it complains about fails the test."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(
            base_url=portal.url,
            locale="it-IT",
            timezone_id="Europe/Rome",
            **{"viewport": {"width": 1440, "height": 900}, **options},
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda message: _note(message, complaints))
        page.on("response", lambda answer: _note_failure(answer, complaints))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A stranger's browser."""
    return new_page()


@pytest.fixture
def sign_in_as(
    portal: Portal,
    new_page: Callable[..., Page],
    signed_in_states: dict[tuple[str, str], Any],
) -> SignInAs:
    """The browser of one of the demo's people, by name, on *what waits for me*."""

    def enter(name: str, **options: Any) -> Page:
        account = account_of(name)
        assert account is not None, f"{name} is not in the demo's cast"
        known = (portal.url, name)
        page = new_page(storage_state=signed_in_states.get(known), **options)
        if known not in signed_in_states:
            page.goto("/demo/accessi/")
            page.locator(f'form:has(input[value="{account.email}"]) button').click()
            page.wait_for_url(lambda url: "/demo/" not in url)
            signed_in_states[known] = page.context.storage_state()
        else:
            page.goto(f"/{account.slug}/area/" if account.slug else "/piattaforma/")
        return page

    return enter


@pytest.fixture
def as_(sign_in_as: SignInAs) -> SignInAs:
    """One browser for each of the demo's people, which stays open for the whole journey."""
    return cache(sign_in_as)


@pytest.fixture
def mailbox(portal: Portal) -> Mailbox:
    return Mailbox(portal.mail)


def _note(message: Any, complaints: list[str]) -> None:
    if message.type == "error" and not KNOWN_NOISE.search(message.text):
        complaints.append(f"console: {message.text}")


def _note_failure(answer: Any, complaints: list[str]) -> None:
    if answer.status >= 500:
        complaints.append(f"{answer.status} at {answer.url}")
