"""The pages of a tranche with the whole cast, and every act by its form."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.access import clock
from core.access.models import User
from core.people.enums import MemberLevel
from core.programmes.models import Programme
from projects.enums import ProjectState
from tests.factories import people as people_factory
from tests.factories import programmes, tranches
from tests.factories.projects import project_in
from tests.factories.tranches import Way
from tranches.enums import TrancheState
from tranches.models import Clearance, Grant, LedgerEntry, Tranche, WithholdingDeclaration

pytestmark = pytest.mark.begins_from(stage=tranches.granted)
S = TrancheState
SignIn = Callable[[User], Client]


def url(name: str, way: Way, **more: str) -> str:
    return reverse(f"tranches:{name}", kwargs={"slug": "prova", "key": way.tranche.pk, **more})


def cast(way: Way) -> dict[str, User]:
    """Who may know of the tranche (`True` below) and who may not."""
    network = way.grant.project.network
    elsewhere = programmes.territory("Rivoli")
    return {
        **way.team.__dict__,
        "coordinator": people_factory.coordinator(),
        "facilitator": people_factory.facilitator(),
        "viewer": people_factory.member(network.lead, MemberLevel.VIEWER).user,
        "other municipality": people_factory.municipal_official(elsewhere, "Elsa Altrove"),
        "mentor": people_factory.mentor(network),
        "other network": people_factory.network("Rete altrui").lead.created_by,
        "stranger": people_factory.user("Sara Straniera"),
    }


UNKNOWING = {"other municipality", "mentor", "other network", "stranger"}
STEPS = {
    "tranche_request": (S.PLANNED, {"signatory"}),
    "tranche_verify": (S.REQUESTED, {"verifier"}),
    "tranche_give_opinion": (S.VERIFIED, {"municipal"}),
    "tranche_approve": (S.VERIFIED, {"official"}),
    "act_publish": (S.APPROVED, {"official"}),
    "tranche_order": (S.APPROVED, {"finance"}),
    "tranche_pay": (S.ORDERED, {"finance"}),
    "tranche_bank_return": (S.PAID, {"finance"}),
    "tranche_return": (S.REQUESTED, {"verifier", "official"}),
    "tranche_suspend": (S.REQUESTED, {"official"}),
    "tranche_resume": (S.SUSPENDED, {"official"}),
    "clearance_record": (S.REQUESTED, {"finance", "verifier"}),
    "withholding_declare": (S.PLANNED, {"signatory"}),
}


def test_who_opens_which_page(programme: Programme, sign_in: SignIn) -> None:
    """Every act in one state: who may not know of the tranche gets 404, whose act it is not 403."""
    way = tranches.way_to(S.VERIFIED)
    people = cast(way)
    for who, person in people.items():
        client = sign_in(person)
        expected = 404 if who in UNKNOWING else 200
        assert client.get(url("tranche_detail", way)).status_code == expected, who
        for name, (_state, may) in STEPS.items():
            expected = 404 if who in UNKNOWING else 200 if who in may else 403
            assert client.get(url(name, way)).status_code == expected, (who, name)
    assert Client().get(url("tranche_detail", way)).status_code == 302


def test_the_list_is_of_who_works_with_contributions(programme: Programme, sign_in: SignIn) -> None:
    way = tranches.granted()
    address = reverse("tranches:tranche_list", args=["prova"])
    expected = {"mentor": 403, "stranger": 403}
    for who, person in cast(way).items():
        response = sign_in(person).get(address)
        assert response.status_code == expected.get(who, 200), who
        if response.status_code == 200:
            seen = way.grant.project.title in response.content.decode()
            assert seen == (who not in UNKNOWING), who


FORMS: list[tuple[str, str, dict[str, Any]]] = [
    ("signatory", "tranche_request", {"note": "Pronti"}),
    ("verifier", "tranche_verify", {"note": "In regola"}),
    ("municipal", "tranche_give_opinion", {"opinion": "with_remarks", "text": "Avvisate i vicini."}),
    (
        "official",
        "tranche_approve",
        {
            "kind": "determination", "act_number": "77", "act_date": "2021-04-06",
            "act_url": "https://example.org/77", "legal_basis": "L. 241/1990 art. 12",
            "office": "Ufficio", "responsible": "Dott.ssa Rosa Rossi",
            "selection_method": "Avviso pubblico", "cv_url": "",
        },
    ),
    ("official", "act_publish", {"url": "https://example.org/at/77", "published_on": "2021-04-06"}),
    (
        "finance",
        "clearance_record",
        {"state": "regular", "asked_on": "2021-04-06", "valid_until": "2021-07-30", "reference": "1"},
    ),
    ("signatory", "withholding_declare", {"subject": "no", "norm": "Ente non commerciale"}),
    (
        "finance",
        "tranche_order",
        {
            "order_number": "501", "order_date": "2021-04-06", "value_date": "2021-04-07",
            "commitment_number": "12", "commitment_chapter": "15", "commitment_year": "2021",
        },
    ),
    ("finance", "tranche_pay", {"receipt_number": "Q1", "paid_on": "2021-04-06"}),
]  # fmt: skip


def test_the_whole_way_by_the_forms(programme: Programme, sign_in: SignIn) -> None:
    tranches.opinion_step()
    way = tranches.granted()
    for who, name, data in FORMS:
        client = sign_in(getattr(way.team, who))
        assert client.get(url(name, way)).status_code == 200, name
        response = client.post(url(name, way), data)
        assert response.status_code == 302, name
        assert client.get(response["Location"]).status_code == 200
    way.tranche.refresh_from_db()
    assert way.tranche.state == S.PAID
    text = sign_in(way.team.signatory).get(url("tranche_detail", way)).content.decode()
    assert "novemila/00" in text
    assert "Q1" in text


def test_the_same_approval_in_two_tabs(programme: Programme, sign_in: SignIn) -> None:
    way = tranches.way_to(S.VERIFIED)
    client = sign_in(way.team.official)
    data = dict(next(data for _who, name, data in FORMS if name == "tranche_approve"))
    with clock.at(way.now):
        assert client.post(url("tranche_approve", way), data).status_code == 302
        assert client.post(url("tranche_approve", way), data).status_code == 409


@dataclass(frozen=True)
class Mistake:
    """A form sent with something wrong; `kept` is what was typed and must still stand there."""

    name: str
    state: TrancheState
    who: str
    data: dict[str, str]
    kept: str = ""


MISTAKES = [
    Mistake("tranche_verify", S.REQUESTED, "verifier", {"note": ""}),
    Mistake(
        "tranche_give_opinion", S.VERIFIED, "municipal", {"opinion": "contrary"}, "contrary"
    ),
    Mistake("tranche_return", S.REQUESTED, "verifier", {"reason": " "}),
    Mistake(
        "clearance_record", S.REQUESTED, "finance",
        {"state": "regular", "asked_on": "2021-04-06", "reference": "INPS_77"}, "INPS_77",
    ),
    Mistake(
        "clearance_record", S.REQUESTED, "finance",
        {"state": "pending", "asked_on": "2031-04-06", "reference": "INPS_78"}, "INPS_78",
    ),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_bad_input_comes_back_with_what_was_typed(
    programme: Programme, sign_in: SignIn, mistake: Mistake
) -> None:
    tranches.opinion_step()
    way = tranches.way_to(mistake.state)
    client = sign_in(getattr(way.team, mistake.who))
    response = client.post(url(mistake.name, way), mistake.data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert mistake.kept in response.content.decode()
    assert Clearance.objects.count() == 0


def test_the_button_is_off_and_says_how_much_is_missing(
    programme: Programme, sign_in: SignIn
) -> None:
    way = tranches.way_to(S.APPROVED)
    client = sign_in(way.team.finance)
    text = client.get(url("tranche_detail", way)).content.decode()
    assert re.search(r"<button[^>]*disabled", text)
    assert text.count('class="is-unmet"') == 3
    assert client.post(url("tranche_order", way), {}).status_code == 200
    assert LedgerEntry.objects.count() == 0


@pytest.mark.begins_from(stage=None)
def test_the_award_by_its_page(programme: Programme, sign_in: SignIn) -> None:
    project = tranches.project()
    people = tranches.team(project.network)
    address = reverse("tranches:grant_award", kwargs={"slug": "prova", "key": project.pk})
    listing = reverse("tranches:tranche_list", args=["prova"])
    client = sign_in(people.official)
    assert address in client.get(listing).content.decode()
    assert "9.000,00" in client.get(address).content.decode()
    assert client.post(address, {"payer": tranches.payer().pk}).status_code == 302
    assert Grant.objects.count() == 1
    assert Tranche.objects.count() == 4
    assert client.post(address, {"payer": tranches.payer().pk}).status_code == 409
    assert sign_in(people.verifier).get(address).status_code == 403
    assert sign_in(people.signatory).get(address).status_code == 403
    assert sign_in(people_factory.user("Sara Straniera")).get(address).status_code == 404


def test_a_condition_that_is_not_asked_for_has_no_page(
    programme: Programme, sign_in: SignIn
) -> None:
    way = tranches.granted()
    client = sign_in(way.team.verifier)
    for condition in ("report_accepted", "iban_verified", "zz"):
        assert client.get(url("condition_record", way, condition=condition)).status_code == 404
    way.tranche = Tranche.objects.get(position=2)
    address = url("condition_record", way, condition="report_accepted")
    assert client.get(address).status_code == 200
    data = {"reference": "Rendicontazione 1", "accepted_on": "2021-04-06", "file": tranches.pdf()}
    assert client.post(address, data).status_code == 302
    document = way.tranche.evidence.get().document
    assert document is not None
    assert client.get(document.url()).status_code == 200
    assert sign_in(people_factory.user("Sara Straniera")).get(document.url()).status_code == 404


def test_the_iban_is_shown_to_who_may_see_it(programme: Programme, sign_in: SignIn) -> None:
    way = tranches.way_to(S.ORDERED)
    address, iban = url("tranche_detail", way), people_factory.IBAN
    assert iban in sign_in(way.team.finance).get(address).content.decode()
    text = sign_in(way.team.municipal).get(address).content.decode()
    assert iban not in text
    assert iban[-4:] in text


WAITING = re.compile(r'<li class="tm-todo[^"]*">\s*<a href="([^"]*)"')
EXPECTED = {
    S.PLANNED: {"signatory": 2},
    S.REQUESTED: {"verifier": 1, "signatory": 1},
    S.VERIFIED: {"official": 1, "signatory": 1},
    S.APPROVED: {"official": 1, "signatory": 1},
    S.ORDERED: {"finance": 1},
    S.PAID: {},
    S.RETURNED: {"signatory": 2},
    S.SUSPENDED: {"official": 1, "signatory": 1},
}


@pytest.mark.parametrize("state", list(EXPECTED))
def test_what_waits_for_whom(programme: Programme, sign_in: SignIn, state: TrancheState) -> None:
    """The signatory's second one is the declaration on withholding, until it is made."""
    way = tranches.way_to(state)
    home = reverse("area:home", args=["prova"])
    with clock.at(way.now):
        for who, person in way.team.__dict__.items():
            text = sign_in(person).get(home).content.decode()
            todos = WAITING.findall(text)
            mine = [path for path in todos if "/contributi/" in path]
            assert len(mine) == EXPECTED[state].get(who, 0), (who, mine)


@pytest.mark.begins_from(stage=None)
def test_a_project_in_design_cannot_be_awarded(programme: Programme, sign_in: SignIn) -> None:
    tranches.plan()
    tranches.payer()
    project = project_in(ProjectState.DESIGNING)
    official = tranches.team(project.network).official
    address = reverse("tranches:grant_award", kwargs={"slug": "prova", "key": project.pk})
    client = sign_in(official)
    assert client.get(address).status_code == 200
    assert client.post(address, {"payer": tranches.payer().pk}).status_code == 409
    assert WithholdingDeclaration.objects.count() == 0
