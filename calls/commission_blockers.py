"""Why a commission can't be prepared, appointed, declare or score now. *When* only; *who* is in the rules."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calls.enums import (
    SCORING_SEATS,
    CallState,
    Moment,
    ScorecardState,
    SeatKind,
    SubmissionState,
)
from calls.models import Call, Commission, CommissionSeat, Scorecard, Submission
from calls.queries import commission as queries
from calls.queries import moment_of
from calls.queries.arisen import tied_cards
from calls.queries.integration import awaiting_correction
from calls.queries.rankings import has_published_ranking, never_ranked
from calls.queries.scores import selection_of
from core.access import clock, hands
from core.access.blocked import Blocker
from core.access.models import User
from core.ui.wording import day_text, local_date

ALONE = frozenset({SeatKind.CHAIR, SeatKind.SECRETARY})
SEATS_THAT_SCORE_AT_LEAST = 2


def prepare_blockers(call: Call, commission: Commission | None) -> list[Blocker]:
    """Why seats can't be given or taken back now; `commission` is None while nobody has begun."""
    if commission is not None and commission.is_appointed:
        text = _("The commission is appointed: its seats no longer change.")
        return [Blocker("already_appointed", text)]
    if call.state in {CallState.CANCELLED, CallState.ARCHIVED}:
        return [Blocker("call_over", _("The call is over."))]
    if selection_of(call) is None:
        text = _("The call says nothing of criteria: no commission can score its applications.")
        return [Blocker("no_selection", text, hands.facilitators())]
    return []


def seat_blockers(
    call: Call, commission: Commission | None, person_key: object, kind: SeatKind
) -> list[Blocker]:
    """Why this person can't be given this seat."""
    found = prepare_blockers(call, commission)
    if commission is None:
        return found
    seats = list(commission.seats.order_by("position", "pk"))
    if any(seat.person_id == person_key for seat in seats):
        found.append(Blocker("has_seat", _("This person has a seat in the commission already.")))
    if kind in ALONE and any(seat.kind == kind for seat in seats):
        text = _("The commission has one %(seat)s: take that seat back first.") % {
            "seat": kind.label
        }
        found.append(Blocker("seat_taken", text, hands.coordinator()))
    return found


def appoint_blockers(
    call: Call, commission: Commission | None, *, act_date: date | None = None
) -> list[Blocker]:
    """Why the act can't be recorded now. A commission is appointed after the close, never before."""
    found = prepare_blockers(call, commission)
    if found:
        return found
    if call.state != CallState.CLOSED or moment_of(call) != Moment.CLOSED:
        text = _("A commission is appointed when the call has closed, not before.")
        return [Blocker("call_open", text)]
    seats = queries.seats_of(commission) if commission else []
    found = _lacking_seats(seats)
    if not found:
        found = _short_networks(call, seats)
    if act_date and call.closed_at and act_date < local_date(call.closed_at):
        text = _("The act is dated before the call closed, on %(day)s.") % {
            "day": day_text(call.closed_at)
        }
        found.append(Blocker("act_before_close", text))
    if act_date and act_date > clock.today():
        found.append(Blocker("act_ahead", _("The date of the act is still to come.")))
    return found


def _lacking_seats(seats: list[CommissionSeat]) -> list[Blocker]:
    kinds = [seat.kind for seat in seats]
    found = []
    if SeatKind.CHAIR not in kinds:
        found.append(Blocker("no_chair", _("The chair is missing."), hands.coordinator()))
    if sum(kind in SCORING_SEATS for kind in kinds) < SEATS_THAT_SCORE_AT_LEAST:
        text = _("Nobody scores alone: at least one member is needed beside the chair.")
        found.append(Blocker("no_member", text, hands.coordinator()))
    return found


def _short_networks(call: Call, seats: list[CommissionSeat]) -> list[Blocker]:
    text = _("%(network)s: %(untied)d of %(needed)d could score it. Add an alternate without ties.")
    return [
        Blocker(
            "too_few_untied",
            text % {"network": row.network.name, "untied": row.untied, "needed": row.needed},
            hands.coordinator(),
        )
        for row in queries.coverage_of(call, seats)
        if row.is_short
    ]


def declare_blockers(commission: Commission) -> list[Blocker]:
    if not commission.is_appointed:
        text = _("The commission is not appointed yet.")
        return [Blocker("not_appointed", text, hands.official())]
    if commission.call.state != CallState.CLOSED:
        return [Blocker("call_over", _("The call is over."))]
    return []


