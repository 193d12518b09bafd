"""Files for tests: small, real ones of each kind, and those that must be refused."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from core.access.models import User
from core.documents.domain.files import store
from core.documents.enums import Visibility
from core.documents.models import Document

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 32
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"
P7M = bytes.fromhex("3082010006092a864886f70d010702a081f3") + b"\x00" * 32
XML = b'<?xml version="1.0" encoding="UTF-8"?><Fattura versione="FPR12"><a>1</a></Fattura>'


def package(members: dict[str, bytes]) -> bytes:
    """The same bytes at any hour: a `ZipInfo` is of 1980 where a name would be of now."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in members.items():
            made.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def office(main: str, **members: bytes) -> bytes:
    types = f'<Types><Override PartName="/x" ContentType="application/vnd.{main}"/></Types>'
    return package({"[Content_Types].xml": types.encode(), **members})


DOCX_MAIN = "openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX_MAIN = "openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
DOCX = office(DOCX_MAIN)
XLSX = office(XLSX_MAIN)
ODT = package({"mimetype": b"application/vnd.oasis.opendocument.text"})
ODS = package({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})


def upload(name: str = "lettera.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def document(about: Any, by: User, *, visibility: Visibility = Visibility.PRIVATE) -> Document:
    return store(upload(), about=about, by=by, visibility=visibility)
