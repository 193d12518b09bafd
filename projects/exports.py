"""A project's budget as CSV: amounts as 9000.00."""

from decimal import Decimal

from django.utils.translation import gettext as _

from core.ui.spreadsheets import as_csv
from projects import queries
from projects.models import BudgetLine, Project


def budget_csv(project: Project) -> bytes:
    """The lines in their order, then the totals."""
    headings = [
        _("Category"),
        _("What is paid"),
        _("Organisation in charge"),
        _("From the contribution"),
        _("Co-financing"),
        _("Total"),
    ]
    lines = project.budget_lines.select_related("organisation")
    totals = queries.budget_totals(project)
    figures = [totals.granted, totals.cofinancing, totals.total]
    last = [_("Total"), "", "", *(_plain(figure) for figure in figures)]
    return as_csv([headings, *(_row(line) for line in lines), last])


def _row(line: BudgetLine) -> list[str]:
    words = [str(line.get_category_display()), line.description, line.organisation.name]
    return [*words, *(_plain(figure) for figure in (line.granted, line.cofinancing, line.total))]


def _plain(amount: Decimal) -> str:
    return f"{amount:.2f}"
