"""The first address of the installation."""

from django.test import Client

from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme
from tests.factories import programmes as programme_factory


def test_the_only_public_programme_is_the_first_page(programme: Programme) -> None:
    programme_factory.programme(slug="bozza", name="Bozza", state=ProgrammeState.DRAFT)
    response = Client().get("/")
    assert response.status_code == 302
    assert response["Location"] == f"/{programme.slug}/"


def test_several_are_listed_without_the_drafts(
    programme: Programme, other_programme: Programme
) -> None:
    programme_factory.programme(slug="bozza", name="Bozza segreta", state=ProgrammeState.DRAFT)
    page = Client().get("/").content.decode()
    assert "Programma di prova" in page
    assert "Altro programma" in page
    assert "Bozza segreta" not in page


def test_an_empty_installation_says_so(db: None) -> None:
    assert "No programme is public yet" in Client().get("/en/").content.decode()
