"""The scoring sheet for work without a connection: an XLSX with one sheet for each application.

Column A names a criterion (its key stands hidden in D), B holds the score, C the reason. Cell A1 carries
the application's key, so that a renamed or reordered sheet is still known. What is read back is compared
with the cards first: nobody loses a score without having seen it.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from uuid import UUID
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from calls.models import Scorecard, Selection, Submission
from calls.queries.blind import Shown
from calls.queries.scores import STEP
from core.ui.spreadsheets import printable

REASON_LENGTH, COMMENT_LENGTH = 2000, 5000
FIRST_ROW = 4
COMMENT = "comment"
WIDTHS = {"A": 48, "B": 12, "C": 80}
LARGEST = 5 * 1024 * 1024
"""Bytes of a sheet that is read back."""


class BadSheet(ValueError):
    """The file is no scoring sheet; the message says why."""


@dataclass(frozen=True)
class Line:
    """What one sheet says of one criterion (or of the overall judgement, key `COMMENT`)."""

    key: str
    value: Decimal | None
    reason: str


@dataclass
class SheetRead:
    """One application as the file has it; `errors` name the cell."""

    submission: UUID
    sheet: str
    lines: list[Line] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def write(
    rows: Iterable[tuple[Submission, Shown, Scorecard | None]], selection: Selection
) -> bytes:
    """One sheet for each application, with what its card says so far."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, (submission, shown, card) in enumerate(rows, 1):
        _sheet(book.create_sheet(f"{number} {shown.code}"[:31]), submission, shown, card, selection)
    if not book.worksheets:
        book.create_sheet("0")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(
    sheet: Worksheet,
    submission: Submission,
    shown: Shown,
    card: Scorecard | None,
    selection: Selection,
) -> None:
    held = {row.criterion.key: row for row in card.scores.all()} if card else {}
    highest = selection.highest_score
    _put(sheet, "A1", str(submission.pk))
    sheet.row_dimensions[1].hidden = True
    _put(sheet, "A2", f"{shown.code} {shown.title}", bold=True)
    heads = (_("Criterion"), _("Score from 0 to %(highest)s") % {"highest": highest}, _("Reason"))
    for column, words in zip("ABC", heads, strict=True):
        _put(sheet, f"{column}3", words, bold=True)
        sheet.column_dimensions[column].width = WIDTHS[column]
    sheet.column_dimensions["D"].hidden = True
    row = FIRST_ROW
    for criterion in selection.criteria.all():
        score = held.get(criterion.key)
        meanings = "\n".join(f"{points}: {text}" for points, text in criterion.anchor_lines)
        _put(sheet, f"A{row}", f"{criterion.title}\n{meanings}".strip())
        if score is not None and score.value is not None:
            sheet[f"B{row}"] = float(score.value)
        _put(sheet, f"C{row}", score.reason if score else "")
        _put(sheet, f"D{row}", criterion.key)
        row += 1
    _put(sheet, f"A{row}", _("Overall judgement"))
    _put(sheet, f"C{row}", card.comment if card else "")
    _put(sheet, f"D{row}", COMMENT)


def _put(sheet: Worksheet, at: str, words: str, *, bold: bool = False) -> None:
    """Typed as text: nothing that somebody wrote runs as a formula."""
    cell = sheet[at]
    cell.value = printable(words)
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def read(content: bytes, selection: Selection) -> list[SheetRead]:
    """What a filled file says, sheet by sheet. Raises BadSheet for anything else."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=False, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise BadSheet(_("This is not an XLSX file of the portal.")) from error
    found = [_read(sheet, selection) for sheet in book.worksheets]
    if not found:
        raise BadSheet(_("The file has no sheet of an application."))
    return found


def _read(sheet: Worksheet, selection: Selection) -> SheetRead:
    try:
        key = UUID(str(sheet["A1"].value))
    except ValueError as error:
        text = _("Sheet “%(sheet)s”: the hidden first row, which says whose it is, was changed.")
        raise BadSheet(text % {"sheet": sheet.title}) from error
    found = SheetRead(key, sheet.title)
    known = {row.key for row in selection.criteria.all()} | {COMMENT}
    for row in range(FIRST_ROW, FIRST_ROW + len(known)):
        name = str(sheet[f"D{row}"].value or "")
        if name not in known:
            text = _("Cell D%(row)d: the hidden name of the criterion was changed.")
            found.errors.append(text % {"row": row})
            continue
        _line(sheet, row, name, selection.highest_score, found)
    return found


def _line(sheet: Worksheet, row: int, name: str, highest: int, found: SheetRead) -> None:
    reason = str(sheet[f"C{row}"].value or "").strip()
    longest = COMMENT_LENGTH if name == COMMENT else REASON_LENGTH
    if len(reason) > longest:
        text = _("Cell C%(row)d: at most %(count)d characters.")
        found.errors.append(text % {"row": row, "count": longest})
        return
    try:
        value = None if name == COMMENT else _score(sheet[f"B{row}"].value, highest)
    except ValueError:
        text = _("Cell B%(row)d: “%(typed)s” is not a score from 0 to %(highest)d in half points.")
        typed = str(sheet[f"B{row}"].value)[:20]
        found.errors.append(text % {"row": row, "typed": typed, "highest": highest})
        return
    found.lines.append(Line(name, value, reason))


def _score(typed: object, highest: int) -> Decimal | None:
    """A number, or words that hold one with a comma. ValueError for anything else."""
    if typed is None or not str(typed).strip():
        return None
    try:
        value = Decimal(str(typed).strip().replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(typed) from error
    if not value.is_finite() or not 0 <= value <= highest or value % STEP:
        raise ValueError(typed)
    return value
