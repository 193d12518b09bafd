"""From the idea to a proposal sent, on a day when the call for proposals is open.

The programme stands where sixteen networks have sent their idea and nobody a proposal.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import AREA, HOME, As, fill, follow, lead_to, press, signed_pdf, waiting
from tests.journeys.conftest import portal_standing_on
from tests.journeys.filling import WORDS
from tests.journeys.mailbox import Mailbox
from topmetro.demo.people import address_of

portal = portal_standing_on(date(2020, 11, 5))
CALL = "Top Metro Fa Bene call for proposals"
IDEA, NEED = "Orti che danno lavoro", "Quaranta ettari incolti"
LEAD = "Beatrice Allasia"
CHANGED = "Prima della semina c'è un tavolo con la mensa."
PARTNER = "Cooperativa sociale Mani in Terra"
NEWBORN = "Rete nata ieri"
REASON = "Only who answered “Top Metro Fa Bene call for ideas” can answer this call."
ACTIVITIES: tuple[dict[str, str], ...] = (
    {
        "what": "Comodati e preparazione dei campi",
        "who": "Associazione Collina Viva",
        "starts_on": "2027-02-01",
        "ends_on": "2027-04-15",
        "result": "2 ettari",
    },
    {
        "what": "Banco del sabato",
        "who": "Associazione Collina Viva",
        "starts_on": "2027-05-08",
        "ends_on": "2027-11-27",
        "result": "28 sabati",
    },
)
BUDGET: tuple[dict[str, str], ...] = (
    {"item": "Inserimenti e tutor", "requested": "17.400", "cofinancing": "9.000"},
    {"item": "Sementi e attrezzi", "requested": "6.900", "cofinancing": "6.500"},
)


@pytest.mark.rule("C13")
def test_an_idea_becomes_a_proposal_that_is_sent(as_: As, mailbox: Mailbox, tmp_path: Path) -> None:
    who_sent_no_idea_is_told(as_)
    lead = as_(LEAD)
    begin(lead)
    write(lead, signed_pdf(tmp_path))
    number = declare_and_send(lead)
    mailbox.wait_for(address_of(LEAD), number)
    find_it_among_mine(lead, number)
    facilitator_finds_it(as_("Marco Bonino"), number)


def who_sent_no_idea_is_told(as_: As) -> None:
    """Somebody without a network, before typing; and a network born since, whose idea nobody sent."""
    stranger = as_("Sofia Mancini")
    go_and_answer(stranger)
    expect(stranger.locator("main")).to_contain_text(REASON)
    expect(stranger.locator('main [name="kind"]')).to_have_count(0)
    manager = as_("Simone Prato")
    manager.goto(f"{HOME}/area/reti/nuova/")
    fill(manager, name=NEWBORN)
    manager.locator('main [name="territory"]').select_option(label="Rivoli")
    manager.locator('main [name="lead"]').select_option(index=1)
    press(manager, "Begin the network")
    go_and_answer(manager)
    choice = manager.locator("main li").filter(has_text=NEWBORN)
    expect(choice).to_contain_text(REASON)
    choice.get_by_role("link").click()
    expect(manager.locator(".tm-blockers")).to_contain_text(REASON)
    expect(manager.get_by_role("button", name="Begin the draft")).to_have_count(0)


def go_and_answer(page: Page) -> None:
    page.goto(f"{HOME}/bandi/")
    page.locator("main").get_by_role("link", name=CALL).first.click()
    lead_to(page, "Answer")


def begin(page: Page) -> None:
    """The idea waits to be turned into a proposal, and its answers come along."""
    follow(page, "Turn your idea into a proposal", IDEA)
    expect(page.locator("main")).to_contain_text("Your idea comes along")
    expect(page.locator('[name="title"]')).to_have_value(IDEA)
    press(page, "Begin the draft")
    expect(page.locator('[name="bisogno"]')).to_have_value(re.compile(NEED))


def write(page: Page, agreement: Path) -> None:
    """What the idea did not say: its sections, with partners, activities, a signed file and the budget."""
    need = page.locator('[name="bisogno"]').input_value()
    fill(page, bisogno=f"{need} {WORDS} {WORDS}", obiettivi=WORDS, fragili=WORDS, cambiata="yes")
    fill(page, come_cambiata=CHANGED)
    press(page, "Save and continue")
    partners = page.locator('[name^="partner-"][name$="-name"]')
    expect(partners.first).to_have_value(PARTNER)
    add_row(page, "partner", partners.count() - 1, name="Agronoma Rosa", role="Consulenza")
    for place, row in enumerate(ACTIVITIES):
        add_row(page, "attivita", place, **row)
    fill(page, forma_rete="partenariato")
    page.locator('[name="accordo"]').set_input_files(agreement)
    press(page, "Save and continue")
    read_what_is_missing(page)
    for place, row in enumerate(BUDGET):
        add_row(page, "piano_economico", place, **row)
    fill(page, sostenibilita=WORDS)
    press(page, "Save and continue")
    fill(page, benefici=WORDS, segni=WORDS, apprendere=WORDS)
    press(page, "Save and continue")


def add_row(page: Page, table: str, place: int, **cells: str) -> None:
    """A row of a table by the names of its columns; the table grows where it is full."""
    names = {f"{table}-{place}-{column}": value for column, value in cells.items()}
    if not page.locator(f'[name="{next(iter(names))}"]').count():
        page.locator(f'button[name="add_row"][value="{table}"]').click()
    fill(page, **names)


def read_what_is_missing(page: Page) -> None:
    """The last step lists it, and each line leads to its field."""
    page.get_by_role("link", name="Read and send").first.click()
    main = page.locator("main")
    expect(main).to_contain_text("answers are missing")
    expect(main.get_by_role("button", name="Send the application")).to_be_disabled()
    main.locator(".tm-alert").get_by_role("link", name="Budget").click()
    expect(page.locator('[name="piano_economico-0-item"]')).to_be_in_viewport()


def declare_and_send(page: Page) -> str:
    """Declared true by the lead's representative, sent, and answered with a number and a receipt."""
    expect(page.locator("main")).to_contain_text("Every answer is there.")
    expect(page.locator("main")).to_contain_text("The application is not signed yet")
    lead_to(page, "Sign the application")
    page.get_by_role("checkbox").last.press("Space")
    press(page, "Sign")
    press(page, "Send the application")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("received")
    found = re.search(r"\d{4}-\d{4,}", heading.inner_text())
    assert found
    return found.group()


def find_it_among_mine(page: Page, number: str) -> None:
    assert not waiting(page, "Turn your idea into a proposal").count()
    page.locator("main").get_by_role("link", name="See all (My answers)").click()
    row = page.locator("main .tm-things li").filter(has_text=number)
    expect(row).to_contain_text(CALL)
    row.get_by_role("link").click()
    lead_to(page, "What changed since the idea")
    expect(page.locator("main")).to_contain_text(CHANGED)


def facilitator_finds_it(page: Page, number: str) -> None:
    """In the list of the call, with its number."""
    page.goto(AREA)
    page.locator("main .tm-things a").filter(has_text=CALL).first.click()
    lead_to(page, "Read the applications")
    row = page.locator("main tbody tr").filter(has_text=number)
    expect(row).to_contain_text(IDEA)
