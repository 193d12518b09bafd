"""A call's applications as a table, with the answers as columns: CSV and XLSX.

CSV is UTF-8 with BOM and semicolons, which is what Excel with Italian settings opens as a table without
asking. A cell that a spreadsheet would run as a formula is given a leading apostrophe: applicants write
these texts and officials open them. XLSX cells are typed as text, so they hold no formula at all.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from calls.models import Call, Sending, Submission
from core.questionnaires import queries as questionnaires
from core.questionnaires import readable

BATCH = 200
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
MAX_CELL = 32_767
"""What a cell of a spreadsheet holds at most, in characters."""

Row = list[str]


def rows_of(call: Call, submissions: QuerySet[Submission], language: str = "it") -> Iterator[Row]:
    """The headings, then one row per application: what was sent last, or the draft where nothing was."""
    assert call.version is not None
    headings = readable.columns(call.version, language)
    with translation.override(language):
        yield [*_own_headings(), *(label for _key, label in headings)]
    found = submissions.select_related("network", "lead", "territory", "sheet")
    iterator = found.prefetch_related(
        "further_territories__territory", "registry_entries"
    ).iterator(chunk_size=BATCH)
    while batch := list(islice(iterator, BATCH)):
        yield from _rows_of(batch, [key for key, _label in headings], language)


def _rows_of(batch: list[Submission], keys: list[str], language: str) -> Iterator[Row]:
    sent = {
        sending.submission_id: sending.sheet
        for sending in Sending.objects.filter(submission__in=batch)
        .select_related("sheet")
        .order_by("ordinal")
    }
    sheets = {row.pk: sent.get(row.pk, row.sheet) for row in batch}
    filled = questionnaires.load_many(sheets.values())
    for submission in batch:
        answers = readable.row(filled[sheets[submission.pk].pk], language)
        with translation.override(language):
            own = _own_cells(submission)
        yield [*own, *(answers.get(key, "") for key in keys)]


def _own_headings() -> Row:
    return [
        _("Application number"), _("State"), _("Title"), _("Network"), _("Lead organisation"),
        _("Principal territory"), _("Further territories"), _("Sent"), _("Sent late"),
        _("How it came in"), _("Confirmed by the applicant"), _("Registry number"), _("Registry date"),
    ]  # fmt: skip


def _own_cells(submission: Submission) -> Row:
    further = [row.territory.name for row in submission.further_territories.all()]
    entry = next(iter(submission.registry_entries.all()), None)
    confirmed = "" if not submission.is_on_behalf else _yes_no(submission.confirmed_at is not None)
    sent_at = submission.submitted_at
    return [
        submission.number,
        submission.get_state_display(),
        submission.title,
        submission.network.name,
        submission.lead.name,
        submission.territory.name,
        ", ".join(sorted(further)),
        timezone.localtime(sent_at).strftime("%Y-%m-%d %H:%M:%S") if sent_at else "",
        _yes_no(submission.late) if sent_at else "",
        submission.get_channel_display(),
        confirmed,
        entry.number if entry else "",
        entry.date.isoformat() if entry else "",
    ]


def _yes_no(value: bool) -> str:
    return _("yes") if value else _("no")


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
