"""Which parts read a project's supporting documents now: who checks a report is told of a new one.

A part above says with `reads_papers` whether it has something open for which they count.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from projects.models import Project

_READERS: "dict[str, Callable[[Project], bool]]" = {}


def reads_papers(part: str, is_reading: "Callable[[Project], bool]") -> None:
    """Register a part, by its name; called when the part is loaded."""
    _READERS[part] = is_reading


def are_read_now(project: "Project") -> bool:
    return any(is_reading(project) for is_reading in _READERS.values())
