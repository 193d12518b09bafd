"""What the decision register knows of a mentorship, in words."""

from django.utils.translation import gettext as _

from core.audit import queries as audit
from core.ui.pieces import HistoryEntry
from projects.models import MentorshipAssignment


def history_of(row: MentorshipAssignment) -> list[HistoryEntry]:
    """Newest first; people whose link was erased, and the portal itself, are named as such."""
    return [
        HistoryEntry(
            when=event.at,
            what=_("Mentorship %(act)s") % {"act": event.act},
            who=event.actor.full_name if event.actor else _("the portal"),
        )
        for event in audit.history_of(row)
    ]
