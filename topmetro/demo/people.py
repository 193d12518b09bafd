"""The demo's invented people."""

from typing import Any


def accounts() -> list[Any]:
    """One account per role."""
    return []
