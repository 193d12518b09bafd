"""Every page of projects before everybody: who reads, who is refused, who does not learn that it exists."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from core.access import clock
from core.access.models import User
from core.people.domain.roles import grant_role
from core.people.enums import MemberLevel, RoleName
from core.programmes.models import Programme
from projects.models import Project
from tests.factories import people, programmes
from tests.factories import projects as factory
from tests.factories.calls import DURING

SignIn = Callable[[User], Client]
PAGES = (
    "project_detail", "plan_detail", "budget_print", "project_change", "plan_submit",
    "opinion_give", "plan_return", "project_approve", "project_activate", "table_convene",
    "agreement_detail", "agreement_draft", "agreement_sign", "agreement_attach",
    "agreement_approve", "project_revoke",
)  # fmt: skip
READ = {"project_detail", "plan_detail", "budget_print", "agreement_detail"}
WRITE = {"project_change"}
FACILITATE = {"table_convene", "agreement_draft", "agreement_sign", "agreement_attach",
              "project_activate"}  # fmt: skip
OPENS = {
    "signatory": READ | WRITE | {"plan_submit"},
    "editor": READ | WRITE,
    "viewer": READ,
    "partner_editor": READ | WRITE,
    "facilitator": READ | WRITE | FACILITATE,
    "coordinator": READ | WRITE | FACILITATE,
    "metropolitan": READ | (FACILITATE - {"table_convene"})
    | {"plan_return", "project_approve", "agreement_approve", "project_revoke"},
    "municipal": READ | {"opinion_give"},
    "finance": READ,
    "mentor": READ,
}  # fmt: skip
STRANGERS = ("other_municipal", "other_network", "stranger")


def url(project: Project, name: str) -> str:
    return reverse(f"projects:{name}", args=[project.programme.slug, project.pk])


@pytest.fixture
def project(programme: Programme) -> Project:
    """With everything on its pages: a table with minutes, a plan, a signed draft."""
    found = factory.approved()
    factory.signed(found)
    return found


@pytest.fixture
def cast(project: Project) -> Iterator[dict[str, User]]:
    network = project.network
    with clock.at(DURING):
        partner = people.partner_organisation(network)
        elsewhere = programmes.territory("Rivoli")
        yield {
            "signatory": people.member(network.lead, MemberLevel.SIGNATORY).user,
            "editor": people.member(network.lead, MemberLevel.EDITOR).user,
            "viewer": people.member(network.lead, MemberLevel.VIEWER).user,
            "partner_editor": people.member(partner, MemberLevel.EDITOR).user,
            "facilitator": people.facilitator(),
            "coordinator": people.coordinator(),
            "metropolitan": factory.official("Milo Metropolitano"),
            "municipal": people.municipal_official(network.territory),
            "finance": people.with_role(RoleName.FINANCE_OFFICER),
            "mentor": people.mentor(network),
            "other_municipal": people.municipal_official(elsewhere, "Elsa Altrove"),
            "other_network": people.network("Rete altrui").lead.created_by,
            "stranger": people.user("Sara Straniera"),
        }


@pytest.mark.parametrize("who", [*OPENS, *STRANGERS])
def test_each_page_before(
    project: Project, cast: dict[str, User], sign_in: SignIn, who: str
) -> None:
    """A stranger gets 404, a reader without the permission 403."""
    with clock.at(factory.DESIGN):
        client = sign_in(cast[who])
        found = {name: client.get(url(project, name)).status_code for name in PAGES}
    if who in STRANGERS:
        assert set(found.values()) == {404}
        return
    assert {name for name, code in found.items() if code == 200} == OPENS[who]
    assert set(found.values()) <= {200, 403}


def test_nobody_reads_work_pages_without_signing_in(project: Project, client: Client) -> None:
    for name in PAGES:
        response = client.get(url(project, name))
        assert response.status_code == 302, name


def test_whoever_is_tied_does_not_decide(project: Project, sign_in: SignIn) -> None:
    """A metropolitan official who mentors the network reads, and decides nothing on it."""
    with clock.at(DURING):
        tied = people.with_role(RoleName.METROPOLITAN_OFFICIAL, people.user("Tito Tied"))
        grant_role(user=tied, name=RoleName.MENTOR, network=project.network, by=tied)
    client = sign_in(tied)
    assert client.get(url(project, "project_detail")).status_code == 200
    for name in ("project_approve", "plan_return", "agreement_approve"):
        assert client.get(url(project, name)).status_code == 403, name


def test_the_list_and_the_opening_page(
    project: Project, cast: dict[str, User], sign_in: SignIn
) -> None:
    desk = reverse("projects:project_desk", args=[project.programme.slug])
    opening = reverse("projects:project_open", args=[project.programme.slug])
    assert project.title in sign_in(cast["viewer"]).get(desk).content.decode()
    assert sign_in(cast["viewer"]).get(opening).status_code == 403
    assert project.title not in sign_in(cast["other_network"]).get(desk).content.decode()
    elsewhere = factory.network("Rete di Rivoli", territory=programmes.territory("Rivoli"))
    waiting = factory.selected(elsewhere)
    client = sign_in(cast["facilitator"])
    assert waiting.title in client.get(opening).content.decode()
    response = client.post(opening, {"submission": "", "contribution": "8.000,00"})
    assert response.status_code == 302
    assert Project.objects.get(submission=waiting).contribution == 8000


def test_csv_of_the_budget(project: Project, cast: dict[str, User], sign_in: SignIn) -> None:
    project.budget_lines.filter(cofinancing=0).update(description="=1+1")
    address = reverse("projects:budget_export", args=[project.programme.slug, project.pk, "csv"])
    text = sign_in(cast["viewer"]).get(address).content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert text.splitlines()[-1].endswith("30000.00;2000.00;32000.00")
