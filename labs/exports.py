"""The people of an event as a table, for the sheet of signatures and the badges.

CSV as docs/adr/0073 wants it: UTF-8 with BOM, semicolons, no cell that a spreadsheet would run.
"""

import csv
import io
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from labs.models import Registration

BYTE_ORDER_MARK = "\ufeff"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def registrations_csv(registrations: Iterable[Registration]) -> bytes:
    """One row for each registration."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("Person"),
            _("E-mail address"),
            _("Network"),
            _("Organisation"),
            _("State"),
            _("Registered on"),
        ]
    )
    for row in registrations:
        cells = (
            row.person.full_name,
            row.person.email,
            row.network or "",
            row.organisation or "",
            row.get_state_display(),
            timezone.localtime(row.registered_at).strftime("%Y-%m-%d %H:%M"),
        )
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell
