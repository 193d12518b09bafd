"""What the decision register knows of a row, in words."""

from django.db.models import Model
from django.utils.translation import gettext as _

from calls.models import Call
from core.audit import history
from core.ui.pieces import HistoryEntry


def history_of(row: Model) -> list[HistoryEntry]:
    """Newest first."""
    noun = _("Call") if isinstance(row, Call) else _("Application")
    return history.history_of(row, what=lambda event: f"{noun} {event.act}", note=_note)


def _note(data: dict[str, object]) -> str:
    """Only what says something to a reader: the number and the digest of a sending."""
    number, digest = data.get("number"), str(data.get("sha256", ""))
    parts = [_("no. %(number)s") % {"number": number}] if number else []
    if digest:
        parts.append(f"SHA-256 {digest[:12]}…")
    if data.get("late"):
        parts.append(_("late"))
    return ", ".join(parts)
