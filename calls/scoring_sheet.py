"""The scoring sheet for work without a connection: an XLSX with one sheet for each application.

Column A names a criterion (its key stands hidden in D), B holds the score, C the reason. Cell A1 carries
the application's key, so that a renamed or reordered sheet is still known. What is read back is compared
with the cards first: nobody loses a score without having seen it.
"""

import io
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID
from zipfile import BadZipFile, ZipFile

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
LARGEST_UNPACKED, LARGEST_PART, MOST_TIMES = 20 * 1024 * 1024, LARGEST, 200
"""Bytes of what is inside, of one part of it, and how many times the file it may be: a few kilobytes can
hold so many cells that reading them takes minutes."""
UNREADABLE = (
    ArithmeticError, AttributeError, BadZipFile, EOFError, InvalidFileException, LookupError,
    NotImplementedError, OSError, RuntimeError, SyntaxError, TypeError, ValueError, zlib.error,
)  # fmt: skip
"""What the library raises over a file that is damaged or made up; XML cut short is a SyntaxError."""


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


def read(content: bytes, selection: Selection, own: Collection[UUID]) -> list[SheetRead]:
    """What a filled file says, sheet by sheet; of an application that is not in `own` only that it is
    there. Raises BadSheet for anything else."""
    known = {row.key for row in selection.criteria.all()} | {COMMENT}
    try:
        _refuse_bomb(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        found = [_read(sheet, known, selection.highest_score, own) for sheet in book.worksheets]
    except BadSheet:
        raise
    except UNREADABLE as error:
        raise BadSheet(_("This is not an XLSX file of the portal.")) from error
    if not found:
        raise BadSheet(_("The file has no sheet of an application."))
    return found


def _refuse_bomb(content: bytes) -> None:
    """Before anything is unpacked: `ZipFile` never gives more bytes than the directory states."""
    with ZipFile(io.BytesIO(content)) as package:
        sizes = [part.file_size for part in package.infolist()]
    most = min(LARGEST_UNPACKED, MOST_TIMES * len(content))
    if sum(sizes) > most or max(sizes, default=0) > LARGEST_PART:
        raise BadSheet(_("The file holds far more than a scoring sheet: it was not read."))


def _read(sheet: Any, known: Collection[str], highest: int, own: Collection[UUID]) -> SheetRead:
    """Only the cells that the portal wrote are looked at: as many rows as criteria, columns A to D."""
    last = FIRST_ROW + len(known) - 1
    rows = sheet.iter_rows(max_row=last, max_col=4, values_only=True)
    try:
        key = UUID(str(next(rows)[0]))
    except (IndexError, StopIteration, ValueError) as error:
        text = _("Sheet “%(sheet)s”: the hidden first row, which says whose it is, was changed.")
        raise BadSheet(text % {"sheet": sheet.title}) from error
    found = SheetRead(key, sheet.title)
    if key not in own:
        return found
    held = dict(enumerate(rows, 2))
    for row in range(FIRST_ROW, last + 1):
        cells = [*held.get(row, ()), None, None, None, None][:4]
        name = str(cells[3] or "")
        if name not in known:
            text = _("Cell D%(row)d: the hidden name of the criterion was changed.")
            found.errors.append(text % {"row": row})
            continue
        _line(cells, row, name, highest, found)
    return found


def _line(cells: Sequence[object], row: int, name: str, highest: int, found: SheetRead) -> None:
    reason = str(cells[2] or "").strip()
    longest = COMMENT_LENGTH if name == COMMENT else REASON_LENGTH
    if len(reason) > longest:
        text = _("Cell C%(row)d: at most %(count)d characters.")
        found.errors.append(text % {"row": row, "count": longest})
        return
    try:
        value = None if name == COMMENT else _score(cells[1], highest)
    except ValueError:
        text = _("Cell B%(row)d: “%(typed)s” is not a score from 0 to %(highest)d in half points.")
        typed = str(cells[1])[:20]
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
