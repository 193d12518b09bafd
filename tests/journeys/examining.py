"""From the close of a call for proposals to a commission that has declared, each office in its turn."""

import re

from playwright.sync_api import Page

from tests.journeys.acting import DAY, As, fill, follow, later, lead_to, press
from topmetro.demo.people import address_of

CHAIR, MEMBER, SECRETARY, ALTERNATE = (
    *("Roberto Scotti", "Piero Vottero", "Giulia Ferrero", "Daniela Rossetto"),
)
SEATS = {"chair": CHAIR, "member": MEMBER, "secretary": SECRETARY, "alternate": ALTERNATE}
TIED_TO = "Rete Casa Ponte"
EXCLUDED = "Rete Biblioteca delle Cose"
WORDS = "La rete non ha dichiarato l'iscrizione al registro che il bando chiede."


def check_admissibility(page: Page) -> None:
    """Requirements are read, one is excluded with its reason, those that pass are admitted together."""
    follow(page, "Check the admissibility")
    desk = page.url.partition("?")[0]
    rows = page.locator("main tbody tr").filter(has_not_text=EXCLUDED)
    links = [str(link.get_attribute("href")) for link in rows.get_by_role("link").all()]
    first, *others = dict.fromkeys(link.partition("?")[0] for link in links)
    _read_requirements(page, first)
    for submission in others:
        _send_requirements(page, submission)
    page.goto(desk)
    page.locator("main tbody tr").filter(has_text=EXCLUDED).get_by_role("link").first.click()
    lead_to(page, "Check the admissibility")
    page.get_by_role("link", name="Exclude…").click()
    page.locator('main [name="reason"]').last.press("Space")
    fill(page, words=WORDS)
    page.locator("main form").get_by_role("button").first.click()
    page.goto(desk)
    page.get_by_role("link", name="Admit those that pass").click()
    press(page, "Admit them all")


def _read_requirements(page: Page, submission: str) -> None:
    """Each point ticked on its page."""
    page.goto(f"{submission}requisiti/")
    for choice in page.get_by_role("radio", name="holds", exact=True).all():
        choice.press("Space")
    press(page, "Save the list")


def _send_requirements(page: Page, submission: str) -> None:
    """What that form sends, without drawing its page."""
    address = f"{submission}requisiti/"
    form = page.request.get(address).text()
    ticks = dict.fromkeys(re.findall(r'name="([\w-]+-holds)"', form), "yes")
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[0]
    answer = page.request.post(
        address,
        form={**ticks, "csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
        max_redirects=0,
    )
    assert ticks
    assert answer.status == 302, answer.text()


def appoint(as_: As) -> None:
    """The coordinator proposes who sits, the official appoints them by an act."""
    page = as_("Giulia Ferrero")
    follow(page, "Prepare the commission")
    for kind, name in SEATS.items():
        page.get_by_role("link", name="Add a person").first.click()
        fill(page, kind=kind, email=address_of(name))
        press(page, "Add to the list")
    page = as_("Anna Cavallo")
    follow(page, "Appoint the commission")
    page.get_by_role("link", name="Appoint", exact=True).click()
    fill(page, act_number="DD-5480", act_date=DAY, scores_due_on=later(6))
    press(page, "Appoint")


def declare(as_: As) -> None:
    """Each on every network, before any text opens; one of them has a tie."""
    for name in (CHAIR, MEMBER, SECRETARY):
        page = as_(name)
        follow(page, "Declare on conflicts of interest")
        for section in page.locator("main form section").all():
            tied = name == MEMBER and TIED_TO in section.inner_text()
            choice = section.locator("select")
            if choice.locator('option[value="none"]').count() or tied:
                choice.select_option("partner" if tied else "none")
        press(page, "Declare")
