"""A programme's public face: what a stranger reads, and when the copy is made anew."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core.access import clock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme
from tests.factories import calls as call_factory
from tests.factories import people as people_factory
from tests.factories import programmes as programme_factory
from topmetro.public import checks

PAGES = ("", "trasparenza/", "note-legali/", "privacy/", "accessibilita/", "segnala/")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["", "en/"])
def test_public_pages_open_without_an_account(
    programme: Programme, path: str, language: str
) -> None:
    response = Client().get(f"/{language}{programme.slug}/{path}")
    assert response.status_code == 200
    assert str(programme) in response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_draft_shows_nothing_to_a_stranger(db: None, path: str) -> None:
    draft = programme_factory.programme(
        slug="bozza", name="Bozza segreta", state=ProgrammeState.DRAFT
    )
    response = Client().get(f"/{draft.slug}/{path}")
    assert response.status_code == 404
    assert "Bozza segreta" not in response.content.decode()


def test_nothing_but_reading_is_possible(programme: Programme) -> None:
    assert Client().post(f"/{programme.slug}/").status_code == 405


def test_an_unchanged_page_is_answered_with_304(programme: Programme) -> None:
    with clock.at(timezone.now()):
        first = Client().get(f"/{programme.slug}/")
        again = Client().get(f"/{programme.slug}/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]


def test_an_act_in_the_programme_makes_the_copy_stale(programme: Programme) -> None:
    with clock.at(timezone.now()):
        first = Client().get(f"/{programme.slug}/")
        record(programme, Verb.CHANGE, by=None)
        again = Client().get(f"/{programme.slug}/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_time_alone_makes_it_stale_because_calls_close_by_the_clock(programme: Programme) -> None:
    now = timezone.now()
    with clock.at(now):
        first = Client().get(f"/{programme.slug}/")
    with clock.at(now + timedelta(minutes=1)):
        again = Client().get(f"/{programme.slug}/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200


def test_the_kept_copy_costs_one_query_of_ours(
    programme: Programme, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    """Programme, setting, read-only, mark: the rest is the transaction."""
    with clock.at(timezone.now()):
        Client().get(f"/{programme.slug}/")
        with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
            Client().get(f"/{programme.slug}/")


def test_a_person_never_gets_or_leaves_a_copy(
    programme: Programme, sign_in: Callable[[User], Client]
) -> None:
    with clock.at(timezone.now()):
        own = sign_in(people_factory.user("Ada Prova")).get(f"/{programme.slug}/")
        stranger = Client().get(f"/{programme.slug}/")
    assert "ETag" not in own
    assert "Ada Prova" in own.content.decode()
    assert "Ada Prova" not in stranger.content.decode()


def test_what_is_said_to_one_stranger_is_not_kept_for_the_others(
    programme: Programme, sign_in: Callable[[User], Client]
) -> None:
    leaving = sign_in(people_factory.user("Ada Prova"))
    leaving.post("/accounts/logout/")
    with clock.at(timezone.now()):
        own = leaving.get(f"/{programme.slug}/privacy/")
        stranger = Client().get(f"/{programme.slug}/privacy/")
    assert 'class="alert' in own.content.decode()
    assert "ETag" not in own
    assert 'class="alert' not in stranger.content.decode()


def test_who_doubts_finds_where_to_check(programme: Programme) -> None:
    page = Client().get(f"/en/{programme.slug}/").content.decode()
    for question in ("How are the projects chosen?", "Where does the money go?", "Does it work?"):
        assert question in page
    assert "Nothing has been granted yet" in page
    assert f"/en/{programme.slug}/trasparenza/#register" in page


def test_the_ranking_and_the_money_are_told_once_they_are_there(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = call_factory.open_call()
    monkeypatch.setattr("calls.queries.has_published_ranking", lambda _call: True)
    monkeypatch.setattr("tranches.queries.granted_total", lambda: Decimal(30_000))
    chosen, money, *_others = checks.checks(programme.slug)
    assert call.slug in chosen.url
    assert "30.000,00" in money.answer
