"""Downloads and progress: who gets them, and how they are served."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from core.access.models import User
from core.access.scope import open_programme
from core.documents import tasks
from core.documents.domain import pdf
from core.documents.domain.files import add_version, store
from core.documents.enums import Visibility
from core.documents.models import Document, PdfJob
from core.documents.queries import last_version
from core.programmes.models import Programme
from tests.documents.conftest import READER
from tests.factories import documents as made
from tests.factories.people import user
from tests.factories.programmes import programme as make_programme

pytestmark = pytest.mark.usefixtures("part")
SignIn = Callable[[User], Client]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


@pytest.fixture
def reader(programme: Programme) -> User:
    return user("Rita Lettrice", email=READER)


def kept(programme: Programme, visibility: Visibility = Visibility.PARTIES) -> Document:
    upload = made.upload("perché «così».pdf")
    return store(upload, about=programme, by=None, visibility=visibility)


def test_who_may_read_gets_the_file_as_an_attachment(
    programme: Programme, reader: User, sign_in: SignIn
) -> None:
    document = kept(programme)
    response = sign_in(reader).get(document.url())
    assert response.status_code == 200
    assert body(response) == made.PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''perch%C3%A9%20%C2%ABcos%C3%AC%C2%BB.pdf"
    )
    assert response["Cache-Control"] == "private, no-store"


def test_a_stranger_learns_nothing(programme: Programme, sign_in: SignIn) -> None:
    document = kept(programme)
    assert sign_in(user()).get(document.url()).status_code == 404
    assert Client().get(document.url()).status_code == 302


@pytest.mark.usefixtures("db")
def test_another_programmes_address_finds_nothing(
    other_programme: Programme, sign_in: SignIn
) -> None:
    own = make_programme(slug="primo", name="Primo")

    @pdf.pdf_kind("tests.note", template="no/such.html", title="Nota")
    def context(object_id: UUID, language: str) -> dict[str, Any]:
        return {}

    with open_programme(own.pk):
        document = kept(own, Visibility.PUBLIC)
        job = pdf.ask_pdf("tests.note", about=own, by=None)
    browser = sign_in(user("Rita Lettrice", email=READER))
    for slug, status in ((own.slug, 200), (other_programme.slug, 404)):
        for name, kwargs in (
            ("documents:document_download", {"document_id": document.pk}),
            ("public_documents:public_document_download", {"document_id": document.pk}),
            ("documents:pdf_job_show", {"job_id": job.pk}),
        ):
            url = reverse(name, kwargs={"slug": slug, **kwargs})
            assert browser.get(url).status_code == status, url


@pytest.mark.parametrize(
    ("visibility", "status"),
    [(Visibility.PRIVATE, 404), (Visibility.PARTIES, 404), (Visibility.PUBLIC, 200)],
)
def test_only_what_is_public_is_served_to_everybody(
    programme: Programme, visibility: Visibility, status: int
) -> None:
    document = kept(programme, visibility)
    kwargs = {"slug": programme.slug, "document_id": document.pk}
    url = reverse("public_documents:public_document_download", kwargs=kwargs)
    assert Client().get(url).status_code == status
    if visibility == Visibility.PUBLIC:
        assert document.url() == url


def test_the_proxy_sends_the_file_where_there_is_one(
    programme: Programme, reader: User, sign_in: SignIn, settings: Any
) -> None:
    settings.ACCEL_REDIRECT = "/internal/media/"
    document = kept(programme)
    response = sign_in(reader).get(document.url())
    assert response["X-Accel-Redirect"] == f"/internal/media/{last_version(document).file.name}"
    assert response.content == b""


def test_an_earlier_version_is_still_there(
    programme: Programme, reader: User, sign_in: SignIn
) -> None:
    document = kept(programme)
    first = last_version(document)
    add_version(made.upload("nuova.pdf", made.PDF + b"2"), document_id=document.pk, by=reader)
    browser = sign_in(reader)
    assert body(browser.get(document.url())) == made.PDF + b"2"
    assert body(browser.get(f"{document.url()}?versione={first.pk}")) == made.PDF
    for bad in (uuid4(), "x", "../../etc/passwd"):
        assert browser.get(document.url(), {"versione": str(bad)}).status_code == 404


def test_writing_methods_are_refused(programme: Programme, reader: User, sign_in: SignIn) -> None:
    assert sign_in(reader).post(kept(programme).url()).status_code == 405


@pytest.fixture
def job(programme: Programme) -> PdfJob:
    @pdf.pdf_kind("tests.note", template="no/such.html", title="Nota")
    def context(object_id: UUID, language: str) -> dict[str, Any]:
        return {}

    return pdf.ask_pdf("tests.note", about=programme, by=None)


def test_progress_is_shown_and_polled_until_it_ends(
    programme: Programme, reader: User, sign_in: SignIn, job: PdfJob
) -> None:
    browser = sign_in(reader)
    page = browser.get(job.url())
    assert page.status_code == 200
    assert page["Refresh"] == "5"
    part = browser.get(job.url(), headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert b"hx-get" in part.content
    taken = pdf.take_job(job.pk)
    assert taken is not None
    pdf.finish_job(taken[1], pdf=made.PDF, title="Nota", filename="nota")
    done = browser.get(job.url(), headers={"HX-Request": "true"})
    assert done.status_code == 286
    assert b"hx-get" not in done.content
    job.refresh_from_db()
    assert job.document is not None
    assert job.document.url().encode() in done.content
    assert not browser.get(job.url()).has_header("Refresh")


def test_why_it_waits_or_failed_is_told(
    programme: Programme, reader: User, sign_in: SignIn, job: PdfJob
) -> None:
    browser = sign_in(reader)
    tasks.render_pdf(str(programme.pk), str(job.pk))
    job.refresh_from_db()
    assert job.trouble == "error"
    assert str(job.get_trouble_display()) in browser.get(job.url()).content.decode()


def test_a_stranger_sees_no_progress(programme: Programme, sign_in: SignIn, job: PdfJob) -> None:
    assert sign_in(user()).get(job.url()).status_code == 404
    assert Client().get(job.url()).status_code == 302
