"""Whom an operator invites: the first coordinator, and never themselves."""

import pytest
from django.test import Client

from core.access.blocked import Blocked
from core.access.scope import open_programme
from core.people.domain.roles import grant_role
from core.people.enums import RoleName
from core.people.models import Invitation
from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme
from tests.factories import people as people_factory
from tests.factories import programmes as programme_factory
from topmetro.platform.domain.coordinators import invite_coordinator


@pytest.fixture
def made(db: None) -> Programme:
    return programme_factory.programme(slug="nuovo", name="Nuovo", state=ProgrammeState.DRAFT)


def refused(programme: Programme, email: str) -> list[str]:
    by = people_factory.user("Otto Operatore")
    with pytest.raises(Blocked) as blocked:
        invite_coordinator(programme_id=programme.pk, email=email, full_name="Chi", by=by)
    return [blocker.code for blocker in blocked.value.blockers]


@pytest.mark.parametrize("email", ["otto.operatore@example.org", " OTTO.operatore@example.org "])
def test_an_operator_does_not_invite_themselves(made: Programme, email: str) -> None:
    assert refused(made, email) == ["own_address"]


def test_a_programme_that_has_a_coordinator_is_closed_to_operators(made: Programme) -> None:
    with open_programme(made.pk):
        ada = people_factory.user("Ada Prova")
        grant_role(user=ada, name=RoleName.COORDINATOR, by=ada)
    assert refused(made, "altra@example.org") == ["already_coordinated"]
    with open_programme(made.pk):
        assert not Invitation.objects.exists()


def test_the_first_one_is_invited(made: Programme) -> None:
    by = people_factory.user("Otto Operatore")
    invited = invite_coordinator(
        programme_id=made.pk, email="prima@example.org", full_name="Prima", by=by
    )
    assert invited.role == RoleName.COORDINATOR
    assert Client().get("/nuovo/").status_code == 404
