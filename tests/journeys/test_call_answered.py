"""The smoke walk: a call is opened, somebody who never came before answers it, and the public sees it.

Pages are read in English, whose words are the code's own; what a step leaves is used by the next one.
"""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acting import leave_by
from tests.journeys.filling import WORDS, fill_section
from tests.journeys.mailbox import Mailbox
from tests.journeys.opening import HOME, open_call, send

TITLE = "Raccolta di prova"
SLUG = "raccolta-di-prova"
IDEA = "Cortili aperti"
PERSON = "nuova.persona@example.org"
PARTNER = "partner.invitato@example.org"
PASSWORD = "cortili-aperti-il-sabato"
SignInAs = Callable[..., Page]


def test_a_call_is_opened_answered_and_seen(
    new_page: Callable[..., Page], sign_in_as: SignInAs, mailbox: Mailbox
) -> None:
    open_call(sign_in_as("Giulia Ferrero"), TITLE)
    applicant = new_page()
    register(applicant, mailbox)
    start_answer(applicant)
    invite_partner(applicant, mailbox)
    write_and_come_back(applicant)
    number = submit(applicant)
    receive_receipt(applicant, mailbox, number)
    facilitator_finds_it(sign_in_as("Marco Bonino"), number)
    public_sees_the_call(new_page(), number)


def register(page: Page, mailbox: Mailbox) -> None:
    """From the call's public page to an account whose address is confirmed."""
    page.goto(f"{HOME}/bandi/{SLUG}/")
    page.get_by_role("link", name="Answer", exact=True).first.click()
    page.get_by_role("link", name=re.compile("Create an account|Register", re.I)).first.click()
    page.locator('[name="full_name"]').fill("Nuova Persona")
    page.locator('[name="email"]').fill(PERSON)
    page.locator('[name="password1"]').fill(PASSWORD)
    page.locator('[name="privacy"]').press("Space")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Look at your e-mail")
    page.goto(mailbox.link_in(PERSON, "confirm", "confirm-email"))
    page.get_by_role("button", name="Yes, confirm").click()
    page.wait_for_url(lambda url: "confirm-email" not in url)


def start_answer(page: Page) -> None:
    """Organisation, network, title: three small pages."""
    page.goto(f"{HOME}/bandi/{SLUG}/rispondi/")
    page.locator('[name="kind"]').select_option("informal_group")
    page.locator('[name="name"]').fill("Gruppo Cortili di Prova")
    send(page)
    page.locator('[name="name"]').fill("Rete Cortili di Prova")
    page.locator('[name="territory"]').select_option(label="Rivoli")
    send(page)
    page.locator('[name="title"]').fill(IDEA)
    send(page)
    expect(page).to_have_url(re.compile("/scrivi/"))


def invite_partner(page: Page, mailbox: Mailbox) -> None:
    """A partner without an account receives a link."""
    draft = page.url
    page.goto(f"{HOME}/area/reti/")
    leave_by(page.get_by_role("link", name="Rete Cortili di Prova").first)
    leave_by(page.get_by_role("link", name="Invite a partner"))
    for field in page.locator("main form input:visible:not([type=email])").all():
        if not field.input_value():
            field.fill("Circolo del Quartiere di Prova")
    page.locator('main form [name="email"]').fill(PARTNER)
    send(page)
    assert mailbox.link_in(PARTNER, "Rete Cortili di Prova", "/inviti/")
    page.goto(draft)


def write_and_come_back(page: Page) -> None:
    """A first answer saves itself; after leaving it is still there."""
    first = page.locator("form[data-autosave] textarea").first
    with page.expect_response(lambda answer: answer.url.endswith("/salva/")) as saved:
        first.fill(WORDS)
    assert saved.value.ok
    here = page.url
    page.goto(f"{HOME}/area/")
    page.goto(here)
    expect(page.locator("form[data-autosave] textarea").first).to_have_value(WORDS)


def submit(page: Page) -> str:
    """Section by section to the last step; answers the number of the application."""
    for _section in range(12):
        if "/leggi-e-invia/" in page.url:
            break
        fill_section(page)
        leave_by(page.get_by_role("button", name="Save and continue"))
        assert not page.locator(".tm-error-summary").count(), page.locator("main").inner_text()
    expect(page.locator("main")).to_contain_text("Every answer is there.")
    page.get_by_role("button", name="Send the application").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("received")
    found = re.search(r"\d{4}-\d{4,}", page.get_by_role("heading", level=1).inner_text())
    assert found
    return found.group()


def receive_receipt(page: Page, mailbox: Mailbox, number: str) -> None:
    """By e-mail at once; the PDF when the worker has drawn it."""
    mailbox.wait_for(PERSON, number)
    link = page.locator('a[href*="/documenti/"]:not([href*="/pdf/"])').first
    expect(link).to_be_visible(timeout=60_000)
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.ok
    assert answer.body().startswith(b"%PDF-")


def facilitator_finds_it(page: Page, number: str) -> None:
    page.goto(f"{HOME}/area/bandi/")
    leave_by(page.get_by_role("link", name=TITLE).first)
    page.goto(f"{page.url}domande/?q={number}")
    page.get_by_role("link", name=re.compile(number)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(IDEA)


def public_sees_the_call(page: Page, number: str) -> None:
    """On the home with the days that are left; the application itself stays private."""
    page.goto("/top-metro-fa-bene/")
    expect(page.locator("#calls")).to_contain_text(TITLE)
    expect(page.locator("#calls")).to_contain_text("fra 9 giorni")
    assert number not in page.content()
    assert IDEA not in page.content()
