"""Acts and payments in public: who is in the lists, with which columns, and what is never there."""

import csv
import io
import json
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from core.access import clock
from core.people.models import Organisation
from core.programmes.models import Programme
from tests.factories import people as people_factory
from tests.factories import tranches as factory
from tests.factories.tranches import AWARDED, Way
from topmetro.public.transparency import ACT_COLUMNS
from tranches.domain import payments
from tranches.enums import TrancheState
from tranches.models import Act

PERSON = "RSSMRA80A01H501U"
HEADER = (
    "anno,data_atto,numero_atto,tipo_atto,beneficiario,codice_fiscale,partita_iva,importo_concesso,"
    "importo_erogato,norma_titolo,ufficio,responsabile,modalita_individuazione,link_progetto,link_cv,"
    "cup,note_oscuramento"
)


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    cache.clear()
    with clock.at(AWARDED):
        yield


def read(path: str) -> list[dict[str, str]]:
    response = Client().get(f"/prova/trasparenza/{path}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def published(way: Way) -> Way:
    way.until_published()
    return way


def test_the_columns_are_those_of_the_law(programme: Programme) -> None:
    assert ",".join(ACT_COLUMNS) == HEADER
    body = Client().get("/prova/trasparenza/atti-2021.csv").content.decode()
    assert body.splitlines() == [HEADER]


@pytest.mark.begins_from(stage=factory.granted)
def test_only_published_acts_are_shown(programme: Programme) -> None:
    way = factory.way_to(TrancheState.APPROVED)
    assert read("atti-2021.csv") == []
    way.publish()
    [row] = read("atti-2021.csv")
    assert tuple(row) == ACT_COLUMNS
    assert (row["importo_concesso"], row["importo_erogato"]) == ("9000.00", "0.00")
    assert (row["data_atto"], row["anno"], row["numero_atto"]) == ("2021-04-08", "2021", "77/2021")
    assert row["codice_fiscale"] == people_factory.TAX_CODE
    assert row["link_progetto"].startswith("http")
    assert row["note_oscuramento"] == ""


@pytest.mark.begins_from(stage=factory.granted)
def test_payments_and_reversals_keep_their_sign(programme: Programme) -> None:
    way = factory.way_to(TrancheState.PAID)
    [act] = read("atti-2021.csv")
    assert act["importo_erogato"] == "9000.00"
    way.at(
        lambda: payments.record_bank_return(
            tranche_id=way.tranche.pk, reason="Conto chiuso", by=way.team.finance
        )
    )
    rows = read("pagamenti-2021.csv")
    assert [row["importo"] for row in rows] == ["9000.00", "-9000.00"]
    assert {row["trimestre"] for row in rows} == {"2"}
    assert {row["cup"] for row in rows} == {act["cup"]}


@pytest.mark.begins_from(stage=factory.granted)
def test_json_has_the_same_rows(programme: Programme) -> None:
    published(factory.granted())
    response = Client().get("/prova/trasparenza/atti-2021.json")
    assert response["Content-Type"] == "application/json; charset=utf-8"
    [row] = json.loads(response.content)
    assert list(row) == list(ACT_COLUMNS)
    assert [row] == read("atti-2021.csv")


@pytest.mark.begins_from(stage=factory.granted)
def test_a_natural_person_is_a_code(programme: Programme) -> None:
    """D.Lgs. 33/2013 art. 26 c. 4: neither name nor codice fiscale, and the same code each time."""
    way = factory.granted()
    way.request()
    way.verify()
    Organisation.objects.filter(pk=way.grant.beneficiary_id).update(
        tax_code=PERSON, name="Mario Rossi"
    )
    way.approve()
    way.publish()
    assert Act.objects.get().tax_code == PERSON
    [row] = read("atti-2021.csv")
    assert row["beneficiario"].startswith("BEN-")
    assert row["codice_fiscale"] == row["partita_iva"] == ""
    assert "26 c. 4" in row["note_oscuramento"]
    assert row["link_progetto"] == row["link_cv"] == ""
    project = way.grant.project
    pages = ("trasparenza/", "trasparenza/atti-2021.csv", "trasparenza/atti-2021.json")
    for path in (*pages, "progetti/", f"progetti/{project.slug}/"):
        text = Client().get(f"/prova/{path}").content.decode()
        assert PERSON not in text
        assert "Mario Rossi" not in text


@pytest.mark.begins_from(stage=factory.granted)
def test_no_iban_and_no_address(programme: Programme) -> None:
    way = factory.way_to(TrancheState.PAID)
    Organisation.objects.filter(pk=way.grant.beneficiary_id).update(address="Via Segreta 7")
    for path in ("", "atti-2021.csv", "atti-2021.json", "pagamenti-2021.csv"):
        text = Client().get(f"/prova/trasparenza/{path}").content.decode()
        assert people_factory.IBAN not in text
        assert "Via Segreta" not in text


@pytest.mark.parametrize("year", [1, 1999, 2022, 9999])
def test_a_year_that_cannot_be_is_not_found(programme: Programme, year: int) -> None:
    for path in (f"atti-{year}.csv", f"atti-{year}.json", f"pagamenti-{year}.csv"):
        assert Client().get(f"/prova/trasparenza/{path}").status_code == 404


@pytest.mark.begins_from(stage=factory.granted)
def test_the_page_shows_years_tables_and_files(programme: Programme) -> None:
    factory.way_to(TrancheState.PAID)
    text = Client().get("/prova/trasparenza/?anno=zz").content.decode()
    for words in ("9.000,00", "77/2021", "atti-2021.csv", "atti-2021.json", "pagamenti-2021.csv"):
        assert words in text
    assert "2.021" not in text
    assert "Raccolta di idee" in text


def test_a_kept_file_is_still_a_file(programme: Programme) -> None:
    first = Client().get("/prova/trasparenza/atti-2021.json")
    again = Client().get("/prova/trasparenza/atti-2021.json")
    assert again["Content-Type"] == first["Content-Type"] == "application/json; charset=utf-8"
    assert "atti-2021.json" in again["Content-Disposition"]
    mark = {"If-None-Match": first["ETag"]}
    assert Client().get("/prova/trasparenza/atti-2021.json", headers=mark).status_code == 304


@pytest.mark.begins_from(stage=factory.granted)
def test_a_formula_does_not_run(programme: Programme) -> None:
    """A formula in a name does not run in a spreadsheet; a negative amount stays a number."""
    way = factory.granted()
    way.request()
    way.verify()
    Organisation.objects.filter(pk=way.grant.beneficiary_id).update(name="=1+1")
    way.approve()
    way.publish()
    [row] = read("atti-2021.csv")
    assert row["beneficiario"] == "'=1+1"
