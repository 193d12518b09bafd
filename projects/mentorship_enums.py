"""States and kinds of mentorship, and the moves that are allowed between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ui.tones import Tone


class SupportKind(models.TextChoices):
    """What a mentor helps with."""

    DESIGN = "design", _("design of the project")
    ADMINISTRATION = "administration", _("administration")
    REPORTING = "reporting", pgettext_lazy("support", "reporting")
    RELATIONS = "relations", _("relations and partnership")


class AssignmentState(models.TextChoices):
    """Accepted becomes active with the first meeting that was held."""

    PROPOSED = "proposed", pgettext_lazy("mentorship", "proposed")
    ACCEPTED = "accepted", pgettext_lazy("mentorship", "accepted")
    ACTIVE = "active", pgettext_lazy("mentorship", "under way")
    SUSPENDED = "suspended", pgettext_lazy("mentorship", "suspended")
    CLOSED = "closed", pgettext_lazy("mentorship", "closed")
    REASSIGNED = "reassigned", pgettext_lazy("mentorship", "reassigned")
    DECLINED = "declined", pgettext_lazy("mentorship", "declined")


class SessionState(models.TextChoices):
    """Only a meeting that was held counts hours (R16)."""

    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    HELD = "held", pgettext_lazy("meeting", "held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


class MeetingChannel(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    VIDEO = "video", _("video call")
    PHONE = "phone", _("by phone")


class ActionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("action", "to do")
    DONE = "done", pgettext_lazy("action", "done")
    DROPPED = "dropped", pgettext_lazy("action", "dropped")


A = AssignmentState

ASSIGNMENT_MOVES: dict[AssignmentState, frozenset[AssignmentState]] = {
    A.PROPOSED: frozenset({A.ACCEPTED, A.DECLINED, A.CLOSED, A.REASSIGNED}),
    A.ACCEPTED: frozenset({A.ACTIVE, A.SUSPENDED, A.CLOSED, A.REASSIGNED}),
    A.ACTIVE: frozenset({A.SUSPENDED, A.CLOSED, A.REASSIGNED}),
    A.SUSPENDED: frozenset({A.ACCEPTED, A.ACTIVE, A.CLOSED, A.REASSIGNED}),
    A.CLOSED: frozenset(),
    A.REASSIGNED: frozenset(),
    A.DECLINED: frozenset(),
}

SESSION_MOVES: dict[SessionState, frozenset[SessionState]] = {
    SessionState.PLANNED: frozenset({SessionState.HELD, SessionState.CANCELLED}),
    SessionState.HELD: frozenset({SessionState.CANCELLED}),
    SessionState.CANCELLED: frozenset(),
}

ACTION_MOVES: dict[ActionState, frozenset[ActionState]] = {
    ActionState.OPEN: frozenset({ActionState.DONE, ActionState.DROPPED}),
    ActionState.DONE: frozenset({ActionState.OPEN}),
    ActionState.DROPPED: frozenset({ActionState.OPEN}),
}

HOLDS_THE_ROLE = frozenset({A.ACCEPTED, A.ACTIVE, A.SUSPENDED})
"""Whoever accepted is the network's mentor, and tied to it, until the assignment ends."""

COVERS = frozenset({A.PROPOSED, A.ACCEPTED, A.ACTIVE})
"""The network has somebody, or somebody has been asked; a suspended mentorship leaves a gap (R12)."""

AT_WORK = frozenset({A.ACCEPTED, A.ACTIVE})
"""Meetings can be planned and logged."""

OPEN = HOLDS_THE_ROLE | {A.PROPOSED}
ENDED = frozenset({A.CLOSED, A.REASSIGNED, A.DECLINED})
KNOWN_TO_NETWORK = HOLDS_THE_ROLE | {A.CLOSED, A.REASSIGNED}
"""What the network is told of; it must also have been accepted once."""

ASSIGNMENT_TONES: dict[AssignmentState, Tone] = {
    A.PROPOSED: Tone.WAITING,
    A.ACCEPTED: Tone.ACTIVE,
    A.ACTIVE: Tone.SUCCESS,
    A.SUSPENDED: Tone.WARNING,
    A.CLOSED: Tone.NEUTRAL,
    A.REASSIGNED: Tone.NEUTRAL,
    A.DECLINED: Tone.DANGER,
}

SESSION_TONES: dict[SessionState, Tone] = {
    SessionState.PLANNED: Tone.WAITING,
    SessionState.HELD: Tone.SUCCESS,
    SessionState.CANCELLED: Tone.NEUTRAL,
}

ACTION_TONES: dict[ActionState, Tone] = {
    ActionState.OPEN: Tone.ACTIVE,
    ActionState.DONE: Tone.SUCCESS,
    ActionState.DROPPED: Tone.NEUTRAL,
}
