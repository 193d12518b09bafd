"""Between ideas and proposals: a mentor for every network, and the four workshops.

That every network had a mentor and that there were four workshops between September and November is in
the report; days, people and notes are invented.
"""

import tomllib
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from core.access.models import User
from core.people.models import Network
from labs.domain.attendance import record_attendance
from labs.domain.events import hold_event
from labs.domain.registrations import register
from labs.domain.sessions import add_session, record_minutes
from labs.enums import AttendanceStatus
from labs.models import Event, EventSession
from labs.queries import event_by_key
from projects.domain.mentorship import accept_assignment, assign_mentor
from projects.domain.mentorship_actions import complete_action
from projects.domain.mentorship_sessions import NewAction, log_session
from projects.mentorship_enums import MeetingChannel, SupportKind
from projects.models import AgreedAction, MentorshipAssignment, SupportOffer
from topmetro.demo.people import played_by, signer_of
from topmetro.demo.stage import Stage

FILE = Path(__file__).with_name("mentorship.toml")
STILL_TO_DO = frozenset({"Rete Dopo le Otto", "Rete Notte Piccola"})
"""Networks whose action is still open: somebody's to-do."""
WORKSHOPS = (
    ("workshop-2020-1", "2020-09-17T17:00", "Sala del consiglio, Collegno (luogo inventato)"),
    ("workshop-2020-2", "2020-10-08T17:00", "Biblioteca, Grugliasco (luogo inventato)"),
    ("workshop-2020-3", "2020-10-22T17:00", "Mercato coperto, Moncalieri (luogo inventato)"),
    ("workshop-2020-4", "2020-11-05T17:00", "In collegamento video"),
)
LASTS = timedelta(hours=3)
MISSES_EVERY = 5


class Meeting(BaseModel):
    """`held` and `due` are in the programme's own time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    network: str
    mentor: str
    held: datetime
    minutes: int
    note: str
    action: str
    due: date


def meetings() -> list[Meeting]:
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [Meeting.model_validate(row) for row in raw["meetings"]]


def accompaniment_scenes(stage: Stage) -> None:
    """Mentors in September, meetings until October, workshops until November."""
    for place, meeting in enumerate(meetings()):
        told = _Mentorship(meeting, stage)
        stage.add(f"2020-09-07T10:{place:02d}", told.assign)
        stage.add(f"2020-09-08T18:{place:02d}", told.accept)
        stage.add(meeting.held + timedelta(minutes=meeting.minutes + 15), told.log)
        if meeting.network not in STILL_TO_DO:
            stage.add(f"{meeting.due}T09:00", told.do)
    for key, wall, where in WORKSHOPS:
        _workshop(stage, key, datetime.fromisoformat(wall), where)


class _Mentorship:
    def __init__(self, meeting: Meeting, stage: Stage) -> None:
        self.meeting, self.stage = meeting, stage
        self.assignment: MentorshipAssignment
        self.action: AgreedAction

    @property
    def network(self) -> Network:
        return Network.objects.get(name=self.meeting.network)

    def assign(self) -> None:
        self.assignment = assign_mentor(
            network_id=self.network.pk,
            mentor=played_by(self.meeting.mentor),
            phase=SupportOffer.objects.get(key="mentorship-idee"),
            support_kind=SupportKind.DESIGN,
            goals="Far maturare l'idea in una proposta: bisogno, rete, risorse, conti.",
            hours_planned=Decimal(12),
            by=facilitator(),
        )

    def accept(self) -> None:
        accept_assignment(assignment_id=self.assignment.pk, by=self.assignment.mentor)

    def log(self) -> None:
        meeting = self.meeting
        network = self.network
        session = log_session(
            assignment_id=self.assignment.pk,
            held_at=self.stage.when(meeting.held),
            minutes=meeting.minutes,
            channel=MeetingChannel.IN_PERSON,
            by=self.assignment.mentor,
            shared_note=meeting.note,
            participants=[signer_of(network)],
            actions=[
                NewAction(
                    text=meeting.action,
                    organisation=network.lead,
                    due_on=self.stage.shift.day(meeting.due),
                )
            ],
        )
        self.action = session.actions.get()

    def do(self) -> None:
        complete_action(action_id=self.action.pk, by=signer_of(self.network))


def _workshop(stage: Stage, key: str, wall: datetime, place: str) -> None:
    opened = wall - timedelta(days=14)
    stage.add(opened, lambda: _set_day(key, stage.when(wall), place))
    stage.add(opened + timedelta(days=2), lambda: _register_networks(key))
    stage.add(wall + timedelta(hours=4), lambda: _hold(key))


def _set_day(key: str, starts_at: datetime, place: str) -> None:
    add_session(
        event_id=event(key).pk,
        starts_at=starts_at,
        ends_at=starts_at + LASTS,
        place=place,
        by=facilitator(),
    )


def _register_networks(key: str) -> None:
    for network in Network.objects.order_by("name", "pk"):
        register(event_id=event(key).pk, by=signer_of(network), network=network)


def _hold(key: str) -> None:
    """Everybody who came is marked; one in five could not."""
    held = event(key)
    session = EventSession.objects.get(event=held)
    registered = held.registrations.order_by("registered_at", "pk").values_list("person", flat=True)
    marks = {
        who: AttendanceStatus.EXCUSED if place % MISSES_EVERY == 0 else AttendanceStatus.PRESENT
        for place, who in enumerate(registered, start=len(key))
    }
    record_attendance(session_id=session.pk, marks=marks, by=facilitator())
    record_minutes(
        session_id=session.pk,
        minutes="Le reti hanno lavorato a coppie sui propri casi e hanno riportato in plenaria"
        " una domanda ciascuna. Materiali e domande restano su questa pagina. (Verbale inventato.)",
        by=facilitator(),
    )
    hold_event(event_id=held.pk, by=facilitator())


def event(key: str) -> Event:
    found = event_by_key(key)
    assert found is not None, key
    return found


def facilitator() -> User:
    return played_by("Marco Bonino")
