"""What a file is, by its content. A name proves nothing: a program renamed .pdf is a program.

Only the kinds of `core.documents.enums.ALL_KINDS` are taken. Markup that a browser would run (HTML,
SVG), programs, and office files with macros are refused whatever their name.
"""

import re
import zipfile
from collections.abc import Callable
from typing import IO
from xml.parsers import expat

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.documents.enums import KIND_OF_EXTENSION, Kind

HEAD = 4096
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\x00asm",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
)
_ACTIVE = re.compile(
    rb"<(!doctype\s+html|html|head|body|script|svg|iframe|x:script)\b", re.IGNORECASE
)
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # PKCS#7 signedData, as object identifier
_OFFICE_MAIN = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
}
_MACRO_MEMBERS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("basic/", "scripts/")
_LARGEST_INDEX = 2_000_000
"""Bytes of a package's table of contents: it lists a few dozen names, so more is no office file."""


def kind_of(file: IO[bytes], name: str, accept: frozenset[str]) -> Kind:
    """The kind of an open file, at its beginning and not empty; ValidationError in the user's words."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(_PROGRAMS):
        raise ValidationError(
            _("The file is a program renamed .%(extension)s: it was not stored.")
            % {"extension": extension or "?"},
            code="program",
        )
    kind = KIND_OF_EXTENSION.get(extension)
    if kind is None or kind.name not in accept:
        raise ValidationError(
            _("Files of this kind are not taken. Use one of these: %(kinds)s.")
            % {"kinds": ", ".join(sorted(accept))},
            code="kind",
        )
    if _ACTIVE.search(head) and kind.name != "pdf":
        raise ValidationError(
            _("The file holds a web page or a drawing with code: it was not stored."), code="active"
        )
    file.seek(0)
    if not _CHECKS[kind.name](file, head):
        raise ValidationError(
            _("The file is called .%(extension)s but its content is %(found)s: it was not stored.")
            % {"extension": extension, "found": _looks_like(head)},
            code="mismatch",
        )
    file.seek(0)
    return kind


def _looks_like(head: bytes) -> str:
    """What the content seems to be, for the message: a type, or plain words."""
    try:
        return puremagic.from_string(head, mime=True) or _("something else")
    except (puremagic.PureError, ValueError):
        return _("something else")


def _is_pdf(file: IO[bytes], head: bytes) -> bool:
    return b"%PDF-" in head[:1024]


def _is_jpg(file: IO[bytes], head: bytes) -> bool:
    return head.startswith(b"\xff\xd8\xff")


def _is_png(file: IO[bytes], head: bytes) -> bool:
    return head.startswith(b"\x89PNG\r\n\x1a\n")


def _office(name: str) -> Callable[[IO[bytes], bytes], bool]:
    def is_office(file: IO[bytes], head: bytes) -> bool:
        return _in_package(file, "[Content_Types].xml", lambda found: _OFFICE_MAIN[name] in found)

    return is_office


def _open_document(media_type: bytes) -> Callable[[IO[bytes], bytes], bool]:
    def is_open_document(file: IO[bytes], head: bytes) -> bool:
        return _in_package(file, "mimetype", lambda found: found.strip() == media_type)

    return is_open_document


def _in_package(file: IO[bytes], member: str, is_right: Callable[[bytes], bool]) -> bool:
    """Look into a ZIP package: one small member is read, nothing else is unpacked."""
    try:
        with zipfile.ZipFile(file) as package:
            names = [name.lower() for name in package.namelist()]
            if package.getinfo(member).file_size > _LARGEST_INDEX:
                return False
            found = package.read(member)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError):
        return False
    if b"macroEnabled" in found or any(map(_is_macro, names)):
        raise ValidationError(
            _("The file holds macros: save it without them, or as PDF. It was not stored."),
            code="macros",
        )
    return is_right(found)


def _is_macro(name: str) -> bool:
    return name.rpartition("/")[2] in _MACRO_MEMBERS or name.startswith(_MACRO_FOLDERS)


def _is_text(file: IO[bytes], head: bytes) -> bool:
    utf_16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return utf_16 or not any(byte < 9 or 13 < byte < 32 for byte in head)


def _is_p7m(file: IO[bytes], head: bytes) -> bool:
    if head.startswith(b"\x30"):
        return _SIGNED_DATA in head[:64]
    return head.startswith((b"-----BEGIN PKCS7", b"-----BEGIN CMS", b"MII", b"MIA"))


class _Doctype(Exception):
    """A document type declaration: no invoice has one, and entities expand."""


def _is_xml(file: IO[bytes], head: bytes) -> bool:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.ParseFile(file)
    except (expat.ExpatError, _Doctype, ValueError):
        return False
    return True


def _refuse_doctype(*_: object) -> None:
    raise _Doctype


_CHECKS: dict[str, Callable[[IO[bytes], bytes], bool]] = {
    "pdf": _is_pdf,
    "jpg": _is_jpg,
    "png": _is_png,
    "docx": _office("docx"),
    "xlsx": _office("xlsx"),
    "odt": _open_document(b"application/vnd.oasis.opendocument.text"),
    "ods": _open_document(b"application/vnd.oasis.opendocument.spreadsheet"),
    "csv": _is_text,
    "txt": _is_text,
    "xml": _is_xml,
    "p7m": _is_p7m,
}
