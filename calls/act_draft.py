"""The draft of the act that approves a ranking, as OpenDocument text: to be completed and adopted in the
body's own system. ODT is a zip of a few XML files (ISO/IEC 26300): no library is needed to write plain text.
"""

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.template.loader import render_to_string
from django.utils import translation

from calls.models import Call, Ranking
from calls.queries.rankings import TerritoryRanking, by_territory
from calls.queries.scores import selection_of
from core.ui.downloads import ODT
from core.ui.spreadsheets import printable

MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{ODT}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:text>"""
FOOT = "</office:text></office:body></office:document-content>"


def draft_of(ranking: Ranking) -> bytes:
    """The act in Italian, the language of record. A line that begins with “# ” is a heading."""
    with translation.override("it"):
        text = render_to_string("calls/acts/ranking.txt", _context(ranking, ranking.call))
    return _odt(text.splitlines())


def _context(ranking: Ranking, call: Call) -> dict[str, object]:
    territories: list[TerritoryRanking] = by_territory(ranking)
    return {
        "ranking": ranking,
        "call": call,
        "territories": territories,
        "selection": selection_of(call),
        "reason": ranking.reason.rstrip(" ."),
    }


def _odt(lines: Iterable[str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        # The first file, and not compressed: that is how a program recognises the document.
        archive.writestr(zipfile.ZipInfo("mimetype"), ODT)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", HEAD + "".join(map(_paragraph, lines)) + FOOT)
    return stream.getvalue()


def _paragraph(line: str) -> str:
    words = escape(printable(line.strip()))
    if line.startswith("# "):
        return f'<text:h text:outline-level="1">{words.removeprefix("# ")}</text:h>'
    return f"<text:p>{words}</text:p>"
