"""What is stored, under which name, and what is refused in which words."""

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import DatabaseError, transaction

from core.access.scope import open_programme
from core.audit.queries import history_of
from core.documents.domain.files import add_version, clean_name, store
from core.documents.enums import ALL_KINDS, KIND_OF_EXTENSION, Visibility
from core.documents.models import Document, DocumentVersion
from core.documents.queries import documents_about, last_version
from core.programmes.models import Programme
from tests.factories import documents as made
from tests.factories.people import user

GOOD = {
    "lettera.pdf": made.PDF,
    "foto.JPG": made.JPG,
    "foto.jpeg": made.JPG,
    "pianta.png": made.PNG,
    "testo.docx": made.DOCX,
    "conti.xlsx": made.XLSX,
    "testo.odt": made.ODT,
    "conti.ods": made.ODS,
    "elenco.csv": b"nome;importo\nAda;1.234,50\n",
    "nota.txt": "perché così".encode("cp1252"),
    "fattura.xml": made.XML,
    "lettera.pdf.p7m": made.P7M,
}
BAD = [
    ("documento.pdf", made.PROGRAM, "program"),
    ("documento.docx", b"\x7fELF\x02\x01", "program"),
    ("script.txt", b"#!/bin/sh\nrm\n", "program"),
    ("vuoto.pdf", b"", "empty"),
    ("pagina.html", b"<html></html>", "kind"),
    ("disegno.svg", b"<svg onload='x()'/>", "kind"),
    ("pagina.txt", b"<!DOCTYPE html><html></html>", "active"),
    ("disegno.xml", b'<?xml version="1.0"?><svg xmlns="x"/>', "active"),
    ("senza-estensione", made.PDF, "kind"),
    ("vecchio.doc", b"\xd0\xcf\x11\xe0" + b"\x00" * 20, "kind"),
    ("macro.docm", made.DOCX, "kind"),
    ("macro.docx", made.office(made.DOCX_MAIN, **{"word/vbaProject.bin": b"x"}), "macros"),
    ("macro.xlsx", made.office("ms-excel.sheet.macroEnabled.main+xml"), "macros"),
    ("macro.odt", made.package({"mimetype": b"x", "Basic/Standard/a.xml": b"x"}), "macros"),
    ("foto.pdf", made.PNG, "mismatch"),
    ("testo.docx", made.XLSX, "mismatch"),
    ("testo.odt", made.ODS, "mismatch"),
    ("rotto.docx", b"PK\x03\x04rotto", "mismatch"),
    ("dati.csv", b"a;b\x00\x01\n", "mismatch"),
    ("rotto.xml", b"<a><b></a>", "mismatch"),
    ("bomba.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "mismatch"),
    ("firma.p7m", made.PDF, "mismatch"),
]


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_kept_whole_with_its_hash(programme: Programme, name: str) -> None:
    content = GOOD[name]
    document = store(made.upload(name, content), about=programme, by=user())
    version = last_version(document)
    assert version.original_name == name
    assert version.sha256 == hashlib.sha256(content).hexdigest()
    assert version.size == len(content)
    assert version.content_type == KIND_OF_EXTENSION[name.rpartition(".")[2].lower()].content_type
    with version.file.open("rb") as stored:
        assert stored.read() == content


def test_every_kind_is_tried() -> None:
    tried = {KIND_OF_EXTENSION[name.rpartition(".")[2].lower()].name for name in GOOD}
    assert tried == {kind.name for kind in ALL_KINDS}


@pytest.mark.parametrize(
    ("name", "content", "code"), BAD, ids=[f"{name}-{code}" for name, _content, code in BAD]
)
def test_a_bad_file_is_refused_and_leaves_nothing(
    programme: Programme, media: Path, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        store(made.upload(name, content), about=programme, by=user())
    assert refused.value.code == code
    assert not Document.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_a_renamed_program_is_named_as_such(programme: Programme) -> None:
    with pytest.raises(ValidationError, match=r"program.*\.pdf|programma.*\.pdf"):
        store(made.upload("documento.pdf", made.PROGRAM), about=programme, by=user())


class Endless(File):  # type: ignore[misc,type-arg,unused-ignore]  # only what store() reads
    """A file that claims to be small, or says its size; counts what was read of it."""

    def __init__(self, claimed: int) -> None:
        super().__init__(None, name="grande.pdf")
        self.claimed, self.given = claimed, 0

    @property
    def size(self) -> int:
        return self.claimed

    def seek(self, *where: int) -> int:
        self.given = 0
        return 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        for _ in range(300 * 16):
            self.given += 65536
            yield b"%PDF-" + b"0" * 65531


@pytest.mark.parametrize("claimed", [300 * 1024 * 1024, 10])
def test_300_mb_are_refused_without_being_read(
    programme: Programme, settings: Any, claimed: int
) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    huge = Endless(claimed)
    with pytest.raises(ValidationError) as refused:
        store(huge, about=programme, by=user())
    assert refused.value.code == "too_large"
    assert huge.given <= 1024 * 1024 + 65536


def test_a_question_may_ask_for_smaller_files(programme: Programme) -> None:
    with pytest.raises(ValidationError) as refused:
        store(made.upload(), about=programme, by=user(), max_bytes=10)
    assert refused.value.code == "too_large"


def test_a_question_may_take_fewer_kinds(programme: Programme) -> None:
    with pytest.raises(ValidationError) as refused:
        store(
            made.upload("foto.png", made.PNG), about=programme, by=user(), accept=frozenset({"pdf"})
        )
    assert refused.value.code == "kind"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Documenti\\lettera.pdf", "lettera.pdf"),
        ("lettera\u202efdp.exe", "letterafdp.exe"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("perche\u0301.pdf", "perch\u00e9.pdf"),
        ("信.pdf", "信.pdf"),
        ("...", "file"),
        ("", "file"),
        (None, "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_are_for_showing_only(name: str | None, shown: str) -> None:
    assert clean_name(name) == shown


def test_the_disk_never_sees_the_name_and_nobody_else_the_file(
    programme: Programme, media: Path
) -> None:
    document = store(made.upload("../../segreto.pdf"), about=programme, by=user())
    version = last_version(document)
    path = Path(version.file.path)
    assert path.is_relative_to(media / "programme" / str(programme.pk))
    assert "segreto" not in str(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_second_version_leaves_the_first(programme: Programme) -> None:
    ada = user()
    document = store(made.upload(), about=programme, by=ada)
    first = last_version(document)
    second = add_version(made.upload("nuova.pdf", made.PDF + b"x"), document_id=document.pk, by=ada)
    assert (first.number, second.number) == (1, 2)
    assert Path(first.file.path).exists()
    (row,) = documents_about(programme)
    assert (vars(row)["name"], vars(row)["number"]) == ("nuova.pdf", 2)


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"original_name": "altro.pdf"}])
def test_a_version_is_never_changed(programme: Programme, change: dict[str, str]) -> None:
    document = store(made.upload(), about=programme, by=user())
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentVersion.objects.filter(document=document).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentVersion.objects.filter(document=document).delete()


def test_storing_is_in_the_register(programme: Programme) -> None:
    document = store(made.upload(), about=programme, by=user(), visibility=Visibility.PUBLIC)
    (entry,) = history_of(document)
    assert entry.verb == "attach"


@pytest.mark.usefixtures("db")
def test_documents_stay_in_their_programme(other_programme: Programme) -> None:
    from tests.factories.programmes import programme as make

    first = make(slug="primo", name="Primo")
    with open_programme(first.pk):
        document = store(made.upload(), about=first, by=user())
    with open_programme(other_programme.pk):
        assert not Document.objects.filter(pk=document.pk).exists()
        with pytest.raises(Document.DoesNotExist):
            add_version(made.upload(), document_id=document.pk, by=None)


def test_a_list_of_documents_costs_the_same(
    programme: Programme, django_assert_num_queries: object
) -> None:
    ada = user()
    counts = []
    for wanted in (3, 30):
        while Document.objects.count() < wanted:
            store(made.upload(), about=programme, by=ada)
        with django_assert_num_queries(1):  # type: ignore[operator]
            counts.append(len([row.url() for row in documents_about(programme)]))
    assert counts == [3, 30]
