"""One journey per role, from the state in which the demo leaves its programme."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import leave_by
from topmetro.demo.accounts import current_code
from topmetro.demo.people import account_of

AREA = "/en/top-metro-fa-bene/area/"
SignInAs = Callable[..., Page]
WORK = ("bandi/", "bandi/nuovo/", "persone/", "persone/invita/", "messaggi/")
"""Pages of whoever runs the programme; the order of the figures below."""

REACH = {
    "Giulia Ferrero": (200, 200, 200, 200, 200),
    "Marco Bonino": (200, 200, 200, 403, 403),
    "Lorenza Chiesa": (403, 403, 403, 403, 403),
    "Piero Vottero": (403, 403, 403, 403, 403),
    "Anna Cavallo": (200, 403, 403, 403, 403),
    "Roberto Scotti": (403, 403, 403, 403, 403),
    "Daniela Rossetto": (200, 403, 403, 403, 403),
    "Elena Barbero": (403, 403, 403, 403, 403),
    "Giorgio Valle": (403, 403, 403, 403, 403),
    "Sofia Mancini": (403, 403, 403, 403, 403),
    "Laura Bertolino": (403, 403, 403, 403, 403),
    "Michele Audino": (403, 403, 403, 403, 403),
    "Rita Giordano": (403, 403, 403, 403, 403),
    "Franco Oberto": (403, 403, 403, 403, 403),
    "Beatrice Allasia": (403, 403, 403, 403, 403),
    "Simone Prato": (403, 403, 403, 403, 403),
    "Irene Rolando": (403, 403, 403, 403, 403),
    "Carla Negro": (403, 403, 403, 403, 403),
    "Teo Marangon": (403, 403, 403, 403, 403),
    "Sandra Piattaforma": (403, 403, 403, 403, 403),
}


@pytest.mark.parametrize("name", REACH)
def test_everybody_lands_on_what_waits_and_reaches_what_their_role_allows(
    name: str, sign_in_as: SignInAs
) -> None:
    page = sign_in_as(name)
    page.goto(AREA)
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split(maxsplit=1)[0])
    reached = tuple(page.request.get(f"{AREA}{path}").status for path in WORK)
    assert reached == REACH[name]


def test_whoever_types_password_and_code_enters(page: Page) -> None:
    """The ordinary way in, with the second factor of a role that decides."""
    coordinator = account_of("Giulia Ferrero")
    assert coordinator is not None
    page.goto("/en/accounts/login/")
    page.locator('[name="login"]').fill(coordinator.email)
    page.locator('[name="password"]').fill(coordinator.password)
    page.locator("main form button[type=submit]").first.click()
    page.locator('[name="code"]').fill(current_code(coordinator.totp_secret))
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/top-metro-fa-bene/area/$"))


def test_a_wrong_password_is_refused_and_the_address_kept(page: Page) -> None:
    page.goto("/en/accounts/login/")
    page.locator('[name="login"]').fill("giulia.ferrero@example.org")
    page.locator('[name="password"]').fill("not-this-one")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator('[name="login"]')).to_have_value("giulia.ferrero@example.org")


def test_a_facilitator_filters_and_exports_the_answers(sign_in_as: SignInAs) -> None:
    page = sign_in_as("Marco Bonino")
    answers = answers_to_the_ideas(page)
    page.goto(answers)
    expect(page.locator(".tm-listing-count")).to_contain_text("16")
    exported = page.request.get(f"{answers.rstrip('/')}.csv")
    assert exported.ok
    rows = list(csv.reader(io.StringIO(exported.text()), delimiter=";"))
    assert len(rows) == 1 + 16


def test_a_municipal_official_sees_only_the_own_territory(sign_in_as: SignInAs) -> None:
    page = sign_in_as("Daniela Rossetto")
    page.goto(answers_to_the_ideas(page))
    rows = page.locator(".tm-table tbody tr")
    expect(rows.first).to_be_visible()
    for row in rows.all():
        expect(row).to_contain_text("Rivoli")
    assert rows.count() < 16


def test_a_signatory_reads_the_own_answer_and_its_receipt(sign_in_as: SignInAs) -> None:
    page = sign_in_as("Beatrice Allasia")
    page.goto(f"{AREA}domande/")
    page.get_by_role(
        "link", name="Orti che danno lavoro"
    ).first.click()  # she may have begun others
    page.get_by_role("link", name="Receipt").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"\d{4}-\d{4}"))


def test_a_viewer_reads_and_cannot_withdraw(sign_in_as: SignInAs) -> None:
    page = sign_in_as("Carla Negro")
    page.goto(f"{AREA}domande/")
    leave_by(page.locator('main a[href*="/area/domande/"]').first)
    assert page.request.get(f"{page.url}ritira/").status == 403


def test_another_networks_answer_is_unknown(sign_in_as: SignInAs) -> None:
    """Who may read it finds the address; who may not gets the same answer as for no address at all."""
    facilitator = sign_in_as("Marco Bonino")
    facilitator.goto(answers_to_the_ideas(facilitator))
    everybody = facilitator.eval_on_selector_all(
        '.tm-table a[href*="/area/domande/"]', "nodes => nodes.map(n => n.getAttribute('href'))"
    )
    page = sign_in_as("Beatrice Allasia")
    found = [page.request.get(address).status for address in everybody]
    assert found.count(200) >= 1
    assert set(found) == {200, 404}


def test_the_operator_creates_a_programme_and_invites_its_coordinator(
    sign_in_as: SignInAs,
) -> None:
    page = sign_in_as("Sandra Piattaforma")
    page.goto("/en/piattaforma/")
    page.get_by_role("link", name="New programme").click()
    page.locator('[name="slug"]').fill("programma-nuovo")
    page.locator('[name="name_it"]').fill("Programma nuovo")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Programma nuovo")
    page.locator('[name="email"]').fill("prima.coordinatrice@example.org")
    page.locator('[name="full_name"]').fill("Prima Coordinatrice")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".tm-messages")).to_contain_text("on its way")
    assert page.request.get("/programma-nuovo/").status == 404


def answers_to_the_ideas(page: Page) -> str:
    """The address of the list of answers to the call for ideas."""
    page.goto(f"{AREA}bandi/")
    leave_by(page.get_by_role("link", name="Top Metro Fa Bene call for ideas").first)
    return f"{page.url}domande/"
