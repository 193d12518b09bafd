"""What is told about mentorship, and to whom. No notice carries a private note (R14)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import clock
from core.access.models import User
from core.notices.domain.notice import Notice, Recipient
from core.notices.kinds import deadline_kind
from core.notices.models import Deadline
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE, RoleName
from projects import mentorship_paths as paths
from projects.mentorship_enums import ActionState, SessionState
from projects.models import (
    AgreedAction,
    MeetingRequest,
    MentorshipAssignment,
    MentorshipSession,
)

MEETING = "projects.mentorship_meeting"
ACTION_DUE = "projects.agreed_action"


class _OfAssignment(Notice):
    """About one assignment; `by` is not told of what they did themselves."""

    def __init__(self, assignment: MentorshipAssignment, *, by: User | None = None) -> None:
        self.assignment = assignment
        self.by = by

    def context(self) -> Mapping[str, Any]:
        return {
            "assignment": self.assignment,
            "network": self.assignment.network,
            "mentor": self.assignment.mentor,
        }

    def path(self) -> str:
        return paths.detail(self.assignment)

    def _others(self, found: Iterable[User]) -> list[User]:
        return [person for person in found if self.by is None or person.pk != self.by.pk]


class MentorProposed(_OfAssignment):
    """A duty: the network waits for an answer."""

    kind = "projects.mentor_proposed"
    label = _("You are asked to accompany a network")
    template = "projects/emails/mentorship_proposed"
    action_label = _("Read and answer")
    duty = True

    def recipients(self) -> Iterable[Recipient]:
        return [self.assignment.mentor]

    def path(self) -> str:
        return paths.accept(self.assignment)


class MentorAccepted(_OfAssignment):
    """To the network, which learns who its mentor is."""

    kind = "projects.mentor_accepted"
    label = _("Your network has a mentor")
    template = "projects/emails/mentorship_accepted"
    action_label = _("See your mentorship")

    def recipients(self) -> Iterable[Recipient]:
        return people.people_of_network(self.assignment.network)

    def path(self) -> str:
        return paths.network(self.assignment)


class MentorDeclined(_OfAssignment):
    """To who asked: the network has nobody again."""

    kind = "projects.mentor_declined"
    label = _("A mentor has declined")
    template = "projects/emails/mentorship_declined"
    action_label = _("Find another mentor")

    def recipients(self) -> Iterable[Recipient]:
        return [self.assignment.proposed_by]


class _ToBoth(_OfAssignment):
    """To the mentor, and to the network if it had been told that there is one."""

    def recipients(self) -> Iterable[Recipient]:
        found = [self.assignment.mentor]
        if self.assignment.accepted_at is not None:
            found += people.people_of_network(self.assignment.network)
        return self._others(found)


class MentorshipSuspended(_ToBoth):
    kind = "projects.mentorship_suspended"
    label = _("A mentorship is suspended")
    template = "projects/emails/mentorship_suspended"


class MentorshipResumed(_ToBoth):
    kind = "projects.mentorship_resumed"
    label = _("A mentorship goes on")
    template = "projects/emails/mentorship_resumed"


class MentorshipEnded(_ToBoth):
    kind = "projects.mentorship_ended"
    label = _("A mentorship has ended")
    template = "projects/emails/mentorship_ended"


class _OfSession(_OfAssignment):
    def __init__(self, session: MentorshipSession, *, by: User | None = None) -> None:
        super().__init__(session.assignment, by=by)
        self.session = session

    def recipients(self) -> Iterable[Recipient]:
        return self._others(people.people_of_network(self.assignment.network))

    def context(self) -> Mapping[str, Any]:
        actions = self.session.actions.select_related("person", "organisation")
        return {**super().context(), "session": self.session, "actions": list(actions)}

    def path(self) -> str:
        return paths.network(self.assignment)


class MeetingPlanned(_OfSession):
    kind = "projects.meeting_planned"
    label = _("Your mentor proposes a meeting")
    template = "projects/emails/mentorship_meeting_planned"


class MeetingLogged(_OfSession):
    kind = "projects.meeting_logged"
    label = _("Your mentor has written what you agreed")
    template = "projects/emails/mentorship_meeting_logged"
    action_label = _("Read the note and the actions")


class MeetingCorrected(_OfSession):
    kind = "projects.meeting_corrected"
    label = _("The record of a mentorship meeting was corrected")
    template = "projects/emails/mentorship_meeting_corrected"


class MeetingCancelled(_OfSession):
    kind = "projects.meeting_cancelled"
    label = _("A mentorship meeting is cancelled")
    template = "projects/emails/mentorship_meeting_cancelled"


class MeetingRequested(_OfAssignment):
    """A duty: the network waits for a day."""

    kind = "projects.meeting_requested"
    label = _("A network asks you for a meeting")
    template = "projects/emails/mentorship_meeting_requested"
    action_label = _("Propose a day")
    duty = True

    def __init__(self, request: MeetingRequest) -> None:
        super().__init__(request.assignment)
        self.request = request

    def recipients(self) -> Iterable[Recipient]:
        return [self.assignment.mentor]

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "request_text": self.request.text, "by": self.request.asked_by}

    def path(self) -> str:
        return paths.of(self.assignment, "mentorship_plan")


class ActionCompleted(_OfAssignment):
    """To the network's mentors: something that was agreed is done."""

    kind = "projects.action_completed"
    label = _("An agreed action is done")
    template = "projects/emails/mentorship_action_completed"

    def __init__(self, action: AgreedAction, mentors: Iterable[User], *, by: User) -> None:
        super().__init__(action.session.assignment, by=by)
        self.action = action
        self.mentors = mentors

    def recipients(self) -> Iterable[Recipient]:
        return self._others(self.mentors)

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "action": self.action, "by": self.by}

    def path(self) -> str:
        return paths.network(self.assignment)


# ── Deadlines ───────────────────────────────────────────────────────────────────────────────────────


def meetings_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Planned meetings of one's networks, or that one holds as mentor. One query."""
    keys = [deadline.object_id for deadline in deadlines]
    rows = MentorshipSession.objects.filter(pk__in=keys, state=SessionState.PLANNED)
    networks = set(people.networks_of(user).order_by().values_list("pk", flat=True))
    found = {
        key
        for key, network, mentor in rows.order_by("pk").values_list(
            "pk", "assignment__network", "assignment__mentor"
        )
        if network in networks or mentor == user.pk
    }
    return [deadline for deadline in deadlines if deadline.object_id in found]


@deadline_kind(MEETING, label=_("Mentorship meeting"), days_before=(1, 0), concerning=meetings_of)
def meeting_audience(deadline: Deadline) -> Iterable[User]:
    """The mentor and everybody of the network."""
    rows = MentorshipSession.objects.filter(pk=deadline.object_id, state=SessionState.PLANNED)
    session = rows.select_related("assignment__network", "assignment__mentor").order_by().first()
    if session is None:
        return []
    return [session.assignment.mentor, *people.people_of_network(session.assignment.network)]


def actions_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Open actions that are the person's own, their organisation's, or of a network they mentor; for
    facilitators those that are late."""
    keys = [deadline.object_id for deadline in deadlines]
    own = set(
        people.organisations_of(user, levels=LEVELS_THAT_WRITE)
        .order_by()
        .values_list("pk", flat=True)
    )
    accompanied = people.standing_of(user).accompanied
    oversees, today = people.has_role(user, RoleName.FACILITATOR), clock.today()
    rows = AgreedAction.objects.filter(pk__in=keys, state=ActionState.OPEN).order_by("pk")
    found = {
        key
        for key, person, organisation, network, due_on in rows.values_list(
            "pk", "person", "organisation", "session__assignment__network", "due_on"
        )
        if person == user.pk
        or organisation in own
        or network in accompanied
        or (oversees and due_on is not None and due_on < today)
    }
    return [deadline for deadline in deadlines if deadline.object_id in found]


@deadline_kind(
    ACTION_DUE,
    label=_("Action agreed with a mentor"),
    days_before=(7, 1, 0),
    days_after=(3,),
    concerning=actions_of,
)
def action_audience(deadline: Deadline) -> Iterable[User]:
    """Who has to do it, the network's mentors, who asked for it, and the facilitators once it is late."""
    rows = AgreedAction.objects.filter(pk=deadline.object_id, state=ActionState.OPEN)
    action = (
        rows.select_related("person", "organisation", "session__assignment__network")
        .order_by()
        .first()
    )
    if action is None:
        return []
    mentors = people.people_with_role(RoleName.MENTOR, network=action.session.assignment.network_id)
    if action.due_on is None or action.due_on >= clock.today():
        return [*owners_of(action), *mentors]
    return [*owners_of(action), *mentors, *people.people_with_role(RoleName.FACILITATOR)]


def owners_of(action: AgreedAction) -> list[User]:
    """The person who does it, or who writes for the organisation that does."""
    if action.person is not None:
        return [action.person]
    assert action.organisation is not None
    return list(people.people_of_organisation(action.organisation, levels=LEVELS_THAT_WRITE))
