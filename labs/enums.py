"""Kinds and states of events, registrations and attendance, and the moves that are allowed."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ui.tones import Tone

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class EventKind(models.TextChoices):
    """What an event (*incontro*) is."""

    WORKSHOP = "workshop", _("workshop")
    TRAINING = "training", _("training meeting")
    SYSTEM_LAB = "system_lab", _("system lab")
    POLICY_LAB = "policy_lab", _("Policy Lab")
    EXCHANGE = "exchange", _("exchange of experiences")
    CODESIGN_TABLE = "codesign_table", _("co-design table")


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", pgettext_lazy("event", "online")
    BOTH = "both", _("in person and online")


class EventState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("event", "draft")
    PUBLISHED = "published", pgettext_lazy("event", "published")
    HELD = "held", pgettext_lazy("event", "held")
    POSTPONED = "postponed", pgettext_lazy("event", "postponed")
    CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")


class RegistrationState(models.TextChoices):
    """A request waits for the team, a waiting one for a seat, an offered one for the person."""

    REQUESTED = "requested", pgettext_lazy("registration", "requested")
    CONFIRMED = "confirmed", pgettext_lazy("registration", "confirmed")
    WAITING = "waiting", pgettext_lazy("registration", "waiting for a seat")
    OFFERED = "offered", pgettext_lazy("registration", "seat offered")
    DECLINED = "declined", pgettext_lazy("registration", "declined")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")


class AttendanceStatus(models.TextChoices):
    """Who is not marked is not absent: nobody looked, or nobody wrote it down (R7)."""

    PRESENT = "present", pgettext_lazy("attendance", "present")
    PARTIAL = "partial", pgettext_lazy("attendance", "present in part")
    ABSENT = "absent", pgettext_lazy("attendance", "absent")
    EXCUSED = "excused", pgettext_lazy("attendance", "excused")
    NOT_RECORDED = "not_recorded", pgettext_lazy("attendance", "not recorded")


class AttendanceSource(models.TextChoices):
    FACILITATOR = "facilitator", _("seen by a facilitator")
    SIGNATURES = "signatures", _("sheet of signatures")
    QR = "qr", _("QR code")


EVENT_MOVES: dict[EventState, frozenset[EventState]] = {
    EventState.DRAFT: frozenset({EventState.PUBLISHED, EventState.HELD, EventState.CANCELLED}),
    EventState.PUBLISHED: frozenset({EventState.HELD, EventState.POSTPONED, EventState.CANCELLED}),
    EventState.POSTPONED: frozenset({EventState.PUBLISHED, EventState.CANCELLED}),
    EventState.HELD: frozenset(),
    EventState.CANCELLED: frozenset(),
}

REGISTRATION_MOVES: dict[RegistrationState, frozenset[RegistrationState]] = {
    RegistrationState.REQUESTED: frozenset(
        {
            RegistrationState.CONFIRMED,
            RegistrationState.WAITING,
            RegistrationState.DECLINED,
            RegistrationState.CANCELLED,
        }
    ),
    RegistrationState.WAITING: frozenset({RegistrationState.OFFERED, RegistrationState.CANCELLED}),
    RegistrationState.OFFERED: frozenset({RegistrationState.CONFIRMED, RegistrationState.DECLINED}),
    RegistrationState.CONFIRMED: frozenset({RegistrationState.CANCELLED}),
    RegistrationState.DECLINED: frozenset(),
    RegistrationState.CANCELLED: frozenset(),
}

CLOSED_KINDS = frozenset({EventKind.CODESIGN_TABLE})
"""Events that work without being public: as drafts they have people, sessions and minutes."""

PUBLIC_STATES = frozenset(
    {EventState.PUBLISHED, EventState.HELD, EventState.POSTPONED, EventState.CANCELLED}
)
"""What anybody may read about, if it was ever published."""

ACTIVE = frozenset(
    {
        RegistrationState.REQUESTED,
        RegistrationState.CONFIRMED,
        RegistrationState.WAITING,
        RegistrationState.OFFERED,
    }
)
"""A person has at most one of these for an event (R6)."""

SEATED = frozenset({RegistrationState.CONFIRMED, RegistrationState.OFFERED})
"""What takes a seat: an offered seat is kept until the offer ends."""

ENDED = frozenset({RegistrationState.DECLINED, RegistrationState.CANCELLED})

CAME = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.PARTIAL})
"""Who counts as having been there (R10)."""

EVENT_TONES: dict[EventState, Tone] = {
    EventState.DRAFT: Tone.DRAFT,
    EventState.PUBLISHED: Tone.ACTIVE,
    EventState.HELD: Tone.SUCCESS,
    EventState.POSTPONED: Tone.WARNING,
    EventState.CANCELLED: Tone.NEUTRAL,
}

REGISTRATION_TONES: dict[RegistrationState, Tone] = {
    RegistrationState.REQUESTED: Tone.WAITING,
    RegistrationState.CONFIRMED: Tone.SUCCESS,
    RegistrationState.WAITING: Tone.WAITING,
    RegistrationState.OFFERED: Tone.WARNING,
    RegistrationState.DECLINED: Tone.NEUTRAL,
    RegistrationState.CANCELLED: Tone.NEUTRAL,
}


def word_and_tone(state: EventState | RegistrationState) -> "tuple[_StrPromise | str, Tone]":
    """What a chip shows."""
    if isinstance(state, EventState):
        return state.label, EVENT_TONES[state]
    return state.label, REGISTRATION_TONES[state]
