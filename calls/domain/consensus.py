"""The consensus meeting: a score changes after its card was handed in, with its reason, and both are kept.

The card stays its member's: who conducts the meeting writes down what was agreed, the member is told, and
the minutes of the next sitting list every change. A ranking that was drawn before is drawn again.
"""

from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls import commission_blockers as blockers
from calls.commission_notices import ScoreChanged
from calls.enums import ScorecardState
from calls.models import Call, Score, Scorecard, ScoreChange, Submission
from calls.queries.missing import missing_cards
from calls.queries.scores import STEP
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb


def change_score_blockers(card: Scorecard, by: User) -> list[Blocker]:
    """Why no score of this card can be changed in a meeting now."""
    found = blockers.open_to_seat_blockers(card.submission, by)
    found += blockers.examined_blockers(card.submission)
    if card.state != ScorecardState.SUBMITTED:
        text = _("The card is not handed in: its member still writes on it.")
        found.append(Blocker("not_in", text, card.seat.person.full_name))
    elif waiting := missing_cards(card.submission.call).get(card.submission_id):
        text = _("Nobody sees the scores of this application before every card is in.")
        found.append(Blocker("cards_missing", text, ", ".join(waiting)))
    return found


@transaction.atomic
def change_score(
    *, scorecard_id: UUID, criterion_key: str, value: Decimal, reason: str, by: User
) -> ScoreChange:
    """Write down what the commission agreed. Raises Blocked; Score.DoesNotExist for an unknown criterion."""
    held = Scorecard.objects.select_related("submission").get(pk=scorecard_id)
    call = lock(Call, held.submission.call_id)  # a drawing locks it too: one of the two comes first
    submission = lock(Submission, held.submission_id)
    submission.call = call
    card = lock(Scorecard, scorecard_id)
    card.submission = submission
    score = card.scores.select_related("criterion").get(criterion__key=criterion_key)
    found = change_score_blockers(card, by)
    refuse(found or _value_blockers(score, value, reason))
    assert score.value is not None  # a card that was handed in lacks none
    now = clock.now()
    change = ScoreChange.objects.create(
        scorecard=card,
        criterion=score.criterion,
        before=score.value,
        after=value,
        reason=reason.strip(),
        changed_at=now,
        changed_by=by,
    )
    _rewrite(card, score, value)
    data = {"criterion": criterion_key, "before": change.before, "after": value}
    record(card, Verb.CHANGE, by=by, data=data)
    if card.seat.person_id != by.pk:
        ScoreChanged(change).queue()
    return change


def _value_blockers(score: Score, value: Decimal, reason: str) -> list[Blocker]:
    found = []
    if not 0 <= value <= score.out_of or value % STEP:
        text = _("Write a score from 0 to %(highest)s, in half points.")
        found.append(Blocker("out_of_bounds", text % {"highest": score.out_of}))
    if value == score.value:
        found.append(Blocker("same_score", _("This is the score already.")))
    if not reason.strip():
        found.append(Blocker("no_reason", _("A changed score needs its reason.")))
    return found


def _rewrite(card: Scorecard, score: Score, value: Decimal) -> None:
    """The database changes the scores of an open card only: it is open within this transaction."""
    handed_in = card.submitted_at
    card.state, card.submitted_at = ScorecardState.DRAFT, None
    card.save(update_fields=["state", "submitted_at"])
    score.value = value
    score.save(update_fields=["value"])
    card.state, card.submitted_at, card.changed_at = (
        ScorecardState.SUBMITTED,
        handed_in,
        clock.now(),
    )
    card.save(update_fields=["state", "submitted_at", "changed_at"])
