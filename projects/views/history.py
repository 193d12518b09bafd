"""What the decision register knows of a project and its agreement, in words."""

from django.utils.translation import gettext as _

from core.audit import queries as audit
from core.ui.pieces import HistoryEntry
from projects.models import Agreement, Project


def history_of(project: Project, agreement: Agreement | None) -> list[HistoryEntry]:
    """Newest first. The plan's single rows are left out: only what was decided is told."""
    entries = [
        HistoryEntry(
            when=event.at,
            what=_what(_("Project"), event),
            who=event.actor.full_name if event.actor else _("the portal"),
            note=_note(event.data),
        )
        for event in audit.history_of(project)
        if "row" not in event.data
    ]
    if agreement:
        entries += [
            HistoryEntry(
                when=event.at,
                what=_what(_("Agreement"), event),
                who=event.actor.full_name if event.actor else _("the portal"),
                note=_note(event.data),
            )
            for event in audit.history_of(agreement)
        ]
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def _what(noun: str, event: audit.Event) -> str:
    return f"{noun}: {event.act}"


def _note(data: dict[str, object]) -> str:
    """Only what says something to a reader: the act, the CUP."""
    parts = []
    if act := data.get("act"):
        parts.append(_("act %(number)s") % {"number": act})
    if cup := data.get("cup"):
        parts.append(f"CUP {cup}")
    return ", ".join(parts)
