"""Forms of events, sessions and registrations."""

from labs.forms.events import EventForm, PeriodForm, ReasonForm
from labs.forms.people import AttendanceForm, ParticipantForm, RegisterForm
from labs.forms.sessions import MinutesForm, SessionForm

__all__ = [
    "AttendanceForm",
    "EventForm",
    "MinutesForm",
    "ParticipantForm",
    "PeriodForm",
    "ReasonForm",
    "RegisterForm",
    "SessionForm",
]
