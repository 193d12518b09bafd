"""*What waits for me*: who reaches it, what a newcomer reads, what it costs."""

from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from core.access.models import User
from core.access.scope import open_programme
from core.people.enums import RoleName
from core.people.models import Role
from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme
from tests.factories import people as people_factory
from tests.factories import programmes as programme_factory

SignIn = Callable[[User], Client]


@pytest.fixture
def draft(db: None) -> Programme:
    return programme_factory.programme(
        slug="bozza", name="Bozza segreta", state=ProgrammeState.DRAFT
    )


def test_a_stranger_is_asked_to_sign_in(programme: Programme) -> None:
    response = Client().get(f"/{programme.slug}/area/")
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next=/{programme.slug}/area/"


def test_everybody_with_an_account_lands_there_and_finds_a_hand(
    programme: Programme, sign_in: SignIn
) -> None:
    response = sign_in(people_factory.user("Ada Prova")).get(f"/en/{programme.slug}/area/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Nothing waits for you." in page
    assert "What you can do" in page
    assert "Bring in your organisation, or your group" in page
    assert "See what was paid, and to whom" in page


def test_a_draft_programme_is_unknown_to_those_outside_it(
    draft: Programme, sign_in: SignIn
) -> None:
    response = sign_in(people_factory.user()).get(f"/{draft.slug}/area/")
    assert response.status_code == 404
    assert "Bozza segreta" not in response.content.decode()


def test_a_programme_that_does_not_exist_is_not_found(db: None, sign_in: SignIn) -> None:
    assert sign_in(people_factory.user()).get("/nessuno/area/").status_code == 404


def test_signing_in_leads_to_the_only_programme(
    other_programme: Programme, sign_in: SignIn
) -> None:
    response = sign_in(people_factory.user()).get("/area/")
    assert response.status_code == 302
    assert response["Location"] == f"/{other_programme.slug}/area/"


def test_with_two_programmes_the_person_chooses(
    other_programme: Programme, draft: Programme, sign_in: SignIn
) -> None:
    programme_factory.programme(slug="prova", name="Programma di prova")
    page = sign_in(people_factory.user()).get("/area/").content.decode()
    assert "Programma di prova" in page
    assert "Altro programma" in page
    assert "Bozza segreta" not in page


def test_a_role_in_a_draft_leads_there(
    other_programme: Programme, draft: Programme, sign_in: SignIn
) -> None:
    ada = people_factory.user()
    with open_programme(draft.pk):
        Role.objects.create(user=ada, name=RoleName.EVALUATOR, granted_by=ada)
    TOTP.activate(ada, generate_totp_secret())
    assert sign_in(ada).get("/area/")["Location"] == f"/{draft.slug}/area/"
    assert "Bozza segreta" in sign_in(ada).get(f"/{draft.slug}/area/").content.decode()
