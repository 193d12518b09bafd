"""What the decision register knows of an event, in words."""

from django.db.models import Model
from django.utils.translation import gettext as _

from core.audit import history
from core.ui.pieces import HistoryEntry


def history_of(row: Model) -> list[HistoryEntry]:
    """Newest first."""
    noun = _("Event")
    return history.history_of(row, what=lambda event: f"{noun} {event.act}")
