"""Scoring without a connection: the sheet goes out, comes back, is previewed and taken over."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from calls import scoring_sheet
from calls.commission_pdf import texts
from calls.models import Scorecard, Selection
from calls.queries.blind import code_of
from core.access.models import User
from core.documents.models import PdfJob
from core.people.enums import TieKind
from tests.factories import commission
from tests.factories.commission import AtWork

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("programme", "in_march")


def url(name: str, work: AtWork) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "key": work.call.pk})


def sheet(client: Client, work: AtWork) -> Workbook:
    return load_workbook(io.BytesIO(client.get(url("commission_sheet", work)).content))


def given(client: Client, work: AtWork, book: Workbook) -> Any:
    stream = io.BytesIO()
    book.save(stream)
    upload = SimpleUploadedFile("schede.xlsx", stream.getvalue())
    return client.post(url("commission_offline", work), {"file": upload}).context


@pytest.mark.begins_from(stage=commission.at_work)
def test_a_filled_sheet_is_previewed_and_then_taken_over(sign_in: SignIn) -> None:
    work = commission.at_work()
    client = sign_in(work.cast.member)
    book = sheet(client, work)
    first, second = book.worksheets
    first["B4"], first["C4"], first["C7"] = "7,5", "Chiaro", "Nel complesso buona"
    second["B4"], second["B5"] = 11, "molto"
    found = given(client, work, book)
    assert not Scorecard.objects.exists(), "a preview writes nothing"
    one, other = found["found"]
    assert [row.after for row in one.changes] == ["7.5 · Chiaro", "Nel complesso buona"]
    assert [error.partition(":")[0][-2:] for error in other.errors] == ["B4", "B5"]
    answer = client.post(url("commission_offline", work), {"agreed": found["agreed"]})
    assert answer.status_code == 302
    card = Scorecard.objects.get()
    assert (card.submission, card.comment) == (work.first, "Nel complesso buona")
    assert card.scores.get(criterion__key="bisogno").value == Decimal("7.5")
    tampered = client.post(url("commission_offline", work), {"agreed": "x"}, follow=True)
    assert tampered.status_code == 200
    Scorecard.objects.update(comment="Scritto altrove")
    stale = client.post(url("commission_offline", work), {"agreed": found["agreed"]}, follow=True)
    assert stale.redirect_chain == [(url("commission_offline", work), 302)]
    assert Scorecard.objects.get().comment == "Scritto altrove"


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def test_a_damaged_or_swollen_sheet_is_refused_in_words() -> None:
    stream = io.BytesIO()
    Workbook().save(stream)
    with ZipFile(stream) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    cut = packed(parts | {name: parts[name][:40]})
    cells = parts[name].replace(b"<sheetData />", b"<sheetData>" + b"<row/>" * 500_000)
    bomb = packed(parts | {name: cells + b" " * 3_000_000})
    for content, was_opened in ((cut, True), (stream.getvalue()[:900], True), (bomb, False)):
        with pytest.raises(scoring_sheet.BadSheet) as refused:
            scoring_sheet.read(content, Selection(), set())
        assert (refused.value.__cause__ is not None) == was_opened


@pytest.mark.rule("C7")
@pytest.mark.begins_from(stage=commission.at_work)
def test_a_sheet_of_somebody_else_changes_nothing(sign_in: SignIn) -> None:
    work = commission.at_work()
    book = sheet(sign_in(work.cast.chair), work)
    book.worksheets[0]["B4"] = 5
    tied = work.cast.member
    commission.declare_all(work.commission, tied, tied={work.first.network: TieKind.KIN})
    found = given(sign_in(tied), work, book)
    assert found["found"][0].errors
    assert not found["agreed"]
    assert sign_in(work.cast.secretary).get(url("commission_offline", work)).status_code == 403
    broken = SimpleUploadedFile("x.xlsx", b"no")
    answer = sign_in(tied).post(url("commission_offline", work), {"file": broken})
    assert answer.context["form"].errors


@pytest.mark.rule("C7")
@pytest.mark.begins_from(stage=commission.at_work)
def test_texts_and_sheet_of_a_blind_call_name_nobody(sign_in: SignIn) -> None:
    work = commission.at_work()
    Selection.objects.filter(call=work.call).update(blind=True)
    client = sign_in(work.cast.member)
    assert client.post(url("commission_offline", work), {"texts": "1"}).status_code == 302
    seat = commission.seat_of(work.commission, work.cast.member)
    job = PdfJob.objects.get(about_id=seat.pk)
    shown = [one for one, _territory, _sections in texts(job.about_id, "it")["applications"]]
    assert [one.code for one in shown] == [code_of(work.first), code_of(work.second)]
    words = str([[cell.value for row in one for cell in row] for one in sheet(client, work)])
    page = client.get(
        reverse(
            "calls:scorecard_write",
            kwargs={"slug": "prova", "key": work.call.pk, "submission": work.first.pk},
        )
    ).content.decode()
    home = client.get(url("commission_home", work)).content.decode()
    for text in (words, page, home):
        assert code_of(work.first) in text
        assert work.first.number not in text
        assert "Rete Uno" not in text
