"""Tables as files: CSV and XLSX.

CSV is UTF-8 with BOM and semicolons, which is what Excel with Italian settings opens as a table without
asking. A cell that a spreadsheet would run as a formula is given a leading apostrophe: some write these
texts and others open them. XLSX cells are typed as text, so they hold no formula at all; a day or an
instant is one there, and can be sorted and counted with.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain, count

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
MAX_CELL = 32_767
"""What a cell of a spreadsheet holds at most, in characters."""

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


Cell = str | date
"""A text, a day, or an instant (aware): that is written on the clock of Rome."""


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(text_of(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    """One sheet: headings in bold that stay in sight and filter, then the rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "B2"
    for position in range(1, 60):
        sheet.column_dimensions[get_column_letter(position)].width = 24
    width = lines = 0
    for lines, row in enumerate(rows, start=1):
        width = max(width, len(row))
        sheet.append([_cell(sheet, value, bold=lines == 1) for value in row])
    if width:
        sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{lines}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def told_apart(headings: Iterable[str]) -> list[str]:
    """The same headings, a repeated one with its count: a filter or a pivot needs to name one column."""
    found: list[str] = []
    for heading in headings:
        names = chain([heading], (f"{heading} ({number})" for number in count(2)))
        found.append(next(name for name in names if name not in found))
    return found


def text_of(cell: Cell) -> str:
    """As CSV says it: 2026-08-18, 2026-08-18 17:48:00."""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M:%S}"
    return cell.isoformat() if isinstance(cell, date) else cell


def harmless(cell: str) -> str:
    """The cell as a spreadsheet reads it without running it (formula injection)."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def printable(cell: str) -> str:
    """Without the control characters that a spreadsheet refuses, and not longer than it can hold."""
    return "".join(char for char in cell if char >= " " or char in "\n\t")[:MAX_CELL]


def _sheet_title(title: str) -> str:
    return "".join(char for char in title if char not in r"[]:*?/\'")[:31].strip() or "Export"


def _cell(sheet: object, value: Cell, *, bold: bool) -> WriteOnlyCell:
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value=timezone.localtime(value).replace(tzinfo=None))
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "dd/mm/yyyy"
    else:
        cell = WriteOnlyCell(sheet, value=printable(value))
        cell.data_type = "s"
    cell.font = Font(bold=bold)
    return cell
