"""A programme filled, published and archived by its coordinators, in the browser's requests."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.access.models import User
from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme, Territory
from tests.factories import calls, people, programmes

SignIn = Callable[[User], Client]
RECORD = {
    "name_it": "Programma di prova", "name_en": "", "starts_on": "2026-01-01", "ends_on": "2026-12-01",
    "precision": "month", "contact_email": "info@example.org", "pilots_word_it": "Progetti",
    "pilots_word_en": "", "pilot_word_it": "Progetto", "pilot_word_en": "", "accent": "teal",
    "letterhead": "Città di prova\r\n\r\nUfficio progetti",
}  # fmt: skip


def url(name: str, **kwargs: object) -> str:
    return reverse(f"steering:{name}", kwargs={"slug": "prova", **kwargs})


def draft(programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(
        state=ProgrammeState.DRAFT,
        published_at=None,
        starts_on=None,
        ends_on=None,
        contact_email="",
    )


@pytest.mark.parametrize("name", ["programme_detail", "programme_change", "territory_add"])
def test_only_coordinators_run_a_programme(
    programme: Programme, sign_in: SignIn, name: str
) -> None:
    assert sign_in(people.coordinator()).get(url(name)).status_code == 200
    assert sign_in(people.facilitator()).get(url(name)).status_code == 403
    assert Client().get(url(name)).status_code in {302, 404}


def test_a_blank_draft_is_filled_published_and_archived(
    programme: Programme, sign_in: SignIn
) -> None:
    draft(programme)
    client = sign_in(people.coordinator())
    home = client.get(reverse("area:home", args=["prova"])).content.decode()
    assert url("programme_detail") in home
    assert client.post(url("programme_publish")).status_code == 409
    refused = client.post(url("programme_change"), RECORD | {"ends_on": "2025-12-01"})
    assert list(refused.context["form"].errors) == ["ends_on"]
    assert client.post(url("programme_change"), RECORD).status_code == 302
    programme.refresh_from_db()
    assert programme.letterhead == ["Città di prova", "Ufficio progetti"]
    client.post(url("programme_publish"))
    client.post(url("programme_archive"))
    programme.refresh_from_db()
    assert programme.state == ProgrammeState.ARCHIVED


def test_a_name_is_never_taken_away(programme: Programme, sign_in: SignIn) -> None:
    refused = sign_in(people.coordinator()).post(url("programme_change"), RECORD | {"name_it": " "})
    assert list(refused.context["form"].errors) == ["name"]
    assert refused.context["programme"].name == programme.name


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"name": "Rivoli", "code": "12"}, "code"),
        ({"name": "Collegno", "code": "001219"}, "__all__"),
        ({"name": "Rivoli", "code": "001219", "cadastral_code": "x"}, "cadastral_code"),
    ],
)
def test_a_municipality_is_checked(
    programme: Programme, sign_in: SignIn, typed: dict[str, str], wrong: str
) -> None:
    programmes.territory("Collegno")
    refused = sign_in(people.coordinator()).post(url("territory_add"), typed)
    assert list(refused.context["form"].errors) == [wrong]
    assert Territory.objects.count() == 1


def test_a_municipality_is_added_mended_and_taken_away_while_nothing_names_it(
    programme: Programme, sign_in: SignIn
) -> None:
    client = sign_in(people.coordinator())
    client.post(url("territory_add"), {"name": "Rivolli", "code": "001219"})
    made = Territory.objects.get()
    address = {"territory_id": made.pk}
    client.post(url("territory_change", **address), {"name": "Rivoli", "code": "001219"})
    made.refresh_from_db()
    assert made.name == "Rivoli"
    people.network("Rete", territory=made)
    assert client.post(url("territory_remove", **address)).status_code == 409
    used, free = made, programmes.territory("Venaria Reale", code="001292")
    client.post(url("territory_remove", territory_id=free.pk))
    assert list(Territory.objects.all()) == [used]


def test_the_definition_that_is_downloaded_can_be_loaded(
    programme: Programme, sign_in: SignIn
) -> None:
    client = sign_in(people.coordinator())
    draft(programme)
    assert client.get(url("programme_export")).status_code == 409
    client.post(url("programme_change"), RECORD)
    answer = client.get(url("programme_export"))
    assert answer.headers["Content-Type"].startswith("application/toml")
    assert 'slug = "prova"' in answer.content.decode()


@pytest.mark.rule("C9")
def test_no_municipality_is_added_to_calls_that_are_published(
    programme: Programme, sign_in: SignIn
) -> None:
    calls.open_call()
    client = sign_in(people.coordinator())
    typed = {"name": "Rivoli", "code": "001219"}
    assert client.post(url("territory_add"), typed).status_code == 409
    assert url("territory_add") not in client.get(url("programme_detail")).content.decode()


def test_a_code_that_others_know_stays(programme: Programme, sign_in: SignIn) -> None:
    network = people.network()
    address = url("territory_change", territory_id=network.territory_id)
    typed = {"name": "Collegno", "code": "001219"}
    refused = sign_in(people.coordinator()).post(address, typed)
    assert list(refused.context["form"].errors) == ["code"]


def test_a_public_programme_keeps_its_mailbox(programme: Programme, sign_in: SignIn) -> None:
    client = sign_in(people.coordinator())
    refused = client.post(url("programme_change"), RECORD | {"contact_email": ""})
    assert list(refused.context["form"].errors) == ["contact_email"]
