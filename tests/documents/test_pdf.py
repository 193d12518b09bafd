"""Asking for a PDF, drawing it, and what the file is: archivable, accessible, complete."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.access.clock import at, now
from core.documents import drawing, tasks
from core.documents.domain import pdf
from core.documents.enums import PdfState, PdfTrouble
from core.documents.models import PdfJob
from core.documents.queries import last_version
from core.programmes.models import Programme
from tests.factories.people import user

pytestmark = pytest.mark.usefixtures("part")
SOME_TIME = datetime(2021, 2, 15, tzinfo=UTC)


@pytest.fixture
def letter(part: None, templates: None) -> str:
    """A kind of PDF with everything a PDF of ours may hold."""

    @pdf.pdf_kind("tests.letter", template="documents/letter.html", title=_("Letter"))
    def context(object_id: UUID, language: str) -> dict[str, Any]:
        footer = pdf.Footer("2026-0007", "ab" * 32, "https://example.org/verifica/2026-0007")
        return {"title": "Ricevuta di una domanda", "footer": footer, "rows": range(60)}

    return "tests.letter"


def drawn(job: PdfJob) -> pikepdf.Pdf:
    tasks.render_pdf(str(job.programme_id), str(job.pk))
    job.refresh_from_db()
    assert job.state == PdfState.DONE, job.trouble
    with last_version(job.document).file.open("rb") as file:  # type: ignore[arg-type]
        return pikepdf.open(BytesIO(file.read()))


def test_one_file_is_both_pdf_a_2a_and_pdf_ua_1(programme: Programme, letter: str) -> None:
    opened = drawn(pdf.ask_pdf(letter, about=programme, by=user()))
    with opened.open_metadata() as xmp:
        assert xmp.pdfa_status == "2A"
        assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert xmp["dc:title"] == "Ricevuta di una domanda"
    metadata = opened.Root.Metadata.read_bytes()
    assert metadata.count(b"<rdf:RDF") == 1
    assert b"pdfaExtension:schemas" in metadata
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.Lang == "it"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert opened.Root.OutputIntents
    assert len(opened.pages) > 1
    assert opened.docinfo["/Title"] == "Ricevuta di una domanda"
    tags = set(_tags(opened.Root.StructTreeRoot))
    assert {"/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/Link"} <= tags
    fonts = _fonts(opened)
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
    assert {"Titillium", "Roboto"} <= {
        family
        for family in ("Titillium", "Roboto")
        for font in fonts
        if family in str(font.FontName)
    }


def _tags(node: Any, depth: int = 0) -> list[str]:
    if depth > 40 or not isinstance(node, pikepdf.Dictionary):
        return []
    found = [str(node.S)] if "/S" in node else []
    kids: Any = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        found += _tags(kid, depth + 1)
    return found


def _fonts(opened: pikepdf.Pdf) -> list[Any]:
    return [
        each
        for each in opened.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
    ]


def test_asking_twice_is_one_job(programme: Programme, note: str) -> None:
    ada = user()
    first = pdf.ask_pdf(note, about=programme, by=ada)
    assert pdf.ask_pdf(note, about=programme, by=ada).pk == first.pk
    drawn(first)
    again = pdf.ask_pdf(note, about=programme, by=ada)
    assert again.state == PdfState.DONE


def test_renewing_makes_the_next_version(programme: Programme, note: str) -> None:
    ada = user()
    job = pdf.ask_pdf(note, about=programme, by=ada)
    drawn(job)
    document = job.document
    renewed = pdf.ask_pdf(note, about=programme, by=ada, renew=True)
    assert renewed.state == PdfState.ASKED
    drawn(renewed)
    assert renewed.document == document
    assert last_version(document).number == 2  # type: ignore[arg-type]


def test_a_job_in_another_language_is_another_job(programme: Programme, note: str) -> None:
    ada = user()
    italian = pdf.ask_pdf(note, about=programme, by=ada)
    english = pdf.ask_pdf(note, about=programme, by=ada, language="en")
    assert italian.pk != english.pk
    assert drawn(english).Root.Lang == "en"


def test_an_unknown_kind_is_refused(programme: Programme) -> None:
    with pytest.raises(KeyError):
        pdf.ask_pdf("tests.unknown", about=programme, by=user())


def test_a_dead_worker_loses_nothing(programme: Programme, note: str) -> None:
    job = pdf.ask_pdf(note, about=programme, by=user())
    taken = pdf.take_job(job.pk)
    assert taken is not None
    assert pdf.take_job(job.pk) is None
    assert tasks.due_jobs() == []
    with at(now() + pdf.LEASE + timedelta(seconds=1)):
        assert tasks.due_jobs() == [(str(programme.pk), str(job.pk))]
        drawn(job)
        late = pdf.finish_job(taken[1], pdf=b"%PDF-1.7 tardi", title="x", filename="x")
    assert late is None
    assert job.attempts == 2
    assert last_version(job.document).number == 1  # type: ignore[arg-type]


def test_a_lease_lost_while_renewed_keeps_nothing(programme: Programme, note: str) -> None:
    ada = user()
    job = pdf.ask_pdf(note, about=programme, by=ada)
    taken = pdf.take_job(job.pk)
    assert taken is not None
    pdf.ask_pdf(note, about=programme, by=ada, renew=True)
    assert pdf.finish_job(taken[1], pdf=b"%PDF-1.7 vecchio", title="x", filename="x") is None
    assert pdf.put_off(taken[1], PdfTrouble.ERROR) is None


def test_without_pango_it_waits_and_says_so(
    programme: Programme, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import builtins

    real = builtins.__import__

    def without_pango(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    job = pdf.ask_pdf(note, about=programme, by=user())
    with monkeypatch.context() as patched:
        patched.setattr(builtins, "__import__", without_pango)
        for minutes in (0, 6, 12, 18, 24, 30):
            with at(now() + timedelta(minutes=minutes)):
                tasks.render_pdf(str(programme.pk), str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.trouble, job.attempts) == (PdfState.ASKED, PdfTrouble.NO_PANGO, 0)
    assert "Pango" in job.get_trouble_display()
    with at(now() + timedelta(hours=1)):
        drawn(job)
    assert job.trouble == ""


def test_an_error_is_tried_again_and_given_up(
    programme: Programme, part: None, caplog: pytest.LogCaptureFixture
) -> None:
    @pdf.pdf_kind("tests.broken", template="no/such.html", title="x")
    def broken(object_id: UUID, language: str) -> dict[str, Any]:
        return {}

    job = pdf.ask_pdf("tests.broken", about=programme, by=user())
    for hours in range(pdf.MAX_ATTEMPTS):
        with at(now() + timedelta(hours=hours * 2)):
            tasks.render_pdf(str(programme.pk), str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.trouble) == (PdfState.FAILED, PdfTrouble.GIVEN_UP)
    assert "no/such.html" in caplog.text
    again = pdf.ask_pdf("tests.broken", about=programme, by=None)
    assert (again.state, again.attempts) == (PdfState.ASKED, 0)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/x.png",
        "http://127.0.0.1/x.png",
        "file:///etc/passwd",
        "https://static.invalid/static/../../etc/passwd",
        "https://static.invalid/media/x.pdf",
        "https://static.invalid/static/no-such.css",
    ],
)
def test_a_page_reads_only_our_static_files(url: str) -> None:
    assert drawing.static_file(url) is None
    with pytest.raises(drawing.ForbiddenAddress):
        drawing.draw(f'<html lang="it"><title>x</title><img alt="x" src="{url}"></html>')


@pytest.mark.parametrize(
    ("state", "columns"),
    [
        (PdfState.ASKED, {"leased_until": SOME_TIME}),
        (PdfState.RUNNING, {"leased_until": None}),
        (PdfState.DONE, {"finished_at": SOME_TIME}),
        (PdfState.FAILED, {"finished_at": SOME_TIME, "trouble": ""}),
        ("lost", {}),
    ],
)
def test_a_state_has_its_dates(
    programme: Programme, note: str, state: str, columns: dict[str, Any]
) -> None:
    job = pdf.ask_pdf(note, about=programme, by=None)
    with (
        pytest.raises(IntegrityError, match="pdf_job_state_with_its_dates"),
        transaction.atomic(),
    ):
        PdfJob.objects.filter(pk=job.pk).update(state=state, **columns)


def test_the_sweep_hands_over_every_programme_but_only_keys(
    note: str, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = pdf.ask_pdf(note, about=programme, by=None)
    sent: list[tuple[str, ...]] = []
    monkeypatch.setattr(tasks, "publish", lambda *args: sent.append(args))
    assert tasks.sweep_pdf_jobs() == 1
    assert sent == [(pdf.TASK, str(programme.pk), str(job.pk))]
