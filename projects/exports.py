"""A project's budget as CSV: UTF-8 with BOM and semicolons, amounts as 9000.00.

A cell that a spreadsheet would run as a formula gets a leading apostrophe: networks write these texts and
officials open them.
"""

import csv
import io
from decimal import Decimal

from django.utils.translation import gettext as _

from projects import queries
from projects.models import BudgetLine, Project

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def budget_csv(project: Project) -> str:
    """The lines in their order, then the totals."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("Category"),
            _("What is paid"),
            _("Organisation in charge"),
            _("From the contribution"),
            _("Co-financing"),
            _("Total"),
        ]
    )
    lines = project.budget_lines.select_related("organisation")
    writer.writerows(_row(line) for line in lines)
    totals = queries.budget_totals(project)
    figures = [totals.granted, totals.cofinancing, totals.total]
    writer.writerow([_("Total"), "", "", *(_plain(figure) for figure in figures)])
    return "\ufeff" + out.getvalue()


def _row(line: BudgetLine) -> list[str]:
    words = [line.get_category_display(), line.description, line.organisation.name]
    figures = [line.granted, line.cofinancing, line.total]
    return [*(_harmless(text) for text in words), *(_plain(figure) for figure in figures)]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _plain(amount: Decimal) -> str:
    return f"{amount:.2f}"
