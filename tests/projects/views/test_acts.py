"""What pages of projects do: two tabs on one row, the public face, everybody's next step."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.access import clock
from core.access.models import User
from core.notices.models import Deadline
from core.programmes.models import Programme
from projects.domain import agreements, projects
from projects.enums import Party, ProjectState
from projects.models import Project
from tests.factories import people
from tests.factories import projects as factory
from tests.factories.calls import DURING

SignIn = Callable[[User], Client]


def url(project: Project, name: str) -> str:
    return reverse(f"projects:{name}", args=[project.programme.slug, project.pk])


def test_a_stale_tab_keeps_its_text_and_says_what_was_saved(
    programme: Programme, sign_in: SignIn
) -> None:
    project = factory.planned()
    line = project.budget_lines.get(cofinancing=0)
    kwargs = {"slug": programme.slug, "key": project.pk, "kind": "voci", "row": line.pk}
    page = reverse("projects:plan_row_change", kwargs=kwargs)
    client = sign_in(factory.writer(project))
    typed = {
        "category": "staff", "description": "Prima", "organisation": project.lead_id,
        "granted": "9.000,00", "cofinancing": "0", "revision": "0",
    }  # fmt: skip
    assert client.post(page, typed).status_code == 302
    response = client.post(page, {**typed, "description": "Seconda", "granted": "8.000,00"})
    text = response.content.decode()
    assert response.status_code == 409
    for words in ("Prima", "9.000,00", "Seconda", "8.000,00", 'name="revision" value="1"'):
        assert words in text
    line.refresh_from_db()
    assert line.description == "Prima"
    assert (
        client.post(page, {**typed, "description": "Seconda", "revision": "1"}).status_code == 302
    )


def test_bad_input_is_kept_and_explained(programme: Programme, sign_in: SignIn) -> None:
    project = factory.opened()
    client = sign_in(factory.writer(project))
    kwargs = {"slug": programme.slug, "key": project.pk, "kind": "attivita"}
    page = reverse("projects:plan_row_add", kwargs=kwargs)
    typed = {
        "title": "Orto", "starts_on": "2021-05-01", "ends_on": "2021-04-01",
        "organisation": project.lead_id,
    }  # fmt: skip
    text = client.post(page, typed).content.decode()
    assert 'value="Orto"' in text
    assert not project.activities.exists()


@pytest.mark.parametrize("state", ProjectState)
def test_what_is_public_in_each_state(
    programme: Programme, client: Client, state: ProjectState
) -> None:
    """Nothing before the approval, everything after; never a person's name or address."""
    project = factory.project_in(state)
    writer = factory.writer(project)
    listed = client.get(reverse("projects:project_list", args=[programme.slug])).content.decode()
    page = client.get(reverse("projects:project_public", args=[programme.slug, project.slug]))
    is_public = state not in {ProjectState.DESIGNING, ProjectState.LAPSED}
    assert page.status_code == (200 if is_public else 404)
    assert (project.title in listed) == is_public
    if is_public:
        text = page.content.decode()
        for words in (project.lead.name, "30.000,00", "120/2021", '"MonetaryGrant"'):
            assert words in text
        for secret in (writer.email, writer.full_name):
            assert secret not in text


def test_a_project_is_revoked_by_its_page(programme: Programme, sign_in: SignIn) -> None:
    """The act, its date and the reason are asked for; afterwards everybody reads why."""
    project = factory.approved()
    client, page = sign_in(factory.official()), url(project, "project_revoke")
    act = {"act_number": "200/2021", "act_date": "2021-03-15", "act_url": factory.ACT_URL}
    with clock.at(factory.UNDER_WAY):
        again = client.post(page, {**act, "act_date": "2030-01-01", "reason": " "})
        assert set(again.context["form"].errors) == {"act_date", "reason"}
        assert client.post(page, {**act, "reason": "La rete si è sciolta."}).status_code == 302
        assert client.post(page, {**act, "reason": "Ancora."}).status_code == 409
    for address in (
        url(project, "project_detail"),
        reverse("projects:project_public", args=[programme.slug, project.slug]),
    ):
        assert "La rete si è sciolta." in client.get(address).content.decode()


def todos(client: Client, programme: Programme) -> str:
    return client.get(reverse("area:home", args=[programme.slug])).content.decode()


def test_everybodys_next_step(programme: Programme, sign_in: SignIn) -> None:
    """From the selected proposal to the start, the step stands with whoever takes it."""
    with clock.at(DURING):
        team = sign_in(people.facilitator())
        official, municipal = factory.official(), people.municipal_official()
    project = factory.planned()
    lead = sign_in(factory.writer(project))
    assert url(project, "plan_detail") in todos(lead, programme)
    projects.submit_plan(project_id=project.pk, by=factory.writer(project))
    assert url(project, "opinion_give") in todos(sign_in(municipal), programme)
    assert url(project, "project_detail") in todos(sign_in(official), programme)
    projects.approve_project(
        project_id=project.pk, act_number="1", act_date=clock.today(), act_url=factory.ACT_URL,
        by=official,
    )  # fmt: skip
    assert url(project, "agreement_draft") in todos(team, programme)
    agreement = factory.drafted(project)
    assert url(project, "agreement_detail") in todos(lead, programme)
    factory.sign(agreement, Party.BODY)
    factory.sign(agreement, Party.LEAD)
    agreements.attach_signed_file(
        agreement_id=agreement.pk, upload=factory.signed_file(), by=project.opened_by
    )
    assert url(project, "agreement_approve") in todos(sign_in(official), programme)
    agreements.approve_agreement(agreement_id=agreement.pk, by=official)
    with clock.at(factory.UNDER_WAY):
        assert url(project, "project_activate") in todos(team, programme)
        projects.activate_project(project_id=project.pk, by=project.opened_by)
    with clock.at(factory.UNDER_WAY + timedelta(days=70)):
        assert "Il primo orto è aperto" in todos(lead, programme)


def test_a_milestone_is_told_reminded_and_reached_at_its_own_row(
    programme: Programme, sign_in: SignIn
) -> None:
    project = factory.active()
    milestone = project.milestones.get()
    place = f"#milestone-{milestone.pk}"
    assert Deadline.objects.get(kind="projects.milestone").path.endswith(place)
    client = sign_in(factory.writer(project))
    with clock.at(factory.UNDER_WAY + timedelta(days=40)):
        home = client.get(reverse("area:home", args=[programme.slug])).content.decode()
        assert place in home
        reach = reverse(
            "projects:milestone_complete", args=[programme.slug, project.pk, milestone.pk]
        )
        answer = client.post(reach)
        assert answer["Location"].endswith(place)
        page = client.get(answer["Location"].partition("#")[0]).content.decode()
    assert f'id="{place[1:]}"' in page
