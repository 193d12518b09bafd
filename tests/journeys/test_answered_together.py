"""One answer by two people of a network, from the first comment to a second version, and once more after it.

Irene Rolando prepares, Simone Prato is on the phone and may send. Pages are read in English.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from tests.journeys.acting import leave_by
from tests.journeys.filling import WORDS, fill_section
from tests.journeys.looking import looks_well
from tests.journeys.opening import HOME, open_call, send

TITLE = "Raccolta a quattro mani"
CALL = f"{HOME}/bandi/raccolta-a-quattro-mani"
NETWORK = "Rete Orti di Rivoli"
REMARK = "Are these the hours of the school?"
REPLY = "Yes, I asked the head teacher."
MINE = f"{WORDS} In inverno ci vediamo nella palestra della scuola."
THEIRS = f"{WORDS} In inverno ci vediamo al circolo degli anziani."
CHANGED = f"{WORDS} In inverno ci vediamo dove ci aprono la porta."
PHONE = {"width": 390, "height": 844}
SignInAs = Callable[..., Page]


@pytest.mark.rule("C2")
@pytest.mark.rule("C14")
def test_two_people_answer_send_change_and_withdraw(sign_in_as: SignInAs) -> None:
    open_call(sign_in_as("Giulia Ferrero"), TITLE)
    preparer = sign_in_as("Irene Rolando")
    manager = sign_in_as("Simone Prato", viewport=PHONE)
    begin(preparer)
    talk(preparer, manager)
    read_on_paper(preparer)
    write_at_once(preparer, manager)
    fill_in(preparer)
    expect(preparer.locator("#why-not")).to_contain_text("signatory or manager")
    number = submit(manager, preparer.url)
    assert submit_changed(manager) == number
    withdraw(manager)
    begin(preparer)


def begin(page: Page) -> None:
    """With the network that there is; the address is then the first section of the draft."""
    page.goto(f"{CALL}/rispondi/")
    page.locator("main").get_by_role("link", name=NETWORK).click()
    page.locator('[name="title"]').fill("Orti di tutti")
    send(page)
    expect(page).to_have_url(re.compile("/scrivi/"))


def read_on_paper(page: Page) -> None:
    """The draft as it stands, what was said about it, and the blank form."""
    here = page.url
    draft = here.partition("scrivi/")[0]
    for address in (f"{draft}bozza/stampa/", f"{draft}commenti/", f"{CALL}/modulo/"):
        page.goto(address)
        looks_well(page)
    page.goto(here)


def talk(preparer: Page, manager: Page) -> None:
    """A remark on the section, its answer, and the thread is resolved."""
    write_comment(preparer, "Write a comment", REMARK, "Add the comment")
    manager.goto(preparer.url.partition("#")[0])
    expect(manager.locator("#comments")).to_contain_text(REMARK)
    write_comment(manager, "Answer", REPLY, "Answer")
    preparer.reload()
    expect(preparer.locator("#comments")).to_contain_text(REPLY)
    preparer.locator("#comments").get_by_role("button", name="Resolve").click()
    expect(preparer.locator("#comments")).to_contain_text("resolved")


def write_comment(page: Page, fold: str, text: str, button: str) -> None:
    place = page.locator("#comments")
    place.locator("summary").filter(has_text=fold).click()
    place.locator("textarea:visible").fill(text)
    place.get_by_role("button", name=button).click()
    expect(page.locator("#comments article").last).to_contain_text(text)


def write_at_once(preparer: Page, manager: Page) -> None:
    """The manager's text meets a newer one: both are shown, and the manager takes the other's."""
    manager.reload()
    write(preparer, MINE, status=200)
    write(manager, THEIRS, status=409)
    panel = manager.locator("[data-autosave-conflicts]")
    expect(panel).to_contain_text("Irene Rolando")
    expect(panel).to_contain_text(MINE)
    expect(panel).to_contain_text(THEIRS)
    panel.get_by_role("button", name="Take theirs").click()
    expect(panel).to_be_hidden()
    expect(first_text(manager)).to_have_value(MINE)


def fill_in(page: Page) -> None:
    """Section by section to the last step."""
    page.reload()
    for _section in range(12):
        if "/leggi-e-invia/" in page.url:
            break
        fill_section(page)
        leave_by(page.get_by_role("button", name="Save and continue"))
        assert not page.locator(".tm-error-summary").count(), page.locator("main").inner_text()
    expect(page.locator("main")).to_contain_text("Every answer is there.")
    expect(page.locator("main")).to_contain_text(MINE)


def submit(page: Page, address: str) -> str:
    """By who may send; answers the number of the application."""
    page.goto(address)
    page.get_by_role("button", name="Send the application").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("received")
    found = re.search(r"\d{4}-\d{4,}", heading.inner_text())
    assert found
    return found.group()


def submit_changed(page: Page) -> str:
    """Reopened from the receipt within the window; what was sent counts until the second sending."""
    page.get_by_role("button", name="Reopen").click()
    page.wait_for_url("**/scrivi/**")
    final = page.url
    page.goto(re.sub(r"/scrivi/.*", "/scrivi/", final))
    page.locator(".tm-steps-fold summary").click()
    page.locator(".tm-stepper li a").nth(1).click()
    expect(page.locator("main")).to_contain_text("What you sent last counts until you send again.")
    write(page, CHANGED, status=200)
    number = submit(page, re.sub(r"/scrivi/.*", "/scrivi/leggi-e-invia/", page.url))
    expect(page.locator("main")).to_contain_text("2. It takes the place of what you sent before.")
    page.get_by_role("link", name="Read the application").click()
    expect(page.locator("main")).to_contain_text(CHANGED)
    return number


def withdraw(page: Page) -> None:
    page.locator("main details.tm-menu summary").click()
    page.locator("main").get_by_role("link", name="Withdraw").click()
    page.locator('main [name="reason"]').fill("La scuola entra in un’altra rete.")
    send(page)
    expect(page.locator("main .tm-kicker")).to_contain_text("withdrawn")


def write(page: Page, text: str, *, status: int) -> None:
    with page.expect_response(is_autosave) as saved:
        first_text(page).fill(text)
    assert saved.value.status == status


def first_text(page: Page) -> Locator:
    return page.locator("form[data-autosave] textarea").first


def is_autosave(answer: Response) -> bool:
    return answer.url.endswith("/salva/")