def score_blockers(
    submission: Submission, seat: CommissionSeat, card: Scorecard | None
) -> list[Blocker]:
    """Why this seat can't write on its card now."""
    found = declare_blockers(seat.commission) or examined_blockers(submission)
    if not found and not queries.scoring_submissions(seat).filter(pk=submission.pk).exists():
        text = _(
            "This application is not open to you: declare first, or somebody stands in for you."
        )
        found.append(Blocker("not_open_to_you", text))
    if card is not None and card.is_in:
        found.append(Blocker("handed_in", _("The card is handed in."), hands.chair()))
    return found


def hand_in_blockers(card: Scorecard | None, criteria: list[tuple[str, str]]) -> list[Blocker]:
    """What is missing on the card; a missing score is not a zero (C8). `criteria`: key and title."""
    given = (
        {
            row.criterion.key
            for row in card.scores.select_related("criterion")
            if row.value is not None
        }
        if card
        else set()
    )
    text = _("%(criterion)s: the score is missing.")
    return [
        Blocker(f"missing:{key}", text % {"criterion": title}, _yourself())
        for key, title in criteria
        if key not in given
    ]


def declared_by_all_blockers(submission: Submission) -> list[Blocker]:
    """A collegial card is the whole commission's: nobody sits at the table undeclared (C7)."""
    rule = selection_of(submission.call)
    if rule is None or not rule.collegial:
        return []
    rows = CommissionSeat.objects.filter(
        commission__call=submission.call_id, kind__in=SCORING_SEATS
    ).exclude(declarations__network=submission.network_id)
    text = _("%(name)s has not declared on conflicts of interest yet.")
    return [
        Blocker("undeclared", text % {"name": seat.person.full_name}, seat.person.full_name)
        for seat in rows.select_related("person").order_by("position", "pk")
    ]


def reopen_blockers(card: Scorecard, by: User) -> list[Blocker]:
    """Why this person can't reopen this card now: also for a chair who is tied to the network."""
    found = open_to_seat_blockers(card.submission, by)
    if card.state != ScorecardState.SUBMITTED:
        found.append(Blocker("not_in", _("Only a card that was handed in can be reopened.")))
    return found + examined_blockers(card.submission)


def open_to_seat_blockers(submission: Submission, by: User) -> list[Blocker]:
    """A seat acts on nothing that its own declaration does not open (C7)."""
    if Submission.objects.filter(queries.texts_open_to_seats(by), pk=submission.pk).exists():
        return []
    text = _("You have a tie with this network, or have not declared on it yet.")
    return [Blocker("tied", text, pgettext("who", "somebody of the commission without ties"))]


def set_aside_blockers(card: Scorecard, by: User) -> list[Blocker]:
    """Why this card can't be set aside for a tie now."""
    found = open_to_seat_blockers(card.submission, by) + settled_blockers(card.submission)
    if card.pk not in {row.pk for row in tied_cards(card.submission.call)}:
        text = _("The portal knows of no tie that bars this member and is not declared.")
        found.append(Blocker("no_tie", text))
    return found


def settled_blockers(submission: Submission) -> list[Blocker]:
    """Scores change until the ranking is final, and again once a review of it was accepted: what they
    change is drawn again. What came in after it has still to be scored (C9)."""
    call = submission.call
    if scores_are_settled(call) and not never_ranked(call).filter(pk=submission.pk).exists():
        return [Blocker("ranking_final", _("The ranking is final: scores no longer change."))]
    return []


def scores_are_settled(call: Call) -> bool:
    """Whether those of the final ranking stand."""
    reviews = awaiting_correction().filter(submission__call=call)
    return has_published_ranking(call) and not reviews.exists()


def examined_blockers(submission: Submission) -> list[Blocker]:
    """Why this application takes no scores now, whoever gives them: only what is being examined, or
    reviewed, does, and only until the ranking is final."""
    if found := settled_blockers(submission):
        return found
    under_review = awaiting_correction().filter(submission=submission)
    if submission.state != SubmissionState.ADMISSIBLE and not under_review.exists():
        text = _("This application is not being examined: it takes no scores.")
        return [Blocker("not_examined", text)]
    return []


def _yourself() -> str:
    return pgettext("who", "whoever writes the card")
