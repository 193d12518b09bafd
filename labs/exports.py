"""The people of an event as a table, for the sheet of signatures and the badges."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from core.ui.spreadsheets import as_csv
from labs.models import Registration


def registrations_csv(registrations: Iterable[Registration]) -> bytes:
    """One row for each registration, under a row of headings."""
    headings = [
        _("Person"),
        _("E-mail address"),
        _("Network"),
        _("Organisation"),
        _("State"),
        _("Registered on"),
    ]
    return as_csv([headings, *(_cells(row) for row in registrations)])


def _cells(row: Registration) -> list[str]:
    return [
        row.person.full_name,
        row.person.email,
        str(row.network or ""),
        str(row.organisation or ""),
        str(row.get_state_display()),
        timezone.localtime(row.registered_at).strftime("%Y-%m-%d %H:%M"),
    ]
