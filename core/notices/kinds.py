"""Every kind of notice and of deadline that the portal knows, for preferences, lists and reminders."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.access.blocked import Text
    from core.access.models import User
    from core.notices.models import Deadline

Audience = Callable[["Deadline"], Iterable["User"]]
Concerning = Callable[["User", Sequence["Deadline"]], Iterable["Deadline"]]


@dataclass(frozen=True)
class NoticeKind:
    """What a preferences page says of a kind. A duty of office can't be switched off."""

    kind: str
    label: "Text"
    duty: bool = False
    chosen: bool = True
    """Whether people choose how they hear of it."""


@dataclass(frozen=True)
class DeadlineKind:
    """A kind of deadline: whom it concerns, and how many days before (negative: after) to remind."""

    kind: str
    label: "Text"
    audience: Audience
    rules: tuple[int, ...]
    duty: bool = False
    concerning: Concerning | None = None


NOTICE_KINDS: dict[str, NoticeKind] = {}
DEADLINE_KINDS: dict[str, DeadlineKind] = {}


def deadline_kind(
    kind: str,
    *,
    label: "Text",
    days_before: Iterable[int] = (14, 7, 1, 0),
    days_after: Iterable[int] = (),
    duty: bool = False,
    concerning: Concerning | None = None,
) -> Callable[[Audience], Audience]:
    """Register a kind of deadline on the function that finds whom it concerns.

    `days_after` reminds of what is overdue. `concerning(user, deadlines)` answers for many deadlines
    in one go; give it where lists could be long, else the audience is asked deadline by deadline.
    """
    rules = tuple(sorted({*days_before, *(-days for days in days_after)}, reverse=True))

    def register(audience: Audience) -> Audience:
        DEADLINE_KINDS[kind] = DeadlineKind(kind, label, audience, rules, duty, concerning)
        NOTICE_KINDS[kind] = NoticeKind(kind, label, duty, chosen=not duty)
        return audience

    return register


def label_of(kind: str) -> str:
    """The kind in the reader's language; its code if the part that sent it is gone."""
    known: Any = NOTICE_KINDS.get(kind)
    return str(known.label) if known else kind
