"""The parts of the portal, in the order in which their entries appear."""

from core.access.portal import Portal

PARTS: tuple[Portal, ...] = ()
