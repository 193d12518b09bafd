"""The whole way: from the last scores of the commission to a first instalment paid in public.

The programme stands where the commission has two proposals left to score. Each role begins from *what
waits for me* and does the thing that it finds there; nobody types an address but the public.
"""

import csv
import io
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.processes import Portal, running_portal
from topmetro.demo.people import account_of

STANDS_ON = "2020-11-23"
HOME = "/en/top-metro-fa-bene"
AREA = f"{HOME}/area/"
PROJECT = "Orti che danno lavoro"
LEAD = "Associazione Collina Viva"
SCORERS = ("Laura Bertolino", "Michele Audino")
IBAN = "IT46D9999999999000000001004"
ACT = "https://www.example.org/albo/1"
TODAY = datetime.now(UTC).astimezone(ZoneInfo("Europe/Rome"))
DAY = f"{TODAY:%Y-%m-%d}"
As = Callable[[str], Page]


@pytest.fixture(scope="module")
def portal(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Instead of the journeys' common one: this programme stands on an earlier day."""
    folder = tmp_path_factory.mktemp("whole")
    name, number = f"topmetro_whole_{os.getpid()}", 8 + (os.getpid() + 4) % 8
    with (
        django_db_blocker.unblock(),
        running_portal(name, folder, number, "--standing-on", STANDS_ON) as running,
    ):
        yield running


@pytest.fixture
def as_(new_page: Callable[..., Page]) -> As:
    """The browser of one of the demo's people; it stays signed in for the whole way."""
    held: dict[str, Page] = {}

    def enter(name: str) -> Page:
        account = account_of(name)
        assert account is not None
        if name not in held:
            page = held[name] = new_page()
            page.goto("/demo/accessi/")
            page.locator(f'form:has(input[value="{account.email}"]) button').click()
            page.wait_for_url(lambda url: "/demo/" not in url)
        return held[name]

    return enter


def test_from_the_last_scores_to_an_instalment_paid_in_public(
    as_: As, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    score_what_is_left(as_)
    rank_and_approve(as_)
    design_and_approve(as_)
    agree(as_, signed_pdf(tmp_path))
    pay_the_first_instalment(as_)
    everybody_sees_it(new_page())


def score_what_is_left(as_: As) -> None:
    """Two cards each; nobody sees the others' before handing in the own."""
    for name in SCORERS:
        page = as_(name)
        for _card in range(2):
            follow(page, "Hand in")
            page.get_by_role("link", name="to hand in").first.click()
            page.locator("main tbody a").first.click()
            for field in page.locator('main [name^="score-"]').all():
                field.fill("9")
            press(page, "Save and hand in")


def rank_and_approve(as_: As) -> None:
    page = as_("Giulia Ferrero")
    follow(page, "Draw the ranking")
    press(page, "Draw the ranking")
    expect(page.locator("main")).to_contain_text("provisional")
    page = as_("Anna Cavallo")
    follow(page, "Approve the ranking")
    fill(page, act_number="DD-5702", act_date=DAY, act_url=ACT)
    press(page, "Approve and publish")
    expect(page.locator("main")).to_contain_text("final")


def design_and_approve(as_: As) -> None:
    """The facilitator opens the project; the lead plans it; municipality and official decide."""
    page = as_("Marco Bonino")
    follow(page, "Open the project", PROJECT)
    press(page, "Open projects")
    page = as_("Beatrice Allasia")
    follow(page, "Complete the plan and send it", PROJECT)
    plan(page)
    follow(page, "Complete the plan and send it", PROJECT)
    page.get_by_role("link", name="Read once more and send").first.click()
    press(page, "Send the plan")
    page = as_("Daniela Rossetto")
    follow(page, "Give the municipality's opinion", PROJECT)
    fill(page, kind="favourable", text="Il comodato tipo serve anche altrove.")
    press(page, "Give the opinion")
    page = as_("Anna Cavallo")
    follow(page, "Approve the project", PROJECT)
    lead_to(page, "Approve")
    fill(page, act_number="DD-6014", act_date=DAY, act_url=ACT)
    press(page, "Approve the project")


def plan(page: Page) -> None:
    """Days, one activity, one milestone, and two budget lines that make the contribution."""
    project = page.url
    page.get_by_role("link", name="Change").first.click()
    fill(
        page,
        summary_it="Orti affidati a chi cerca lavoro, con un patto di filiera.",
        starts_on=DAY,
        ends_on=f"{TODAY + timedelta(days=300):%Y-%m-%d}",
        cofinancing="16000",
    )
    press(page, "Save")
    rows = (
        ("Add an activity", {"title": "Semina", "starts_on": DAY, "ends_on": later(200)}),
        ("Add a milestone", {"title": "Comodati firmati", "due": later(60)}),
        (
            "Add a budget line",
            {
                "category": "staff",
                "description": "Tutor",
                "granted": "20000,00",
                "cofinancing": "9000",
            },
        ),
        (
            "Add a budget line",
            {
                "category": "materials",
                "description": "Sementi",
                "granted": "10000",
                "cofinancing": "7000",
            },
        ),
    )
    for link, fields in rows:
        page.goto(project)
        page.get_by_role("link", name=link).first.click()
        fill(page, **fields)
        if page.locator('main select[name="organisation"]').count():
            page.locator('main [name="organisation"]').select_option(label=LEAD)
        press(page, "Save")


def agree(as_: As, signed: Path) -> None:
    """Text and CUP, two declarations of signature, the signed file; then it is in force."""
    page = as_("Marco Bonino")
    follow(page, "Draft the agreement", PROJECT)
    fill(page, text="Accordo di prova.", cup="J49J20000140003")
    press(page, "Save")
    for party in ("lead", "body"):
        follow(page, "Complete the agreement", PROJECT)
        page.get_by_role("link", name="Declare a signature").first.click()
        fill(
            page,
            party=party,
            name="Chi firma",
            role="rappresentante",
            signed_on=DAY,
            method="handwritten",
        )
        press(page, "Declare")
    follow(page, "Complete the agreement", PROJECT)
    page.get_by_role("link", name="Attach the signed file").first.click()
    page.locator('main [name="file"]').set_input_files(str(signed))
    press(page, "Attach")
    page = as_("Anna Cavallo")
    follow(page, "Put the agreement in force", PROJECT)
    press(page, "Put in force")


def pay_the_first_instalment(as_: As) -> None:
    """Requested, checked, heard, approved, published, ordered and paid, by different people."""
    give_account(as_)
    page = as_("Anna Cavallo")
    follow(page, "Award the contribution", PROJECT)
    press(page, "Award the contribution")
    page = as_("Beatrice Allasia")
    follow(page, "Declare whether withholding tax applies", PROJECT)
    fill(page, subject="no", norm="Ente non commerciale, attività istituzionale")
    press(page, "Declare")
    follow(page, "Ask for the tranche", PROJECT)
    lead_to(page, "Ask for")
    press(page, "Ask for the tranche")
    page = as_("Piero Vottero")
    follow(page, "Check the request", PROJECT)
    lead_to(page, "Check the request")
    fill(page, note="Convenzione e conto verificati.")
    press(page, "The request is in order")
    page = as_("Daniela Rossetto")
    follow(page, "Give the municipality's opinion", PROJECT)
    lead_to(page, "Give the opinion")
    fill(page, opinion="favourable")
    press(page, "Give the opinion")
    page = as_("Anna Cavallo")
    follow(page, "Approve the tranche", PROJECT)
    lead_to(page, "Approve €")
    fill(page, act_number="DD-6123", act_date=DAY, act_url=ACT, office="Ufficio di prova")
    press(page, "Approve")
    follow(page, "Publish the act", PROJECT)
    lead_to(page, "Publish the act")
    press(page, "Publish")
    page = as_("Roberto Scotti")
    follow(page, "Issue the payment order", PROJECT)
    page.locator('main a[href$="/durc/"]:visible').first.click()
    fill(page, state="regular", asked_on=DAY, valid_until=later(100), reference="DURC 1")
    press(page, "Record it")
    follow(page, "Issue the payment order", PROJECT)
    lead_to(page, "Issue the order")
    fill(
        page,
        order_number="8801",
        commitment_number="2411",
        commitment_chapter="14120/2",
        commitment_year=str(TODAY.year),
    )
    press(page, "Issue the order")
    follow(page, "Record the receipt", PROJECT)
    lead_to(page, "Record the receipt")
    fill(page, receipt_number="Q-9301")
    press(page, "Record the receipt")


def give_account(as_: As) -> None:
    """The lead writes its IBAN, the verifier compares it with the bank's paper."""
    page = as_("Beatrice Allasia")
    page.goto(f"{AREA}enti/")
    page.get_by_role("link", name=LEAD).first.click()
    page.get_by_role("link", name="Change the record").first.click()
    fill(page, iban=IBAN)
    press(page, "Save")
    page = as_("Piero Vottero")
    follow(page, "Verify the IBAN", LEAD)
    page.get_by_text("Verify the IBAN").first.click()
    press(page, "Verify the IBAN")


def everybody_sees_it(page: Page) -> None:
    """The project, the act and the payment, and the act as open data."""
    page.goto(f"{HOME}/progetti/")
    page.get_by_role("link", name=PROJECT).first.click()
    expect(page.locator("main")).to_contain_text("30,000.00")
    answer = page.request.get(f"{HOME}/trasparenza/atti-{TODAY.year}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text())))
    [act] = [row for row in rows if row["beneficiario"] == LEAD]
    assert act["importo_concesso"] == act["importo_erogato"] == "9000.00"


def follow(page: Page, todo: str, about: str = "") -> None:
    """From *what waits for me* to the thing that waits."""
    page.goto(AREA)
    link = page.locator("main .tm-todos a, main .tm-todo a, main a.tm-todo").filter(has_text=todo)
    link.filter(has_text=about).first.click()


def lead_to(page: Page, act: str) -> None:
    """What the page of a project or a tranche offers this person to do now."""
    page.locator("main").get_by_role("link", name=act).first.click()


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        field = page.locator(f'main [name="{name}"]')
        if field.first.get_attribute("type") == "radio":
            page.locator(f'main [name="{name}"][value="{value}"]').check(force=True)
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def press(page: Page, button: str) -> None:
    """Press, and be answered by a page that refuses nothing; a link of that name leads to the button."""
    named = re.compile(f"^{button}")
    buttons = page.locator("main").get_by_role("button", name=named)
    if not buttons.count():
        page.locator("main").get_by_role("link", name=named).first.click()
    buttons.first.click()
    page.wait_for_load_state()
    refused = page.locator("main .tm-error-summary")
    assert not refused.count(), f"{page.url}\n{page.locator('main').inner_text()}"


def later(days: int) -> str:
    return f"{TODAY + timedelta(days=days):%Y-%m-%d}"


def signed_pdf(folder: Path) -> Path:
    path = folder / "accordo-firmato.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.save(path)
    return path
