"""Who may read a document, which files are taken, where a PDF stands."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """`private` asks the predicate of what the document belongs to, as `parties` does; they differ in
    who that predicate lets in, which is the part's business."""

    PRIVATE = "private", _("Private")
    PARTIES = "parties", _("The parties")
    PUBLIC = "public", _("Everybody")


class PdfState(models.TextChoices):
    ASKED = "asked", _("Waiting its turn")
    RUNNING = "running", _("Being prepared")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Not made")


class PdfTrouble(models.TextChoices):
    """Why a PDF waits or was not made; kept as a code and told in the reader's language."""

    NONE = "", ""
    NO_PANGO = (
        "no_pango",
        _(
            "the server lacks the library that draws the pages (Pango): it will be made once it is there"
        ),
    )
    ERROR = "error", _("something went wrong while it was drawn: it is tried again")
    GIVEN_UP = (
        "given_up",
        _("it failed too often: the people who run the portal have been told in its log"),
    )


class SignedFormat(models.TextChoices):
    """What an uploaded signed file is, by its content."""

    NONE = "", ""
    PADES = "pades", _("PDF with its signature inside (PAdES)")
    P7M = "p7m", _("signed envelope (p7m, CAdES)")


@dataclass(frozen=True)
class Kind:
    """A kind of file the portal takes: its extensions and the type it is served as."""

    name: str
    extensions: tuple[str, ...]
    content_type: str


_OPEN = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."
ALL_KINDS = (
    Kind("pdf", ("pdf",), "application/pdf"),
    Kind("jpg", ("jpg", "jpeg"), "image/jpeg"),
    Kind("png", ("png",), "image/png"),
    Kind("docx", ("docx",), f"{_OFFICE}wordprocessingml.document"),
    Kind("xlsx", ("xlsx",), f"{_OFFICE}spreadsheetml.sheet"),
    Kind("odt", ("odt",), f"{_OPEN}text"),
    Kind("ods", ("ods",), f"{_OPEN}spreadsheet"),
    Kind("csv", ("csv",), "text/csv; charset=utf-8"),
    Kind("txt", ("txt",), "text/plain; charset=utf-8"),
    Kind("xml", ("xml",), "application/xml"),
    Kind("p7m", ("p7m",), "application/pkcs7-mime"),
)
KINDS = frozenset(kind.name for kind in ALL_KINDS)
KIND_OF_EXTENSION = {extension: kind for kind in ALL_KINDS for extension in kind.extensions}
