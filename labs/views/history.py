"""What the decision register knows of an event, in words."""

from django.db.models import Model
from django.utils.translation import gettext as _

from core.audit import queries as audit
from core.ui.pieces import HistoryEntry


def history_of(row: Model) -> list[HistoryEntry]:
    """Newest first; people whose link was erased, and the portal itself, are named as such."""
    noun = _("Event")
    return [
        HistoryEntry(
            when=event.at,
            what=f"{noun} {event.act}",
            who=event.actor.full_name if event.actor else _("the portal"),
        )
        for event in audit.history_of(row)
    ]
