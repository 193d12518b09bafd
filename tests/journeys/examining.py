"""From the close of a call for proposals to its final ranking, as each office and the commission do it."""

import re
import time

from playwright.sync_api import Page, expect

from tests.journeys.acting import ACT, AREA, DAY, As, fill, follow, later, lead_to, leave_by, press
from topmetro.demo.people import address_of

CHAIR, MEMBER = "Roberto Scotti", "Piero Vottero"
SECRETARY, ALTERNATE = "Giulia Ferrero", "Teo Marangon"
SEATS = {"chair": CHAIR, "member": MEMBER, "secretary": SECRETARY, "alternate": ALTERNATE}
TIED_TO = "Rete Casa Ponte"
DRAWING = 60.0
"""Seconds that a PDF may take: the worker may have others before it."""


def check_admissibility(page: Page) -> None:
    """The requirements of each are read; those that pass every point are admitted together."""
    follow(page, "Check the admissibility")
    desk = page.url.partition("?")[0]
    rows = page.locator("main tbody tr").get_by_role("link").all()
    links = [str(link.get_attribute("href")) for link in rows]
    first, *others = dict.fromkeys(link.partition("?")[0] for link in links)
    _read_requirements(page, first)
    for submission in others:
        _send_requirements(page, submission)
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
    _send(page, f"{submission}requisiti/", r'name="([\w-]+-holds)"', "yes")


def _send(page: Page, address: str, names: str, value: str, **further: str) -> None:
    """What the form at this address sends, with one value for each field so named; no page is drawn."""
    form = page.request.get(address).text()
    fields = dict.fromkeys(re.findall(names, form), value)
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[0]
    answer = page.request.post(
        address,
        form={**fields, **further, "csrfmiddlewaretoken": token},
        headers={"Referer": f"{page.url.partition('/en/')[0]}{address}"},
        max_redirects=0,
    )
    assert fields, form
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
    """Each on every network, before any text opens; the alternate is called where one has a tie."""
    for name in SEATS.values():
        page = as_(name)
        follow(page, "Declare on conflicts of interest")
        for section in page.locator("main form section").all():
            tied = name == MEMBER and TIED_TO in section.inner_text()
            choice = section.locator("select")
            if choice.locator('option[value="none"]').count() or tied:
                choice.select_option("partner" if tied else "none")
        press(page, "Declare")


def score(as_: As, best: str) -> None:
    """The first card by keyboard beside the text; the others as their forms send them."""
    for name in (CHAIR, MEMBER, ALTERNATE):
        page = as_(name)
        follow(page, "Hand in")
        cards = _cards(page)
        if name == CHAIR:
            _by_keyboard(page, cards.pop(0))
        else:
            assert _reaches(page, TIED_TO) == (name == ALTERNATE)
        for address, title in cards:
            points = "9" if title == best else "7"
            _send(page, address, r'name="(score-[^"]+)"', points, hand_in="1")
        page.goto(AREA)
        expect(page.locator("main")).not_to_contain_text("Hand in")


def _cards(page: Page) -> list[tuple[str, str]]:
    """Address and title of each application that this member scores."""
    links = page.locator("#applications tbody th a, #applications tbody td:first-child a").all()
    return [(str(link.get_attribute("href")), link.inner_text().strip()) for link in links]


def _reaches(page: Page, network: str) -> bool:
    return page.locator("#applications tbody tr").filter(has_text=network).count() > 0


def _by_keyboard(page: Page, card: tuple[str, str]) -> None:
    """Digits and Enter from score to score; the text stays in sight; Alt and an arrow to the next."""
    page.goto(card[0])
    expect(page.locator(".tm-scoring-text")).to_be_in_viewport()
    expect(page.locator(".tm-scoring-card")).to_be_in_viewport()
    scores = page.locator("input[data-weight]")
    scores.first.focus()
    for _score in range(scores.count()):
        page.keyboard.type("7")
        page.keyboard.press("Enter")
    expect(page.locator('[name="comment"]')).to_be_focused()
    expect(page.locator("[data-total]")).to_have_text("70.00")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save and hand in")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith(card[0]))
    expect(page.locator("main")).to_contain_text("2 of")
    here = page.url
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_url(lambda url: url != here)
    expect(page.locator("main")).to_contain_text("handed in")


def meet(as_: As) -> None:
    """The chair changes a score as the meeting agreed; the secretary's minutes say so, and open as PDF."""
    page = as_(CHAIR)
    page.goto(_commission(page))
    home = page.url
    leave_by(page.get_by_role("link", name="Cards and how far apart they are"))
    leave_by(page.get_by_role("link", name="change").first)
    fill(page, value="8", reason="La seduta ha riletto il piano economico.")
    press(page, "Change the score")
    expect(page.locator("main")).to_contain_text("La seduta ha riletto il piano economico.")
    page = as_(SECRETARY)
    page.goto(home)
    leave_by(page.get_by_role("link", name="Write the minutes of a sitting").first)
    for box in page.get_by_role("checkbox").all():
        box.press("Space")
    fill(page, held_on=DAY, minutes="La commissione legge i punteggi e li conferma.")
    press(page, "Keep the minutes")
    _open_pdf(page, home)


def _commission(page: Page) -> str:
    page.goto(AREA)
    link = page.locator('main a[href*="/commissione/"]').first
    return str(link.get_attribute("href"))


def _open_pdf(page: Page, home: str) -> None:
    deadline = time.monotonic() + DRAWING
    link = page.locator('#sittings a[href*="/documenti/"]')
    while not link.count() and time.monotonic() < deadline:
        page.goto(home)
    answer = page.request.get(str(link.first.get_attribute("href")))
    assert answer.body().startswith(b"%PDF-")


def rank(as_: As) -> None:
    """Drawn, read with its letters while it is provisional, approved by an act; then they leave."""
    page = as_("Giulia Ferrero")
    follow(page, "Draw the ranking")
    press(page, "Draw the ranking")
    expect(page.locator("main")).to_contain_text("provisional")
    lead_to(page, "Letters to all outcomes")
    page.locator("main tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page = as_("Anna Cavallo")
    follow(page, "Approve the ranking")
    fill(page, act_number="DD-5702", act_date=DAY, act_url=ACT)
    press(page, "Approve and publish")
    expect(page.locator("main")).to_contain_text("final")
