"""After the ideas: a mentor for every network, a meeting with its actions, and a workshop.

The programme stands where sixteen networks have sent their idea and none has a mentor yet.
"""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import (
    HOME,
    As,
    fill,
    follow,
    hour,
    later,
    lead_to,
    leave_by,
    press,
    waiting,
)
from tests.journeys.conftest import portal_standing_on

portal = portal_standing_on(date(2020, 9, 7))
MENTOR = "Lorenza Chiesa"
NETWORK = "Rete Orti di Rivoli"
LEAD = "Associazione Collina Viva"
ACTION = "Chiedere al Comune la mappa dei terreni incolti"
WORKSHOP = "Social innovation on the scale of people and places"


@pytest.mark.rule("R12")
def test_sixteen_networks_find_a_mentor_and_one_is_met(as_: As) -> None:
    facilitator = as_("Marco Bonino")
    close_the_gap(facilitator)
    accept_and_log(as_(MENTOR))
    do_what_was_agreed(as_("Beatrice Allasia"))
    facilitator.reload()
    row = facilitator.locator("main tbody tr").filter(has_text=NETWORK)
    expect(row).to_contain_text(MENTOR)


def close_the_gap(page: Page) -> None:
    """All of them at once, each with the terms of its own record."""
    follow(page, "Find a mentor for those who have none", "16 networks")
    gap = page.locator("#gap")
    for box in gap.get_by_role("checkbox").all():
        box.press("Space")
    gap.get_by_role("button", name="Choose a mentor for these").click()
    page.locator("main tbody tr").filter(has_text=MENTOR).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Ask {MENTOR}")
    fill(page, goals="Far maturare l'idea in una proposta.")
    press(page, "Ask")
    expect(page.locator("main")).to_contain_text("Every network has a mentor.")
    assert not waiting(page, "Find a mentor").count()
    page.go_back()


def accept_and_log(page: Page) -> None:
    """Says yes to one of them, and writes down what was said and agreed."""
    assert waiting(page, "Say whether you accompany the network").count() == 16
    follow(page, "Say whether you accompany the network", NETWORK)
    fill(page, has_conflict="no")
    press(page, "Accept")
    lead_to(page, "Log a meeting")
    fill(
        page,
        held_at=hour(-1),
        minutes="75",
        shared_note="Manca la terra: si comincia da quella del Comune.",
    )
    page.get_by_label("Beatrice Allasia").press("Space")
    fill(page, **{"action-0-text": ACTION, "action-0-due_on": later(14)})
    page.locator('main [name="action-0-owner"]').select_option(label=LEAD)
    press(page, "Save the meeting")
    expect(page.locator("main")).to_contain_text(ACTION)


def do_what_was_agreed(page: Page) -> None:
    """The network reads the note, and says that it has done its part."""
    follow(page, "Do what was agreed with the mentor", ACTION)
    expect(page.locator("main")).to_contain_text("si comincia da quella del Comune")
    leave_by(page.get_by_role("button", name="Done").first)
    assert not waiting(page, "Do what was agreed with the mentor").count()


@pytest.mark.rule("R6")
def test_a_seat_at_a_workshop_is_taken_and_attendance_recorded(as_: As) -> None:
    participant = as_("Sofia Mancini")
    register(participant)
    facilitator = as_("Marco Bonino")
    hold(facilitator)
    participant.reload()
    expect(participant.locator("#when")).to_contain_text("1 person was there")


def register(page: Page) -> None:
    """From the public page of the workshop to a seat, which the own list shows."""
    page.goto(f"{HOME}/laboratori/")
    page.locator("main").get_by_role("link", name=WORKSHOP).first.click()
    lead_to(page, "Register")
    press(page, "Register")
    expect(page.locator("main")).to_contain_text("Your place")


def hold(page: Page) -> None:
    """The hour was brought forward; then who was there, and what was said."""
    page.goto(f"{HOME}/area/incontri/")
    page.locator("main").get_by_role("link", name=WORKSHOP).first.click()
    lead_to(page, "Move or change")
    fill(page, starts_at=hour(-60), ends_at=hour(-1))
    press(page, "Save")
    follow(page, "Record who was there", WORKSHOP)
    page.get_by_label("Sofia Mancini").select_option("present")
    press(page, "Record the attendance")
    follow(page, "Record the minutes", WORKSHOP)
    fill(page, minutes="Le reti hanno lavorato a coppie sui propri casi.")
    press(page, "Record the minutes")
    expect(page.locator("main")).to_contain_text("1 person was there")
