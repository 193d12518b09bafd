"""Tables as files: CSV and XLSX.

CSV is UTF-8 with BOM and semicolons, which is what Excel with Italian settings opens as a table without
asking. A cell that a spreadsheet would run as a formula is given a leading apostrophe: some write these
texts and others open them. XLSX cells are typed as text, so they hold no formula at all.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
MAX_CELL = 32_767
"""What a cell of a spreadsheet holds at most, in characters."""

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "B2"
    for position in range(1, 60):
        sheet.column_dimensions[get_column_letter(position)].width = 24
    for line, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=printable(value))
            cell.data_type = "s"
            cell.font = Font(bold=line == 0)
            cells.append(cell)
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def harmless(cell: str) -> str:
    """The cell as a spreadsheet reads it without running it (formula injection)."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def printable(cell: str) -> str:
    """Without the control characters that a spreadsheet refuses, and not longer than it can hold."""
    return "".join(char for char in cell if char >= " " or char in "\n\t")[:MAX_CELL]


def _sheet_title(title: str) -> str:
    return "".join(char for char in title if char not in r"[]:*?/\'")[:31].strip() or "Export"
