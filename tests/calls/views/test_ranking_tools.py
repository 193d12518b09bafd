"""Around a ranking: simulation, the draft of its act, an empty place decided, the file computed again."""

import io
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from calls.models import EmptyPlaceDecision, Ranking
from core.access import clock
from core.access.models import User
from core.programmes.models import Programme
from tests.factories import rankings
from tests.factories.rankings import ACT, APPROVAL, Scored

pytestmark = pytest.mark.begins_from(stage=rankings.scored)
SignIn = Callable[[User], Client]
POSTED = {**ACT, "act_date": "2021-03-20", "reason": "Nessuna proposta.", "choice": "leave_empty"}


@pytest.fixture
def found(programme: Programme) -> Scored:
    return rankings.scored()


def url(name: str, found: Scored, **more: object) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "key": found.call.pk, **more})


def test_a_simulation_shows_what_changes_and_keeps_nothing(found: Scored, sign_in: SignIn) -> None:
    page = url("ranking_simulate", found)
    with clock.at(APPROVAL):
        client = sign_in(found.cast.official)
        same = client.get(page).context["rows"]
        assert not any(row.changes for row in same)
        higher = client.get(page, {"threshold": "65", "first": ""}).context["rows"]
        wrong = client.get(page, {"threshold": "molto"})
        assert sign_in(found.best.started_by).get(page).status_code == 404
    changed = {row.submission for row in higher if row.changes}
    assert changed == {found.lone}, "60 points no longer reach the threshold"
    assert wrong.context["form"].errors
    assert not Ranking.objects.exists()


def test_the_draft_of_the_act_opens_as_a_document(found: Scored, sign_in: SignIn) -> None:
    ranking = rankings.drawn(found)
    with clock.at(APPROVAL):
        page = url("ranking_act_draft", found, ranking=ranking.pk)
        answer = sign_in(found.cast.official).get(page)
        assert sign_in(found.cast.secretary).get(page).status_code == 403
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.namelist()[0] == "mimetype"
    text = "".join(ET.fromstring(archive.read("content.xml")).itertext())  # noqa: S314 - our own file
    for words in ("BOZZA", "Orti", "80.00", "Rivoli", ranking.seed):
        assert words in text.replace(",", ".")


@pytest.mark.rule("C9")
def test_an_empty_place_is_decided_by_an_act_once(found: Scored, sign_in: SignIn) -> None:
    ranking = rankings.approved(found)
    place = ranking.empty_places.get()
    page = url("empty_place_decide", found, place=place.pk)
    with clock.at(APPROVAL):
        official = sign_in(found.cast.official)
        assert page in official.get("/prova/area/").content.decode(), "it is not forgotten"
        assert page in official.get(url("ranking_detail", found)).content.decode()
        assert sign_in(found.cast.coordinator).get(page).status_code == 403
        assert official.post(page, {**POSTED, "reason": ""}).context["form"].errors
        assert official.post(page, POSTED).status_code == 302
        assert official.post(page, POSTED).status_code == 409
        assert page not in official.get("/prova/area/").content.decode()
        public = reverse("calls:ranking_public", args=["prova", found.call.slug])
        assert "Nessuna proposta." in Client().get(public).content.decode()
    assert EmptyPlaceDecision.objects.get().decided_by == found.cast.official


@pytest.mark.rule("C11")
def test_anybody_gives_the_file_back(found: Scored) -> None:
    cache.clear()
    rankings.approved(found)
    page, export = (
        reverse(f"calls:{name}", args=["prova", found.call.slug])
        for name in ("ranking_recompute", "ranking_export")
    )
    client = Client()
    with clock.at(APPROVAL):
        data = client.get(export).content

        def given(content: bytes) -> Any:
            return client.post(page, {"file": SimpleUploadedFile("g.csv", content)}).context

        equal = given(data)
        changed = given(data.replace(b";80.00;1;", b";80.00;2;"))
        broken = given("così".encode("latin-1"))
        other = given(b"a;b\r\n1;2\r\n")
        answers = [client.post(page).status_code for _ in range(27)]
        nothing = client.get(
            f"{reverse('calls:ranking_public', args=['prova', found.call.slug])}?territorio=%00"
        )
    assert equal["read"]
    assert equal["differs"] is None
    assert len(equal["rows"]) == 4
    assert changed["differs"] is not None
    assert "UTF-8" in str(broken["form"].errors)
    assert other["form"].errors
    assert answers == [200] * 26 + [429], "a file costs the portal something"
    assert nothing.status_code == 200
