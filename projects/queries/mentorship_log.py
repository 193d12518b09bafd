"""What was said in meetings and what was agreed, for who may read it. A private note comes only with
its author as reader (R14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from core.access import clock
from core.access.models import User
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE
from core.people.models import Network
from projects.mentorship_enums import ActionState, SessionState
from projects.models import (
    AgreedAction,
    MeetingRequest,
    MentorshipAssignment,
    MentorshipSession,
    PrivateNote,
    SessionRevision,
)
from projects.queries.mentorship import assignments_visible_to

STILL_TO_DO_FIRST = Case(
    When(state=ActionState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()
)


@dataclass(frozen=True)
class ReadMeeting:
    """A meeting as one reader sees it; `private_note` is empty unless they wrote it."""

    session: MentorshipSession
    present: list[str]
    actions: list[AgreedAction]
    revisions: list[SessionRevision]
    private_note: str
    is_own: bool


def meetings(assignment: MentorshipAssignment, *, reader: User) -> list[ReadMeeting]:
    return _read(MentorshipSession.objects.filter(assignment=assignment), reader)


def meetings_of_network(network: Network, *, reader: User) -> list[ReadMeeting]:
    """Those of every mentorship of the network that this person may read."""
    visible = assignments_visible_to(reader).filter(network=network).order_by()
    return _read(MentorshipSession.objects.filter(assignment__in=visible.values("pk")), reader)


def _read(rows: QuerySet[MentorshipSession], reader: User) -> list[ReadMeeting]:
    """Five queries, however many meetings."""
    found = list(
        rows.select_related("assignment__mentor", "programme")
        .prefetch_related(
            "participants__person", "actions__person", "actions__organisation", "revisions"
        )
        .order_by("-held_at", "-pk")
    )
    notes = private_notes_of(reader, [row.pk for row in found])
    return [
        ReadMeeting(
            session=row,
            present=sorted(one.person.full_name for one in row.participants.all()),
            actions=list(row.actions.all()),
            revisions=list(row.revisions.all()),
            private_note=notes.get(row.pk, ""),
            is_own=row.assignment.mentor_id == reader.pk,
        )
        for row in found
    ]


def private_notes_of(author: User, sessions: Iterable[UUID]) -> dict[UUID, str]:
    """The author's own notes on these meetings. The only query of the portal that reads them."""
    rows = PrivateNote.objects.filter(author=author, session__in=list(sessions))
    return dict(rows.order_by("pk").values_list("session", "text"))


def actions(network: Network, *, reader: User) -> QuerySet[AgreedAction]:
    """What was agreed with the network: first what is still to do, the earliest day on top."""
    visible = assignments_visible_to(reader).filter(network=network).order_by()
    return (
        AgreedAction.objects.filter(session__assignment__in=visible.values("pk"))
        .select_related("person", "organisation", "programme", "session__assignment")
        .annotate(rank=STILL_TO_DO_FIRST)
        .order_by("rank", F("due_on").asc(nulls_last=True), "agreed_at", "pk")
    )


def open_actions(network: Network, *, reader: User) -> QuerySet[AgreedAction]:
    return actions(network, reader=reader).filter(state=ActionState.OPEN)


def open_request(assignment: MentorshipAssignment) -> MeetingRequest | None:
    rows = MeetingRequest.objects.filter(assignment=assignment, answered_at__isnull=True)
    return rows.select_related("asked_by").order_by("pk").first()


def open_requests_to(mentor: User) -> QuerySet[MeetingRequest]:
    """Networks that wait for a day from this mentor."""
    return (
        MeetingRequest.objects.filter(assignment__mentor=mentor, answered_at__isnull=True)
        .select_related("assignment__network", "assignment__programme")
        .order_by("asked_at", "pk")
    )


def actions_to_do(user: User) -> QuerySet[AgreedAction]:
    """Open actions of the person, or of organisations for which they write."""
    own = people.organisations_of(user, levels=LEVELS_THAT_WRITE).order_by().values("pk")
    rows = AgreedAction.objects.filter(state=ActionState.OPEN)
    mine = rows.filter(person=user) | rows.filter(organisation__in=own)
    return mine.select_related("session__assignment__programme").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )


def networks_with_overdue_actions() -> list[Any]:
    """Networks that are late with what they agreed, each with the number of those `actions`."""
    late = Count(
        "mentorships__sessions__actions",
        filter=Q(
            mentorships__sessions__actions__state=ActionState.OPEN,
            mentorships__sessions__actions__due_on__lt=clock.today(),
        ),
    )
    rows = Network.objects.annotate(actions=late).filter(actions__gt=0)
    return list(rows.select_related("programme").order_by("name", "pk"))


def meetings_to_log(mentor: User) -> QuerySet[MentorshipSession]:
    """Planned meetings of this mentor, the next one first."""
    return (
        MentorshipSession.objects.filter(assignment__mentor=mentor, state=SessionState.PLANNED)
        .select_related("assignment__network", "assignment__programme", "programme")
        .order_by("held_at", "pk")
    )
