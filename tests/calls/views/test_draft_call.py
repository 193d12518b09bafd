"""A call that is still a draft is neither open nor closed, whatever its dates."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from calls import queries
from calls.enums import Moment
from core.access import clock
from core.access.models import User
from core.programmes.models import Programme
from tests.factories import calls, people, programmes
from tests.factories.calls import AFTER, DURING, OPENS, SECOND

SignIn = Callable[[User], Client]


@pytest.mark.parametrize("instant", [OPENS - SECOND, DURING, AFTER])
@pytest.mark.parametrize(
    ("name", "said"),
    [("call_manage", "Opening planned for"), ("call_preview", "not published yet")],
)
def test_its_pages_say_that_it_is_not_published(
    programme: Programme, sign_in: SignIn, name: str, said: str, instant: datetime
) -> None:
    programmes.territory()
    call = calls.draft_call(contact_name="", contact_email="", responsible_officer="")
    url = reverse(f"calls:{name}", args=[programme.slug, call.pk])
    with clock.at(instant):
        assert queries.moment_of(call) == Moment.PLANNED
        page = sign_in(people.coordinator()).get(f"/en{url}").content.decode()
    main = page[page.index("<main") :]
    assert said in main
    assert "opens soon" not in main
    assert ">closed<" not in main
    assert "Nobody is named yet." in main
    assert "<p>—" not in main
