"""Meetings of a mentor with a network: planned, logged, corrected, cancelled; and what was agreed there.

A cancelled meeting adds no hours (R16). A correction keeps what the record said before (docs/adr/0094).
The private note is the mentor's alone (R14): it is neither in the register nor in any notice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Required, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.access import clock
from core.access.blocked import Blocked, Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries as people
from core.people.models import Organisation
from projects import mentorship_blockers as blockers
from projects.domain import mentorship_deadlines as deadlines
from projects.domain.mentorship_actions import complete_action, drop_action, reopen_action, settle
from projects.mentorship_enums import ActionState, AssignmentState, MeetingChannel, SessionState
from projects.mentorship_notifications import (
    MeetingCancelled,
    MeetingCorrected,
    MeetingLogged,
    MeetingPlanned,
    MeetingRequested,
)
from projects.models import (
    AgreedAction,
    MeetingRequest,
    MentorshipAssignment,
    MentorshipSession,
    PrivateNote,
    SessionParticipant,
    SessionRevision,
)

__all__ = [
    "Meeting",
    "NewAction",
    "agree_action",
    "cancel_session",
    "complete_action",
    "correct_session",
    "drop_action",
    "log_session",
    "plan_session",
    "reopen_action",
    "request_meeting",
    "write_private_note",
]


@dataclass(frozen=True)
class NewAction:
    """Something agreed: exactly one owner, a person or an organisation; a day or none."""

    text: str
    person: User | None = None
    organisation: Organisation | None = None
    due_on: date | None = None


class Meeting(TypedDict, total=False):
    """What is written down of a meeting: `held_at` aware, `participants` people of the network."""

    held_at: Required[datetime]
    minutes: Required[int]
    channel: Required[MeetingChannel]
    shared_note: str
    participants: Iterable[User]
    others_present: str


@transaction.atomic
def plan_session(
    *,
    assignment_id: UUID,
    starts_at: datetime,
    channel: MeetingChannel,
    by: User,
    place: str = "",
) -> MentorshipSession:
    """Set a day (aware) for a meeting; both sides are reminded. Answers an open request."""
    assignment = lock(MentorshipAssignment, assignment_id)
    refuse(blockers.plan_blockers(assignment, starts_at))
    session = MentorshipSession.objects.create(
        assignment=assignment,
        state=SessionState.PLANNED,
        held_at=starts_at,
        channel=channel,
        place=place.strip(),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    _answer_request(assignment)
    deadlines.remind_of_meeting(session)
    record(session, Verb.START, by=by, data={"assignment": assignment.pk, "at": starts_at})
    MeetingPlanned(session, by=by).queue()
    return session


@transaction.atomic
def log_session(
    *,
    assignment_id: UUID,
    by: User,
    private_note: str = "",
    actions: Iterable[NewAction] = (),
    session_id: UUID | None = None,
    **meeting: Unpack[Meeting],
) -> MentorshipSession:
    """Write down a meeting that was held; `session_id` says that it had been planned.

    The first one makes the mentorship active.
    """
    assignment = lock(MentorshipAssignment, assignment_id)
    refuse(blockers.log_blockers(assignment, meeting["held_at"]))
    session = _planned(assignment, session_id) if session_id else _unplanned(assignment, by)
    session.state = SessionState.HELD
    session.logged_at = clock.now()
    _write(session, meeting)
    for new in actions:
        _agree(session, new)
    if private_note.strip():
        _keep_private_note(session, private_note, by)
    _answer_request(assignment)
    _begin(assignment)
    deadlines.meet_meeting(session)
    data = {
        "assignment": assignment.pk,
        "minutes": meeting["minutes"],
        "channel": meeting["channel"],
    }
    record(session, Verb.RECORD, by=by, data=data)
    MeetingLogged(session, by=by).queue()
    return session


@transaction.atomic
def correct_session(
    *,
    session_id: UUID,
    reason: str,
    by: User,
    **meeting: Unpack[Meeting],
) -> MentorshipSession:
    """Put the record right; what it said before stays readable beside, with the reason."""
    session = lock(MentorshipSession, session_id)
    blocked = blockers.correct_blockers(session)
    refuse([*blocked, *blockers.held_blockers(session.assignment, meeting["held_at"])])
    _keep_revision(session, reason=reason.strip(), by=by)
    _write(session, meeting)
    record(session, Verb.CORRECT, by=by, data={"minutes": meeting["minutes"]})
    MeetingCorrected(session, by=by).queue()
    return session


@transaction.atomic
def cancel_session(*, session_id: UUID, reason: str, by: User) -> MentorshipSession:
    """Call a meeting off, or take back the record of one that was not held: it adds no hours (R16).

    What was agreed there and is still to do falls with it.
    """
    session = lock(MentorshipSession, session_id)
    refuse(blockers.session_blockers(session, SessionState.CANCELLED))
    was = session.state
    session.state = SessionState.CANCELLED
    session.cancelled_at, session.cancelled_by = clock.now(), by
    session.cancel_reason = reason.strip()
    session.save()
    for action in session.actions.filter(state=ActionState.OPEN):
        settle(action, ActionState.DROPPED, by=by, reason=_("The meeting was cancelled."))
    deadlines.forget_meetings([session])
    record(session, Verb.CANCEL, by=by, data={"from": was})
    MeetingCancelled(session, by=by).queue()
    return session


@transaction.atomic
def write_private_note(*, session_id: UUID, text: str, by: User) -> None:
    """Keep, change or (with an empty text) throw away one's own note on a meeting.

    The register has no entry: that a note exists is nobody else's business either.
    """
    session = lock(MentorshipSession, session_id)
    if text.strip():
        _keep_private_note(session, text, by)
    else:
        PrivateNote.objects.filter(session=session, author=by).delete()


@transaction.atomic
def agree_action(*, session_id: UUID, action: NewAction, by: User) -> AgreedAction:
    """Add something that was agreed in a meeting already logged."""
    session = lock(MentorshipSession, session_id)
    refuse(blockers.correct_blockers(session))
    made = _agree(session, action)
    record(made, Verb.ADD, by=by, data={"session": session.pk})
    return made


@transaction.atomic
def request_meeting(*, assignment_id: UUID, text: str, by: User) -> MeetingRequest:
    """The network asks its mentor for a day."""
    assignment = lock(MentorshipAssignment, assignment_id)
    refuse(blockers.request_blockers(assignment))
    request = MeetingRequest.objects.create(
        assignment=assignment, text=text.strip(), asked_at=clock.now(), asked_by=by
    )
    record(assignment, Verb.REQUEST, by=by, data={"what": "meeting"})
    MeetingRequested(request).queue()
    return request


def _planned(assignment: MentorshipAssignment, session_id: UUID) -> MentorshipSession:
    session = lock(MentorshipSession, session_id)
    if session.assignment_id != assignment.pk:
        raise MentorshipSession.DoesNotExist
    refuse(blockers.session_blockers(session, SessionState.HELD))
    return session


def _unplanned(assignment: MentorshipAssignment, by: User) -> MentorshipSession:
    return MentorshipSession(assignment=assignment, recorded_at=clock.now(), recorded_by=by)


def _begin(assignment: MentorshipAssignment) -> None:
    if assignment.state == AssignmentState.ACCEPTED:
        assignment.state = AssignmentState.ACTIVE
        assignment.started_at = assignment.started_at or clock.now()
        assignment.save()


def _write(session: MentorshipSession, meeting: Meeting) -> None:
    session.held_at, session.minutes = meeting["held_at"], meeting["minutes"]
    session.channel = meeting["channel"]
    session.others_present = meeting.get("others_present", "").strip()
    session.shared_note = meeting.get("shared_note", "").strip()
    session.save()
    _set_participants(session, meeting.get("participants", ()))


def _set_participants(session: MentorshipSession, participants: Iterable[User]) -> None:
    chosen = {person.pk for person in participants}
    known = people.people_of_network(session.assignment.network).filter(pk__in=chosen)
    if chosen - set(known.values_list("pk", flat=True)):
        text = _("Who takes part on the network's side must belong to one of its organisations.")
        raise Blocked([Blocker("stranger_present", text)])
    session.participants.all().delete()
    SessionParticipant.objects.bulk_create(
        SessionParticipant(session=session, person_id=key) for key in sorted(chosen)
    )


def _agree(session: MentorshipSession, new: NewAction) -> AgreedAction:
    network = session.assignment.network
    is_known = (
        new.organisation is not None
        and people.organisations_of_network(network).filter(pk=new.organisation.pk).exists()
    ) or (
        new.person is not None
        and (
            new.person.pk == session.assignment.mentor_id
            or people.people_of_network(network).filter(pk=new.person.pk).exists()
        )
    )
    if not is_known:
        text = _("An action is for the mentor, or for a person or an organisation of the network.")
        raise Blocked([Blocker("stranger_owns", text)])
    action = AgreedAction.objects.create(
        session=session,
        text=new.text.strip(),
        person=new.person,
        organisation=new.organisation,
        due_on=new.due_on,
        agreed_at=clock.now(),
    )
    deadlines.remind_of_action(action)
    return action


def _keep_private_note(session: MentorshipSession, text: str, by: User) -> None:
    PrivateNote.objects.update_or_create(
        session=session,
        author=by,
        defaults={"text": text.strip(), "written_at": clock.now()},
    )


def _keep_revision(session: MentorshipSession, *, reason: str, by: User) -> None:
    assert session.minutes is not None
    SessionRevision.objects.create(
        session=session,
        ordinal=session.revisions.count() + 1,
        held_at=session.held_at,
        minutes=session.minutes,
        channel=session.channel,
        others_present=session.others_present,
        participant_ids=sorted(session.participants.values_list("person", flat=True)),
        shared_note=session.shared_note,
        reason=reason,
        replaced_at=clock.now(),
        replaced_by=by,
    )


def _answer_request(assignment: MentorshipAssignment) -> None:
    assignment.requests.filter(answered_at__isnull=True).update(answered_at=clock.now())
