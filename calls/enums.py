"""States and kinds of calls and submissions, and the moves that are allowed between them."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ui.tones import Tone

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class CallKind(models.TextChoices):
    """A call for ideas is open and light; proposals are compared and ranked."""

    IDEAS = "ideas", _("call for ideas")
    PROPOSALS = "proposals", _("call for proposals")


class CallState(models.TextChoices):
    """Open or not yet open is read from the clock; the state follows when the last window closes."""

    DRAFT = "draft", pgettext_lazy("call", "draft")
    PUBLISHED = "published", pgettext_lazy("call", "published")
    CLOSED = "closed", pgettext_lazy("call", "closed")
    ARCHIVED = "archived", pgettext_lazy("call", "archived")
    CANCELLED = "cancelled", pgettext_lazy("call", "cancelled")


class LatePolicy(models.TextChoices):
    """What happens to an application that is sent after the closing instant (C1)."""

    REFUSE = "refuse", _("refused")
    ACCEPT_AND_MARK = "accept_and_mark", _("accepted and marked as late")


class SubmissionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("application", "draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "submitted")
    TO_INTEGRATE = "to_integrate", pgettext_lazy("application", "to be completed")
    ADMISSIBLE = "admissible", pgettext_lazy("application", "admissible")
    INADMISSIBLE = "inadmissible", pgettext_lazy("application", "inadmissible")
    SCORED = "scored", pgettext_lazy("application", "scored")
    SELECTED = "selected", pgettext_lazy("application", "selected")
    RESERVE = "reserve", pgettext_lazy("application", "eligible, not funded")
    NOT_ELIGIBLE = "not_eligible", pgettext_lazy("application", "below the threshold")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")
    RENOUNCED = "renounced", pgettext_lazy("application", "renounced")


class Channel(models.TextChoices):
    """How an application came in; anything but online was typed by a facilitator (C16)."""

    ONLINE = "online", _("online")
    PHONE = "phone", _("by phone")
    PAPER = "paper", _("on paper")


class Moment(models.TextChoices):
    """Where a call stands by the clock, for one territory or for all."""

    UPCOMING = "upcoming", _("opens soon")
    OPEN = "open", _("open")
    CLOSED = "closed", pgettext_lazy("call", "closed")


CALL_MOVES: dict[CallState, frozenset[CallState]] = {
    CallState.DRAFT: frozenset({CallState.PUBLISHED}),
    CallState.PUBLISHED: frozenset({CallState.CLOSED, CallState.CANCELLED}),
    CallState.CLOSED: frozenset({CallState.ARCHIVED, CallState.CANCELLED}),
    CallState.ARCHIVED: frozenset(),
    CallState.CANCELLED: frozenset(),
}

SUBMISSION_MOVES: dict[SubmissionState, frozenset[SubmissionState]] = {
    SubmissionState.DRAFT: frozenset({SubmissionState.SUBMITTED, SubmissionState.WITHDRAWN}),
    SubmissionState.SUBMITTED: frozenset(
        {
            SubmissionState.TO_INTEGRATE,
            SubmissionState.ADMISSIBLE,
            SubmissionState.INADMISSIBLE,
            SubmissionState.WITHDRAWN,
        }
    ),
    SubmissionState.TO_INTEGRATE: frozenset(
        {SubmissionState.ADMISSIBLE, SubmissionState.INADMISSIBLE, SubmissionState.WITHDRAWN}
    ),
    SubmissionState.ADMISSIBLE: frozenset({SubmissionState.SCORED, SubmissionState.WITHDRAWN}),
    SubmissionState.INADMISSIBLE: frozenset(),
    SubmissionState.SCORED: frozenset(
        {SubmissionState.SELECTED, SubmissionState.RESERVE, SubmissionState.NOT_ELIGIBLE}
    ),
    SubmissionState.SELECTED: frozenset({SubmissionState.RENOUNCED}),
    SubmissionState.RESERVE: frozenset({SubmissionState.SELECTED, SubmissionState.RENOUNCED}),
    SubmissionState.NOT_ELIGIBLE: frozenset(),
    SubmissionState.WITHDRAWN: frozenset(),
    SubmissionState.RENOUNCED: frozenset(),
}

PUBLIC_CALL_STATES = frozenset(
    {CallState.PUBLISHED, CallState.CLOSED, CallState.ARCHIVED, CallState.CANCELLED}
)
"""What anybody may read about: also a cancelled call, whose reason is public."""

CORRECTABLE = frozenset(
    {SubmissionState.SUBMITTED, SubmissionState.TO_INTEGRATE, SubmissionState.ADMISSIBLE}
)
"""States in which a fact may still be put right after the close: nothing has been compared yet."""

NEVER_SENT = frozenset({SubmissionState.DRAFT})
"""States that no official reads. A withdrawn application is read only if it had been sent."""

CALL_TONES: dict[CallState, Tone] = {
    CallState.DRAFT: Tone.DRAFT,
    CallState.PUBLISHED: Tone.ACTIVE,
    CallState.CLOSED: Tone.WAITING,
    CallState.ARCHIVED: Tone.NEUTRAL,
    CallState.CANCELLED: Tone.NEUTRAL,
}

SUBMISSION_TONES: dict[SubmissionState, Tone] = {
    SubmissionState.DRAFT: Tone.DRAFT,
    SubmissionState.SUBMITTED: Tone.SUCCESS,
    SubmissionState.TO_INTEGRATE: Tone.WARNING,
    SubmissionState.ADMISSIBLE: Tone.SUCCESS,
    SubmissionState.INADMISSIBLE: Tone.DANGER,
    SubmissionState.SCORED: Tone.WAITING,
    SubmissionState.SELECTED: Tone.SUCCESS,
    SubmissionState.RESERVE: Tone.WAITING,
    SubmissionState.NOT_ELIGIBLE: Tone.DANGER,
    SubmissionState.WITHDRAWN: Tone.NEUTRAL,
    SubmissionState.RENOUNCED: Tone.NEUTRAL,
}

MOMENT_TONES: dict[Moment, Tone] = {
    Moment.UPCOMING: Tone.WAITING,
    Moment.OPEN: Tone.ACTIVE,
    Moment.CLOSED: Tone.NEUTRAL,
}


def word_and_tone(state: CallState | SubmissionState) -> "tuple[_StrPromise | str, Tone]":
    """What a chip shows."""
    if isinstance(state, CallState):
        return state.label, CALL_TONES[state]
    return state.label, SUBMISSION_TONES[state]
