"""A programme that is not public yet: its pages don't exist for people without a role in it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.access.models import User
from core.access.scope import open_programme
from core.people.domain.invitations import invite_to_role
from core.people.enums import RoleName
from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme
from tests.addresses import addresses
from tests.factories import people as people_factory
from tests.factories import programmes as programme_factory

SignIn = Callable[[User], Client]
SLUG = "bozza"


@pytest.fixture
def draft(db: None) -> Programme:
    return programme_factory.programme(slug=SLUG, name="Bozza segreta", state=ProgrammeState.DRAFT)


def _plain_addresses() -> list[str]:
    """Every address of a programme that needs no further key."""
    return sorted(one.name for one in addresses() if one.ours and one.arguments == ("slug",))


def test_there_are_such_addresses() -> None:
    assert {"notices:agenda", "calls:submission_mine", "people:profile"} <= set(_plain_addresses())


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", _plain_addresses())
def test_a_person_without_a_role_learns_nothing(
    draft: Programme, sign_in: SignIn, name: str, method: str
) -> None:
    client = sign_in(people_factory.user("Persona Estranea"))
    answer = getattr(client, method)(reverse(name, args=[SLUG]))
    assert answer.status_code in {404, 405}
    assert "Bozza segreta" not in answer.content.decode()


@pytest.mark.parametrize("name", ["people:invitation_list", "people:organisation_create"])
def test_whoever_is_invited_finds_what_the_answer_needs(
    draft: Programme, sign_in: SignIn, name: str
) -> None:
    invited = people_factory.user("Persona Invitata")
    with open_programme(draft.pk):
        by = people_factory.user("Chi Coordina")
        invite_to_role(email=invited.email, role=RoleName.FACILITATOR, by=by)
    assert sign_in(invited).get(reverse(name, args=[SLUG])).status_code == 200
