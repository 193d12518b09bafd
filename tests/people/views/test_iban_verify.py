"""Verifying an IBAN: the very code that the page showed, by somebody who stands outside."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.access.models import User
from core.people.enums import MemberLevel, RoleName
from core.people.models import Organisation
from core.programmes.models import Programme
from tests.factories import people

SignIn = Callable[[User], Client]
OTHER = "IT68D0300203280000400162854"


def address(organisation: Organisation) -> str:
    kwargs = {"slug": "prova", "organisation_id": organisation.pk}
    return reverse("people:iban_verify", kwargs=kwargs)


@pytest.mark.rule("T6")
def test_a_verifier_verifies_the_code_that_was_shown(programme: Programme, sign_in: SignIn) -> None:
    organisation = people.organisation(iban=people.IBAN, tax_code=people.TAX_CODE)
    client = sign_in(people.with_role(RoleName.VERIFIER))
    assert client.get(address(organisation)).status_code == 302
    assert client.post(address(organisation), {"iban": OTHER}).status_code == 409
    assert not Organisation.objects.get().is_iban_verified
    assert client.post(address(organisation), {"iban": people.IBAN}).status_code == 302
    assert Organisation.objects.get().is_iban_verified
    assert client.post(address(organisation), {"iban": people.IBAN}).status_code == 409


@pytest.mark.rule("T6")
def test_nobody_else_verifies_it(programme: Programme, sign_in: SignIn) -> None:
    organisation = people.organisation(iban=people.IBAN, tax_code=people.TAX_CODE)
    manager = people.member(organisation, MemberLevel.MANAGER).user
    cast = {manager: 403, people.facilitator(): 403, people.user("Sara Straniera"): 404}
    for person, status in cast.items():
        posted = sign_in(person).post(address(organisation), {"iban": people.IBAN})
        assert posted.status_code == status, person
    anonymous = Client().post(address(organisation), {"iban": people.IBAN})
    assert anonymous.headers["Location"].startswith(reverse("account_login"))
    assert not Organisation.objects.get().is_iban_verified
