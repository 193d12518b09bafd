"""What the decision register knows of a mentorship, in words."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from core.audit import history
from core.audit.enums import Verb
from core.ui.pieces import HistoryEntry
from projects.models import MentorshipAssignment

if TYPE_CHECKING:
    from core.access.blocked import Text

WORDS: "dict[Verb | str, Text]" = {
    Verb.ASSIGN: gettext_lazy("The mentor is asked"),
    Verb.ACCEPT: gettext_lazy("The mentor accepts"),
    Verb.DECLINE: gettext_lazy("The mentor declines"),
    Verb.SUSPEND: gettext_lazy("The mentorship is suspended"),
    Verb.RESUME: gettext_lazy("The mentorship goes on"),
    Verb.CLOSE: gettext_lazy("The mentorship is closed"),
    Verb.REASSIGN: gettext_lazy("The mentorship is handed on to another mentor"),
    Verb.REQUEST: gettext_lazy("The network asks for a meeting"),
}


def history_of(row: MentorshipAssignment) -> list[HistoryEntry]:
    """Newest first."""
    return history.history_of(row, what=lambda event: WORDS.get(event.verb, event.act))
