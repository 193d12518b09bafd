"""The pages of rankings: who sees what, drawing, approving, and what everybody reads."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from calls.domain.places import renounce_submission
from calls.models import Ranking, Submission
from core.access import clock
from core.access.models import User
from core.programmes.models import Programme
from tests.factories import commission, people, rankings
from tests.factories.rankings import ACT, APPROVAL, Scored

SignIn = Callable[[User], Client]
POSTED = {**ACT, "act_date": "2021-03-20"}


@pytest.fixture
def found(programme: Programme) -> Scored:
    return rankings.scored()


def url(name: str, found: Scored, **more: object) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "key": found.call.pk, **more})


def public(found: Scored, name: str = "ranking_public") -> str:
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "call_slug": found.call.slug})


@pytest.mark.begins_from(stage=rankings.scored)
def test_who_sees_a_provisional_ranking(found: Scored, sign_in: SignIn) -> None:
    rankings.drawn(found)
    page = url("ranking_detail", found)
    cast = found.cast
    with clock.at(APPROVAL):
        for person in (cast.chair, cast.member, cast.secretary, cast.coordinator, cast.official):
            assert sign_in(person).get(page).status_code == 200, person
        for person in (
            found.best.started_by,
            people.facilitator("Fabia Facilita"),
            people.municipal_official(found.best.territory),
            people.user("Sara Straniera"),
        ):
            assert sign_in(person).get(page).status_code == 404, person
        assert Client().get(page).status_code == 302
        assert Client().get(public(found)).status_code == 404
        assert Client().get(public(found, "ranking_export")).status_code == 404


@pytest.mark.begins_from(stage=rankings.scored)
def test_from_what_is_missing_to_the_public_page(found: Scored, sign_in: SignIn) -> None:
    with clock.at(APPROVAL):
        secretary, official = sign_in(found.cast.secretary), sign_in(found.cast.official)
        assert secretary.get(url("ranking_draw", found)).status_code == 200
        assert official.get(url("ranking_draw", found)).status_code == 403
        assert secretary.post(url("ranking_draw", found)).status_code == 302
        ranking = Ranking.objects.get()
        approval = url("ranking_approve", found, ranking=ranking.pk)
        assert secretary.get(approval).status_code == 403
        page = official.get(approval)
        assert b"Orti" in page.content
        bad = official.post(
            approval, {**POSTED, "act_url": "javascript:alert(1)", "act_number": ""}
        )
        assert bad.status_code == 200
        assert set(bad.context["form"].errors) == {"act_url", "act_number"}
        assert official.post(approval, POSTED).status_code == 302
        assert official.post(approval, POSTED).status_code == 409, "the second tab"
        read = Client().get(public(found)).content.decode()
    for words in ("Orti", "Mercato", "80,00", "Rivoli", "DD 77/2021"):
        assert words in read
    file = Client().get(public(found, "ranking_export"))
    assert file["Content-Type"].startswith("text/csv")
    assert b"Orti" not in file.content
    call_page = reverse("calls:call_detail", args=["prova", found.call.slug])
    assert public(found) in Client().get(call_page).content.decode()


@pytest.mark.begins_from(stage=commission.at_work)
def test_the_page_says_who_is_missing(programme: Programme, sign_in: SignIn) -> None:
    at_work = commission.at_work()
    page = reverse("calls:ranking_detail", kwargs={"slug": "prova", "key": at_work.call.pk})
    client = sign_in(at_work.cast.coordinator)
    with clock.at(APPROVAL):
        text = client.get(page).content.decode()
        assert "Chiara Presidente" in text
        answer = client.post(
            reverse("calls:ranking_draw", kwargs={"slug": "prova", "key": at_work.call.pk})
        )
    assert answer.status_code == 409


@pytest.mark.begins_from(stage=rankings.scored)
def test_a_free_place_is_given_from_the_page(found: Scored, sign_in: SignIn) -> None:
    rankings.approved(found)
    with clock.at(APPROVAL):
        lead = found.best.started_by
        page = reverse("calls:submission_renounce", kwargs={"slug": "prova", "key": found.best.pk})
        assert sign_in(lead).get(page).status_code == 403, "a manager is no signatory"
        renounce_submission(submission_id=found.best.pk, reason="Non possiamo", by=lead)
        official = sign_in(found.cast.official)
        give = url("ranking_select_next", found, territory=found.best.territory.code)
        assert give in official.get(url("ranking_detail", found)).content.decode()
        assert b"Non possiamo" in official.get(give).content
        assert official.post(give, POSTED).status_code == 302
        assert official.post(give, POSTED).status_code == 409
    assert Submission.objects.get(pk=found.second.pk).state == "selected"


@pytest.mark.begins_from(stage=rankings.scored)
def test_each_finds_the_next_step_among_the_to_dos(found: Scored, sign_in: SignIn) -> None:
    home = reverse("area:home", args=["prova"])
    with clock.at(APPROVAL):
        for person in (found.cast.secretary, found.cast.coordinator):
            assert url("ranking_detail", found) in sign_in(person).get(home).content.decode()
        ranking = rankings.drawn(found)
        official = sign_in(found.cast.official).get(home).content.decode()
        assert url("ranking_approve", found, ranking=ranking.pk) in official
        rankings.approved(found, ranking)
        again = sign_in(found.cast.official).get(home).content.decode()
    assert url("ranking_approve", found, ranking=ranking.pk) not in again


@pytest.mark.begins_from(stage=rankings.scored)
def test_the_network_reads_its_place(found: Scored, sign_in: SignIn) -> None:
    rankings.approved(found)
    page = reverse("calls:submission_detail", kwargs={"slug": "prova", "key": found.second.pk})
    text = sign_in(found.second.started_by).get(page).content.decode()
    assert "70,00" in text
    assert public(found) in text
