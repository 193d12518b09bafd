"""States and kinds of calls and submissions, and the moves that are allowed between them."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.people.enums import RoleName, TieKind
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
    TOGETHER = "together", _("together, with a facilitator beside")


class Moment(models.TextChoices):
    """Where a call stands by the clock, for one territory or for all."""

    PLANNED = "planned", _("not published yet")
    UPCOMING = "upcoming", _("opens soon")
    OPEN = "open", _("open")
    CLOSED = "closed", pgettext_lazy("call", "closed")


CALL_MOVES: dict[CallState, frozenset[CallState]] = {
    CallState.DRAFT: frozenset({CallState.PUBLISHED}),
    CallState.PUBLISHED: frozenset({CallState.CLOSED, CallState.CANCELLED}),
    CallState.CLOSED: frozenset({CallState.ARCHIVED, CallState.CANCELLED, CallState.PUBLISHED}),
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
        {
            SubmissionState.SUBMITTED,
            SubmissionState.ADMISSIBLE,
            SubmissionState.INADMISSIBLE,
            SubmissionState.WITHDRAWN,
        }
    ),
    SubmissionState.ADMISSIBLE: frozenset(
        {
            SubmissionState.SCORED,
            SubmissionState.SELECTED,
            SubmissionState.RESERVE,
            SubmissionState.NOT_ELIGIBLE,
            SubmissionState.WITHDRAWN,
            SubmissionState.SUBMITTED,
        }
    ),
    SubmissionState.INADMISSIBLE: frozenset({SubmissionState.SUBMITTED}),
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

CORRECTABLE = frozenset({SubmissionState.SUBMITTED, SubmissionState.ADMISSIBLE})
"""States in which a fact may still be put right after the close: nothing has been compared yet, and the
network is not completing its answers itself."""

NEVER_SENT = frozenset({SubmissionState.DRAFT})
"""States that no official reads. A withdrawn application is read only if it had been sent."""

CALL_TONES: dict[CallState, Tone] = {
    CallState.DRAFT: Tone.DRAFT,
    CallState.PUBLISHED: Tone.ACTIVE,
    CallState.CLOSED: Tone.NEUTRAL,
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
    Moment.PLANNED: Tone.NEUTRAL,
    Moment.UPCOMING: Tone.WAITING,
    Moment.OPEN: Tone.ACTIVE,
    Moment.CLOSED: Tone.NEUTRAL,
}


class BarringTie(models.TextChoices):
    """Ties with a network that a call may let bar a commission member from scoring it (C7).

    Some bar always, whatever the call says: see `ALWAYS_BARRING`.
    """

    EMPLOYER = "employer", _("works for a member of the network")
    MUNICIPALITY = "municipality", _("works for the municipality of the network")
    PARTNER = "partner", _("is a partner, board member or adviser of a member")
    MENTOR = "mentor", _("helped the network to write its papers")


class NoProposal(models.TextChoices):
    """What happens to a territory without an eligible proposal (C9)."""

    LEAVE_EMPTY = "leave_empty", _("the place stays empty")
    REOPEN = "reopen", _("the call is reopened for that territory")
    NEXT_BEST_ELSEWHERE = "next_best_elsewhere", _("the next best proposal elsewhere gets it")


class SeatKind(models.TextChoices):
    CHAIR = "chair", _("chair")
    MEMBER = "member", pgettext_lazy("commission", "member")
    ALTERNATE = "alternate", _("alternate")
    SECRETARY = "secretary", _("secretary")

    @property
    def role(self) -> RoleName:
        return RoleName(f"commission_{self.value}")


class ScorecardState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("scorecard", "in progress")
    SUBMITTED = "submitted", pgettext_lazy("scorecard", "handed in")


SCORING_SEATS = frozenset({SeatKind.CHAIR, SeatKind.MEMBER})
"""Seats that score every application; an alternate scores only where called, a secretary never."""
KEEPS_ORDER = frozenset({SeatKind.CHAIR, SeatKind.SECRETARY})
"""Seats that see to the path of the commission: sittings, cards of a tie that arose, the ranking."""

ALWAYS_BARRING = frozenset({TieKind.SAME_ORGANISATION, TieKind.KIN, TieKind.MENTORS})
"""No call can allow these: belonging to the network, kin, and accompanying it (R13)."""

BARRED_BY: dict[BarringTie, frozenset[TieKind]] = {
    BarringTie.EMPLOYER: frozenset({TieKind.EMPLOYED}),
    BarringTie.MUNICIPALITY: frozenset({TieKind.MUNICIPALITY}),
    BarringTie.PARTNER: frozenset({TieKind.PARTNER}),
    BarringTie.MENTOR: frozenset({TieKind.HELPED}),
}

SCORECARD_MOVES: dict[ScorecardState, frozenset[ScorecardState]] = {
    ScorecardState.DRAFT: frozenset({ScorecardState.SUBMITTED}),
    ScorecardState.SUBMITTED: frozenset({ScorecardState.DRAFT}),
}

EXAMINED = frozenset(
    {
        SubmissionState.ADMISSIBLE,
        SubmissionState.SCORED,
        SubmissionState.SELECTED,
        SubmissionState.RESERVE,
        SubmissionState.NOT_ELIGIBLE,
        SubmissionState.RENOUNCED,
    }
)
"""States in which an application is read on its merit: what the commission may open."""


class QuestionState(models.TextChoices):
    """A question on a call: it waits, it has its public answer, or the asker was told why it has none."""

    ASKED = "asked", pgettext_lazy("question", "to be answered")
    ANSWERED = "answered", pgettext_lazy("question", "answered")
    SET_ASIDE = "set_aside", pgettext_lazy("question", "set aside")


QUESTION_MOVES: dict[QuestionState, frozenset[QuestionState]] = {
    QuestionState.ASKED: frozenset({QuestionState.ANSWERED, QuestionState.SET_ASIDE}),
    QuestionState.ANSWERED: frozenset(),
    QuestionState.SET_ASIDE: frozenset(),
}

QUESTION_TONES: dict[QuestionState, Tone] = {
    QuestionState.ASKED: Tone.WARNING,
    QuestionState.ANSWERED: Tone.SUCCESS,
    QuestionState.SET_ASIDE: Tone.NEUTRAL,
}


def word_and_tone(state: CallState | SubmissionState) -> "tuple[_StrPromise | str, Tone]":
    """What a chip shows."""
    if isinstance(state, CallState):
        return state.label, CALL_TONES[state]
    return state.label, SUBMISSION_TONES[state]


class ExclusionReason(models.TextChoices):
    """Why an application is not examined on its merit (C6); which of them a call knows is in `queries`."""

    LATE = "late", _("It was sent after the close.")
    LEAD_KIND = "lead_kind", _("The lead organisation is not of a kind that the call admits.")
    NO_EARLIER_ANSWER = "no_earlier_answer", _("The network did not answer the earlier call.")
    INCOMPLETE = "incomplete", _("Something that the form requires is missing.")
    NOT_CONFIRMED = "not_confirmed", _("The applicant did not confirm what was entered for it.")
    REQUIREMENTS = "requirements", _("It lacks a requirement written in the call.")


class Verdict(models.TextChoices):
    """What was decided on the admissibility of an application."""

    ADMITTED = "admitted", pgettext_lazy("application", "admitted")
    EXCLUDED = "excluded", pgettext_lazy("application", "excluded")
    TAKEN_BACK = "taken_back", _("decision taken back")


class RankingState(models.TextChoices):
    """A provisional ranking may be drawn again; a final one is changed by nobody."""

    PROVISIONAL = "provisional", pgettext_lazy("ranking", "provisional")
    FINAL = "final", pgettext_lazy("ranking", "final")
    REPLACED = "replaced", pgettext_lazy("ranking", "drawn again")


class Outcome(models.TextChoices):
    """What a ranking says of a proposal; the values are those of `SubmissionState`."""

    SELECTED = "selected", pgettext_lazy("application", "selected")
    RESERVE = "reserve", pgettext_lazy("application", "eligible, not funded")
    NOT_ELIGIBLE = "not_eligible", pgettext_lazy("application", "below the threshold")

    @property
    def tone(self) -> Tone:
        return SUBMISSION_TONES[SubmissionState(self.value)]


RANKING_MOVES: dict[RankingState, frozenset[RankingState]] = {
    RankingState.PROVISIONAL: frozenset({RankingState.FINAL, RankingState.REPLACED}),
    RankingState.FINAL: frozenset(),
    RankingState.REPLACED: frozenset(),
}

RANKING_TONES: dict[RankingState, Tone] = {
    RankingState.PROVISIONAL: Tone.WAITING,
    RankingState.FINAL: Tone.SUCCESS,
    RankingState.REPLACED: Tone.NEUTRAL,
}

UNCHECKED_STATES = (
    SubmissionState.DRAFT,
    SubmissionState.SUBMITTED,
    SubmissionState.TO_INTEGRATE,
)
"""Nobody has decided yet whether the application is admissible."""

DECIDED_STATES = (
    SubmissionState.SELECTED,
    SubmissionState.RESERVE,
    SubmissionState.NOT_ELIGIBLE,
    SubmissionState.RENOUNCED,
)
"""An approved ranking, or what followed it, gave these states."""

CHECKED_STATES = (
    SubmissionState.ADMISSIBLE,
    SubmissionState.INADMISSIBLE,
    SubmissionState.SCORED,
    *DECIDED_STATES,
)

CORRECTION_MOVES = frozenset(
    {SubmissionState.SELECTED, SubmissionState.RESERVE, SubmissionState.NOT_ELIGIBLE}
)
"""Between these a correction of the ranking may move an application, in any direction (C10)."""

RANKABLE = frozenset({SubmissionState.ADMISSIBLE, SubmissionState.SCORED}) | CORRECTION_MOVES
"""What a drawing puts in order: whoever renounced a place is out of it."""
