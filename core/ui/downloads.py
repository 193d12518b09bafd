"""A file made on the spot, as an answer that the browser saves under its name."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from core.ui.spreadsheets import CSV, XLSX

ODT: Final = "application/vnd.oasis.opendocument.text"
CALENDAR: Final = "text/calendar; charset=utf-8"
TYPES: Final = {
    "csv": CSV,
    "xlsx": XLSX,
    "odt": ODT,
    "ics": CALENDAR,
    "toml": "application/toml; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
"""Content type by extension."""


def download(
    content: bytes | str, name: str, *, public: bool = False, inline: bool = False
) -> HttpResponse:
    """The file `name`, of the type of its extension; what is not public is kept by no cache.

    `inline` lets a program that follows the address read it without asking where to save it.
    """
    response = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = _disposition(name, inline=inline)
    if not public:
        response["Cache-Control"] = "private, no-store"
    return response


def _disposition(name: str, *, inline: bool) -> str:
    stated = content_disposition_header(not inline, name)
    assert stated is not None  # a name is always given
    return stated
