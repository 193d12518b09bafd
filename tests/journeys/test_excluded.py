"""A proposal that is not admitted: announced with its reason, observed by its network, decided, told (C6).

The programme stands on the day after the close of its call for proposals: nothing is decided yet.
"""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import HOME, As, fill, follow, lead_to, press, waiting
from tests.journeys.conftest import portal_standing_on
from tests.journeys.mailbox import Mailbox
from tests.journeys.paying import PROJECT
from topmetro.demo.people import address_of

portal = portal_standing_on(date(2020, 11, 17))
LEAD, FACILITATOR = "Beatrice Allasia", "Marco Bonino"
WHY = "Manca l'impegno scritto della cooperativa che gestisce la serra."
OBSERVED = "La lettera della cooperativa porta la data del 10 novembre: era fra gli allegati."
ANSWER = "La lettera non nomina la serra: l'impegno chiesto dall'avviso non c'è."


@pytest.mark.rule("C6")
def test_an_exclusion_is_announced_observed_decided_and_told(as_: As, mailbox: Mailbox) -> None:
    announce(as_(FACILITATOR))
    mailbox.wait_for(address_of(LEAD), WHY)
    observe(as_(LEAD))
    decide(as_(FACILITATOR))
    mailbox.wait_for(address_of(LEAD), ANSWER)
    read_it(as_(LEAD))


def announce(page: Page) -> None:
    """From the requirements that were read to the reasons that the network has ten days to answer."""
    follow(page, "Check the admissibility")
    page.locator("main tbody tr").filter(has_text=PROJECT).get_by_role("link").first.click()
    lead_to(page, "Check the admissibility")
    lead_to(page, "Exclude…")
    expect(page.locator("main")).to_contain_text("has 10 days to answer before you decide")
    fill(page, reason="requirements", words=WHY)
    press(page, "Announce the exclusion")


def observe(page: Page) -> None:
    follow(page, "Answer before the application is excluded", PROJECT)
    expect(page.locator("main")).to_contain_text(WHY)
    fill(page, text=OBSERVED)
    press(page, "Send the observations")
    expect(page.locator("main")).to_contain_text("The network answered; a decision follows.")
    assert not waiting(page, "Answer before the application is excluded").count()


def decide(page: Page) -> None:
    """Nobody excludes without having read what was observed, and without answering it."""
    follow(page, "Read the observations, and decide", PROJECT)
    expect(page.locator("main")).to_contain_text(OBSERVED)
    lead_to(page, "Exclude…")
    expect(page.locator('[name="words"]')).to_have_value(WHY)
    fill(page, answer=ANSWER)
    press(page, "Exclude and write to the network")
    assert not waiting(page, "Read the observations, and decide").count()


def read_it(page: Page) -> None:
    """On the page of the application too: the reason, and the answer to what was observed."""
    page.goto(f"{HOME}/area/domande/")
    row = page.locator("main .tm-things li").filter(has_text=PROJECT)
    row.filter(has_text="inadmissible").get_by_role("link").click()
    main = page.locator("main")
    expect(main).to_contain_text("Not admitted")
    expect(main).to_contain_text(WHY)
    expect(main).to_contain_text(ANSWER)
    expect(main).to_contain_text("the decision can be taken back")
