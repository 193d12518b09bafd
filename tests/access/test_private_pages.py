"""No page is kept by a proxy or by the next person at the same computer, unless its view says so."""

from collections.abc import Callable

import pytest
from django.test import Client

from core.access.models import User
from core.programmes.models import Programme
from tests.factories import people as people_factory

PRIVATE = "private, no-cache"


@pytest.mark.parametrize("path", ["area/", "area/profilo/", "area/enti/", "bandi/", "nessuna/"])
def test_pages_of_a_person_are_private(
    programme: Programme, sign_in: Callable[[User], Client], path: str
) -> None:
    answer = sign_in(people_factory.user("Ada Prova")).get(f"/{programme.slug}/{path}")
    assert answer["Cache-Control"] == PRIVATE


@pytest.mark.parametrize("path", ["/nessuna/", "/prova/area/", "/prova/inviti/sconosciuto/"])
def test_errors_and_detours_too(programme: Programme, path: str) -> None:
    assert Client().get(path)["Cache-Control"] == PRIVATE


def test_what_a_view_says_stays(programme: Programme) -> None:
    assert Client().get(f"/{programme.slug}/")["Cache-Control"] == "no-cache"
