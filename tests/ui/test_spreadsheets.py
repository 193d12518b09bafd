"""Tables as files: what a spreadsheet can sort, filter and count with."""

import io
from datetime import UTC, date, datetime

from openpyxl import load_workbook

from core.ui.spreadsheets import Cell, as_csv, as_xlsx, told_apart

SENT = datetime(2026, 8, 18, 15, 48, tzinfo=UTC)
ROWS: list[list[Cell]] = [["Titolo", "Inviata", "Data"], ["=1+1", SENT, date(2026, 8, 20)]]


def test_a_sheet_filters_keeps_its_headings_in_sight_and_holds_days_as_days() -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx(ROWS, title="Bando"))).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:C2")
    text, sent, day = sheet[2]
    assert (text.data_type, text.value) == ("s", "=1+1")
    assert (sent.is_date, sent.value.isoformat()) == (True, "2026-08-18T17:48:00")
    assert (day.is_date, day.value.date()) == (True, date(2026, 8, 20))


def test_a_csv_says_days_and_instants_in_figures() -> None:
    lines = as_csv(ROWS).decode("utf-8-sig").splitlines()
    assert lines[1] == "'=1+1;2026-08-18 17:48:00;2026-08-20"


def test_no_two_columns_have_the_same_name() -> None:
    assert told_apart(["Titolo", "Rete", "Titolo"]) == ["Titolo", "Rete", "Titolo (2)"]
    assert told_apart(["A", "A", "A (2)"]) == ["A", "A (2)", "A (2) (2)"]
