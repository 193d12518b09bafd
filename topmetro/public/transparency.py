"""Acts and payments as tables: the columns that the law wants, and the same for people and machines.

D.Lgs. 33/2013 art. 26–27: one list per year and administration, in an open tabular format. A natural
person is never identified (art. 26 c. 4): a codice fiscale of sixteen characters becomes a substitute
code. IBAN and addresses are not read here at all. Words are Italian in every language of the site, as
acts are.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from hashlib import sha256

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core.access import clock
from core.people.codes import PERSON
from core.programmes.models import Programme
from core.ui.spreadsheets import harmless
from projects import paths as project_paths
from tranches import queries as tranches
from tranches.models import Act, LedgerEntry

ACT_COLUMNS = (
    "anno", "data_atto", "numero_atto", "tipo_atto", "beneficiario", "codice_fiscale", "partita_iva",
    "importo_concesso", "importo_erogato", "norma_titolo", "ufficio", "responsabile",
    "modalita_individuazione", "link_progetto", "link_cv", "cup", "note_oscuramento",
)  # fmt: skip
PAYMENT_COLUMNS = (
    "anno", "trimestre", "data", "tipologia_spesa", "beneficiario", "importo", "tipo_movimento",
    "numero_atto", "data_atto", "cup", "note_oscuramento",
)  # fmt: skip
FIRST_YEAR = 2000

Row = dict[str, str]


def acts(year: int) -> list[Row]:
    """One row per published act, by the columns of art. 27; amounts as 9000.00, days as 2021-04-08."""
    with translation.override("it"):
        return [_act(act) for act in tranches.acts_of_year(year)]


def payments(year: int) -> list[Row]:
    """One row per entry of the ledger, reversals with their sign (art. 4-bis: data on payments)."""
    with translation.override("it"):
        return [_payment(entry) for entry in tranches.payments_of_year(year)]


def is_year(year: int, programme: Programme) -> bool:
    """Whether a list of that year may be asked for: from the programme's first year to this one."""
    first = programme.starts_on.year if programme.starts_on else FIRST_YEAR
    return first <= year <= clock.today().year or year in tranches.years()


def _act(act: Act) -> Row:
    name, code, vat, note = _beneficiary(act.beneficiary_name, act.tax_code, act.vat_number)
    # A natural person's row leads to no page that names them, neither the project's nor a curriculum.
    project_url = settings.PUBLIC_URL + project_paths.public(act.tranche.grant.project)
    links = ("", "") if note else (project_url, act.cv_url)
    paid: Decimal = act.paid  # type: ignore[attr-defined]  # annotated by acts_of_year
    values = (
        str(act.date.year), act.date.isoformat(), act.number, str(act.get_kind_display()),
        name, code, vat, _amount(act.amount), _amount(paid), act.legal_basis, act.office,
        act.responsible, act.selection_method, *links, act.cup, note,
    )  # fmt: skip
    return dict(zip(ACT_COLUMNS, values, strict=True))


def _payment(entry: LedgerEntry) -> Row:
    [act] = entry.tranche.acts.all()
    name, _code, _vat, note = _beneficiary(act.beneficiary_name, act.tax_code, act.vat_number)
    quarter = (entry.date.month + 2) // 3
    values = (
        str(entry.date.year), str(quarter), entry.date.isoformat(),
        _("contributions to private bodies and associations"), name, _amount(entry.amount),
        str(entry.get_kind_display()), act.number, act.date.isoformat(), act.cup, note,
    )  # fmt: skip
    return dict(zip(PAYMENT_COLUMNS, values, strict=True))


def _beneficiary(name: str, code: str, vat: str) -> tuple[str, str, str, str]:
    """Name, codice fiscale, partita IVA, note; for a natural person a code that says nothing."""
    if len(code) != PERSON:
        return name, code, vat, ""
    substitute = "BEN-" + sha256(f"{settings.SECRET_KEY}|{code}".encode()).hexdigest()[:10].upper()
    note = _("natural person: identifying data withheld (D.Lgs. 33/2013 art. 26 c. 4)")
    return substitute, "", "", note


def _amount(value: Decimal) -> str:
    return f"{value:.2f}"


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """UTF-8, commas, a header also when there is no row. A cell that would run as a formula is made
    harmless; an amount with its minus is a number and stays one."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(name, row[name]) for name in columns])
    return text.getvalue().encode()


def _cell(name: str, value: str) -> str:
    return value if name.startswith("importo") else harmless(value)


def as_json(rows: Iterable[Row]) -> bytes:
    """A list of objects whose keys are the columns, in their order."""
    return json.dumps(list(rows), ensure_ascii=False, indent=2).encode()
