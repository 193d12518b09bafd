"""What the decision register knows of a project and its agreement, in words."""

from django.utils.translation import gettext as _

from core.audit import history
from core.ui.pieces import HistoryEntry
from projects.models import Agreement, Project


def history_of(project: Project, agreement: Agreement | None) -> list[HistoryEntry]:
    """Newest first. The plan's single rows are left out: only what was decided is told."""
    entries = history.history_of(
        project, noun=_("Project"), note=_note, keep=lambda event: "row" not in event.data
    )
    if agreement:
        entries += history.history_of(agreement, noun=_("Agreement"), note=_note)
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def _note(data: dict[str, object]) -> str:
    """Only what says something to a reader: the act, the CUP."""
    parts = []
    if act := data.get("act"):
        parts.append(_("act %(number)s") % {"number": act})
    if cup := data.get("cup"):
        parts.append(f"CUP {cup}")
    return ", ".join(parts)
