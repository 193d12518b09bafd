"""How to begin, for somebody for whom nothing waits yet."""

from core.access.http import PortalRequest
from core.access.portal import Thing


def first_steps(request: PortalRequest) -> list[Thing]:
    """What this person can start with."""
    return []
