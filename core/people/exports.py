"""Lists as files, for the offices that may read them whole."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.people.models import Organisation
from core.ui.spreadsheets import as_csv


def organisations_csv(organisations: Iterable[Organisation]) -> bytes:
    """One row for each organisation; neither IBAN nor personal contacts."""
    head = (
        _("Name"),
        _("Kind"),
        _("Legal form"),
        _("Codice fiscale"),
        _("Partita IVA"),
        _("PEC"),
        _("Municipality"),
        _("Territory"),
    )
    rows = (
        (
            one.name,
            str(one.get_kind_display()),
            str(one.get_legal_form_display()),
            one.tax_code or "",
            one.vat_number,
            one.pec,
            one.municipality,
            str(one.territory or ""),
        )
        for one in organisations
    )
    return as_csv([head, *rows])
