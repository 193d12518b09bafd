"""The whole way: from the last scores of the commission to a first instalment paid in public.

The programme stands where the commission has two proposals left to score. Each role begins from *what
waits for me* and does the thing that it finds there; nobody types an address but the public.
"""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import paying
from tests.journeys.acting import (
    ACT,
    DAY,
    HOME,
    TODAY,
    As,
    fill,
    follow,
    leave_by,
    press,
    signed_pdf,
)
from tests.journeys.conftest import portal_standing_on
from tests.journeys.paying import LEAD, PROJECT

portal = portal_standing_on(date(2020, 11, 23))
SCORERS = ("Laura Bertolino", "Michele Audino")


def test_from_the_last_scores_to_an_instalment_paid_in_public(
    as_: As, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    score_what_is_left(as_)
    rank_and_approve(as_)
    paying.design_and_approve(as_)
    paying.agree(as_, signed_pdf(tmp_path))
    paying.pay_the_first_instalment(as_)
    everybody_sees_it(new_page())


def score_what_is_left(as_: As) -> None:
    """Two cards each; nobody sees the others' before handing in the own."""
    for name in SCORERS:
        page = as_(name)
        for _card in range(2):
            follow(page, "Hand in")
            leave_by(page.get_by_role("link", name="to hand in").first)
            leave_by(page.locator("main tbody a").first)
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


def everybody_sees_it(page: Page) -> None:
    """The project, the act and the payment, and the act as open data."""
    page.goto(f"{HOME}/progetti/")
    page.get_by_role("link", name=PROJECT).first.click()
    expect(page.locator("main")).to_contain_text("30,000.00")
    answer = page.request.get(f"{HOME}/trasparenza/atti-{TODAY.year}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text())))
    [act] = [row for row in rows if row["beneficiario"] == LEAD]
    assert act["importo_concesso"] == act["importo_erogato"] == "9000.00"
