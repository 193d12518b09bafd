"""What other parts build on a place, and what becomes of it when the proposal leaves (C9).

A part above says with `uses_places` why a place can't be left now, what ends when it is, and where what
was built can be read. Whoever frees a place (a renunciation, a correction of the ranking) asks
`leave_blockers`, then calls `leave_place` in the same transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from core.access.blocked import Blocker

if TYPE_CHECKING:
    from calls.models import Submission
    from core.access.models import User


@dataclass(frozen=True)
class Built:
    """What stands on a place, for the pages of the application to lead to; `since` is aware."""

    title: str
    url: str
    since: datetime
    state: str
    tone: str


@dataclass(frozen=True)
class PlaceUse:
    """`blockers(submission)` says why its place can't be left; `leave(submission, reason, by)` ends what
    stood on it, and raises Blocked if that has changed meanwhile; `built(submission, user)` is what this
    person may read of it."""

    blockers: "Callable[[Submission], list[Blocker]]"
    leave: "Callable[[Submission, str, User], None]"
    built: "Callable[[Submission, User], Built | None]"


_USES: dict[str, PlaceUse] = {}


def uses_places(part: str, use: PlaceUse) -> None:
    """Register a part that builds on places, by its name; called when the part is loaded."""
    _USES[part] = use


def leave_blockers(submission: "Submission") -> list[Blocker]:
    """Why the parts above can't do without this place now."""
    return [blocker for use in _USES.values() for blocker in use.blockers(submission)]


def leave_place(submission: "Submission", *, reason: str, by: "User") -> None:
    """End what stood on the place that this proposal leaves."""
    for use in _USES.values():
        use.leave(submission, reason, by)


def built_on(submission: "Submission", user: "User") -> list[Built]:
    """What stands, or stood, on the place of this proposal; only what the person may read."""
    found = [use.built(submission, user) for use in _USES.values()]
    return [one for one in found if one is not None]
