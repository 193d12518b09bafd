"""What one part's contribution says, read as the work home reads it."""

from collections.abc import Iterable
from typing import TypeVar

from core.access.portal import IfAny

Told = TypeVar("Told")


def told(given: Iterable[Told | IfAny[Told]]) -> list[Told]:
    """In order, kind by kind; a kind without rows is not let tell."""
    found: list[Told] = []
    for one in given:
        if isinstance(one, IfAny):
            found += one.tell(one.rows) if one.rows.exists() else []
        else:
            found.append(one)
    return found
