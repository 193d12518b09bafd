"""From a selected proposal to a first instalment paid: project, agreement, instalment, each by its office."""

from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.acting import (
    ACT,
    AREA,
    DAY,
    TODAY,
    As,
    fill,
    follow,
    later,
    lead_to,
    press,
)

PROJECT = "Orti che danno lavoro"
LEAD = "Associazione Collina Viva"
IBAN = "IT46D9999999999000000001004"


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
        ends_on=later(300),
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
    follow(page, "Ask for the instalment", PROJECT)
    lead_to(page, "Ask for")
    press(page, "Ask for the instalment")
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
    follow(page, "Approve the instalment", PROJECT)
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
