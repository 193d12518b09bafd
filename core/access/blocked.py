"""Why an act can't be done now: the same list is shown on the page and refuses the POST (409)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise

    Text: TypeAlias = str | _StrPromise


@dataclass(frozen=True)
class Blocker:
    """One reason, in the user's language, and who can remove it (empty: nobody can)."""

    code: str
    message: "Text"
    who: "Text" = ""


class Blocked(Exception):
    """A verb refused; `blockers` says why. Pages answer 409 with the list."""

    def __init__(self, blockers: list[Blocker]) -> None:
        super().__init__(", ".join(blocker.code for blocker in blockers))
        self.blockers = blockers


def refuse(blockers: "Sequence[Blocker]") -> None:
    """How a verb asks: nothing happens if nothing blocks it."""
    if blockers:
        raise Blocked(list(blockers))
