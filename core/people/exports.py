"""Lists as files, for the offices that may read them whole."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.people.models import Organisation

BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet reads accents wrongly
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def organisations_csv(organisations: Iterable[Organisation]) -> str:
    """One row for each organisation; neither IBAN nor personal contacts."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("Name"),
            _("Kind"),
            _("Legal form"),
            _("Codice fiscale"),
            _("Partita IVA"),
            _("PEC"),
            _("Municipality"),
            _("Territory"),
        ]
    )
    for one in organisations:
        cells = (
            one.name,
            one.get_kind_display(),
            one.get_legal_form_display(),
            one.tax_code or "",
            one.vat_number,
            one.pec,
            one.municipality,
            one.territory or "",
        )
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return BYTE_ORDER_MARK + out.getvalue()


def _harmless(cell: str) -> str:
    """A spreadsheet must not run what somebody typed as a name."""
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell
