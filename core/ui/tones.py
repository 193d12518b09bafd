"""The one vocabulary of states: a tone gives a chip its icon and its colour, the state gives it its word.

Every `…State` enum of the portal maps its members to these tones; a colour never stands alone.
"""

from enum import StrEnum


class Tone(StrEnum):
    NEUTRAL = "neutral"  # nothing to do: archived, cancelled, withdrawn
    DRAFT = "draft"  # somebody is writing
    ACTIVE = "active"  # open, under way
    WAITING = "waiting"  # somebody else must act
    SUCCESS = "success"  # done, accepted, paid
    WARNING = "warning"  # needs attention: returned, to complete, late soon
    DANGER = "danger"  # refused, overdue, blocked

    @property
    def icon(self) -> str:
        return ICONS[self]


ICONS = {
    Tone.NEUTRAL: "minus-circle",
    Tone.DRAFT: "pencil",
    Tone.ACTIVE: "arrow-right-circle",
    Tone.WAITING: "clock",
    Tone.SUCCESS: "check-circle",
    Tone.WARNING: "warning-circle",
    Tone.DANGER: "close-circle",
}
