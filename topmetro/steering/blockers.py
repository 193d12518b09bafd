"""What only the roof can know: whether another part already counts on what would change."""

from django.utils.translation import gettext as _

from calls.enums import CallState
from calls.models import Call
from core.access.blocked import Blocker

UNKNOWN_TO_OTHERS = (CallState.DRAFT, CallState.CANCELLED)


def add_territory_blockers() -> list[Blocker]:
    """Every reason why no municipality can be added; empty means that one can.

    A published call has one place for each municipality of the programme (C9).
    """
    if not Call.objects.exclude(state__in=UNKNOWN_TO_OTHERS).exists():
        return []
    text = _(
        "Calls were published for these municipalities: another one would add a place to them."
    )
    return [Blocker("calls_published", text)]
