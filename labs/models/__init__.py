"""Workshops, labs and tables; who registers and who comes."""

from labs.models.events import CanvasTemplate, Event, EventPartner, EventSession, Series
from labs.models.people import Attendance, Registration

__all__ = [
    "Attendance",
    "CanvasTemplate",
    "Event",
    "EventPartner",
    "EventSession",
    "Registration",
    "Series",
]
