"""Nobody's home is without a hand: what each role may begin, from the parts' own declarations."""

from collections.abc import Callable

import pytest
from django.test import Client

from core.access.models import User
from core.people.enums import RoleName
from core.programmes.models import Programme
from tests.factories import people

SignIn = Callable[[User], Client]
FIRST = {
    RoleName.FACILITATOR: "Prepare a meeting",
    RoleName.EVALUATOR: "Propose an indicator",
    RoleName.SCIENTIFIC_EDITOR: "Follow the practices in hand",
    RoleName.METROPOLITAN_OFFICIAL: "Put the dates in your calendar",
}


@pytest.mark.parametrize("name", FIRST)
def test_each_role_finds_its_own(programme: Programme, sign_in: SignIn, name: RoleName) -> None:
    user = people.with_role(name)
    page = sign_in(user).get(f"/en/{programme.slug}/area/").content.decode()
    assert FIRST[name] in page
    assert ("Prepare a new call" in page) == (name == RoleName.FACILITATOR)
