"""A call is run: made from an earlier one, asked about, extended, read as a file.

Pages are read in English, whose words are the code's own; what a step leaves is used by the next one.
"""

import csv
import io
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.journeys.acting import HOME, As, fill, follow, hour, later, lead_to, press
from tests.journeys.mailbox import Mailbox
from topmetro.demo.people import address_of

EARLIER = "Top Metro Fa Bene call for ideas"
TITLE = "Second call for ideas"
SLUG = "seconda-raccolta"
PUBLIC = f"{HOME}/bandi/{SLUG}/"
DESK = f"{HOME}/area/bandi/"
ASKED = "May a school be a partner of our network?"
ANSWERED = "Yes: schools may be partners, without leading the network."
REASON_IT = "Due Comuni hanno chiesto altri giorni."
REASON = "Two municipalities asked for more days."
ASKER = "Beatrice Allasia"


def test_a_call_is_made_from_an_earlier_one_and_run(as_: As, mailbox: Mailbox) -> None:
    copy_earlier(as_("Marco Bonino"))
    publish(as_("Giulia Ferrero"))
    ask_and_follow(as_(ASKER))
    answer(as_("Marco Bonino"))
    mailbox.wait_for(address_of(ASKER), "ha la sua risposta")
    find_answer(as_(ASKER))
    begin_answer(as_(ASKER))
    extend(as_("Giulia Ferrero"))
    mailbox.wait_for(address_of(ASKER), REASON_IT)
    export(as_("Marco Bonino"))


def copy_earlier(page: Page) -> None:
    """All days move together; then the hours are written again, so that it is open at once."""
    page.goto(f"{DESK}nuovo/")
    page.locator("main summary").first.click()
    lead_to(page, EARLIER)
    fill(page, title_it="Seconda raccolta di idee", title_en=TITLE, slug=SLUG)
    fill(page, opens_at=f"{later(3)}T09:00")
    press(page, "Make the new draft")
    expect(page.locator("main .tm-parts .is-missing")).to_have_count(0)
    lead_to(page, "Opening and closing")
    expect(page.locator('[name="closes_at"]')).not_to_have_value("")
    fill(page, opens_at=hour(-60), closes_at=f"{later(9)}T12:00")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text(
        "When everything is there, a coordinator publishes"
    )


def publish(page: Page) -> None:
    follow(page, "Publish the call", TITLE)
    lead_to(page, "Publish")
    press(page, "Publish")
    expect(page.locator("main .tm-kicker")).to_contain_text("open")


def ask_and_follow(page: Page) -> None:
    page.goto(PUBLIC)
    press(page, "Follow")
    expect(page.get_by_role("button", name="Stop following")).to_be_visible()
    lead_to(page, "Ask a question")
    fill(page, text=ASKED)
    press(page, "Send the question")
    expect(page.locator("main")).not_to_contain_text(ASKED)


def answer(page: Page) -> None:
    follow(page, "Answer a question about the call", ASKED)
    fill(page, wording_it="Una scuola può essere partner?", wording_en=ASKED)
    fill(page, answer_it="Sì, senza guidare la rete.", answer_en=ANSWERED)
    page.locator('[name="nobody_recognised"]').press("Space")
    press(page, "Publish the answer")


def find_answer(page: Page) -> None:
    """By its words, among the public answers; other words find nothing."""
    page.goto(f"{PUBLIC}quesiti/")
    for words, found in (("bicycles", "0 results"), ("schools", "1 result")):
        page.locator("main").get_by_role("searchbox").fill(words)
        press(page, "Search")
        expect(page.locator("main")).to_contain_text(found)
    expect(page.locator("main")).to_contain_text(ANSWERED)


def begin_answer(page: Page) -> None:
    """A draft is enough to be told of what changes."""
    page.goto(f"{PUBLIC}rispondi/")
    page.locator('main a[href*="rete="]').first.click()
    page.locator('[name="title"]').fill("Cortili fra due scuole")
    press(page, "Begin the draft")
    expect(page.locator("form[data-autosave]")).to_be_visible()


def extend(page: Page) -> None:
    page.goto(DESK)
    lead_to(page, TITLE)
    page.locator("main .tm-more button, main .tm-more summary").first.click()
    lead_to(page, "Extend the closing")
    fill(page, closes_at=f"{later(20)}T12:00", reason_it=REASON_IT, reason_en=REASON)
    press(page, "Extend")
    expect(page.locator("#extensions")).to_contain_text(REASON)


def export(page: Page) -> None:
    """The answers of the earlier call: one row for each application, the same in both files."""
    page.goto(DESK)
    lead_to(page, EARLIER)
    lead_to(page, "Read the applications")
    text = _downloaded(page, "CSV").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    book = openpyxl.load_workbook(io.BytesIO(_downloaded(page, "XLSX")))
    sheet = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == len(sheet) > 10
    assert list(sheet[0]) == rows[0]


def _downloaded(page: Page, kind: str) -> bytes:
    with page.expect_download() as got:
        page.locator("main .tm-listing-tools").get_by_role("link", name=kind, exact=True).click()
    return Path(got.value.path()).read_bytes()
