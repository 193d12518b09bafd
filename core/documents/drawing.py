"""HTML to PDF. Importing WeasyPrint needs Pango on the machine, so it happens here, when a worker draws:
without Pango the portal runs and its PDFs wait (`PangoMissing`)."""

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from core.documents import directions
from core.documents.conformance import add_universal_access

VARIANT = "pdf/a-2a"
_HERE = "https://static.invalid"
"""An address that exists nowhere: what it seems to serve is read from our own static files."""


class PangoMissing(RuntimeError):
    """The machine lacks the library that lays out the text."""


class ForbiddenAddress(ValueError):
    """A page to print asked for something that is not one of our static files."""


def draw(html: str) -> bytes:
    """The page as one file that is both PDF/A-2a and PDF/UA-1. Reads nothing but our static files:
    no network, no other file. Raises PangoMissing, ForbiddenAddress."""
    try:
        import weasyprint
    except OSError as error:
        raise PangoMissing(str(error)) from error
    fetcher = _fetcher()
    page = weasyprint.HTML(string=html, base_url=_HERE, url_fetcher=fetcher, media_type="print")
    directions.resolve(page.etree_element)
    drawn: bytes = page.write_pdf(pdf_variant=VARIANT, pdf_tags=True)
    if fetcher.refused:
        # WeasyPrint only logs it; a picture that is silently absent would leave a hole in an act.
        raise ForbiddenAddress(fetcher.refused[0])
    return add_universal_access(drawn)


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Reads our static files and pictures written into the page; remembers what it refused."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=("data",), allow_redirects=False)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith("data:image/"):
                return super().fetch(url, headers)
            path = static_file(url)
            if path is None:
                self.refused.append(url)
                raise ForbiddenAddress(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return StaticOnly()


def _static_url() -> str:
    return settings.STATIC_URL or "/static/"


def static_file(url: str) -> Path | None:
    """The static file behind an address of the page, or None if it is none of ours."""
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" != _HERE or not parts.path.startswith(_static_url()):
        return None
    name = unquote(parts.path.removeprefix(_static_url()))
    if ".." in Path(name).parts:
        return None
    if staticfiles_storage.exists(name):
        return Path(staticfiles_storage.path(name))
    found = finders.find(name)
    return Path(found) if isinstance(found, str) else None
