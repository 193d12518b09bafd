"""Scorecards (*schede di valutazione*): one for each seat and application, locked when handed in (C8).

A score is bounded by the call's highest score and weighted as published; a missing one is missing, not
zero. Nothing of the others is seen before one's own card is in. Until the ranking is drawn the chair may
reopen a card, with a reason.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from calls import commission_blockers as blockers
from calls.commission_notices import ScorecardReopened
from calls.domain.commission import SCORING, remind_of_scores
from calls.enums import SCORECARD_MOVES, ScorecardState
from calls.models import Call, CommissionSeat, Score, Scorecard, Selection, Submission
from calls.queries import progress
from calls.queries import scores as score_queries
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.notices.domain.deadlines import meet_deadline

NO_REASONS: Mapping[str, str] = MappingProxyType({})


@transaction.atomic
def save_scorecard(
    *,
    submission_id: UUID,
    seat_id: UUID,
    by: User,
    values: Mapping[str, Decimal | None],
    reasons: Mapping[str, str] = NO_REASONS,
    comment: str | None = None,
) -> Scorecard:
    """Keep what is written so far, by key of the criterion; what is not named stays as it was.

    A value of None is a score that is missing. Raises Blocked, and ValidationError (by key) for a score
    that is out of bounds. The register has no entry per save.
    """
    submission, seat = _locked(submission_id, seat_id)
    card = progress.card_of(seat, submission)
    refuse(blockers.score_blockers(submission, seat, card))
    selection = score_queries.selection_of(submission.call)
    assert selection is not None  # no commission without one
    _check(selection, values, reasons)
    now = clock.now()
    if card is None:
        card = Scorecard.objects.create(
            submission=submission, seat=seat, started_at=now, changed_at=now
        )
        record(card, Verb.START, by=by)
    if comment is not None:
        card.comment = comment.strip()
    card.changed_at = now
    card.save()
    _write(card, selection, values, reasons)
    return card


@transaction.atomic
def submit_scorecard(*, submission_id: UUID, seat_id: UUID, by: User) -> Scorecard:
    """Hand the card in: every criterion has its score, and none changes any more."""
    submission, seat = _locked(submission_id, seat_id)
    card = progress.card_of(seat, submission)
    found = blockers.score_blockers(submission, seat, card)
    selection = score_queries.selection_of(submission.call)
    assert selection is not None  # no commission without one
    criteria = [(row.key, str(row.title)) for row in selection.criteria.all()]
    refuse(
        found
        or blockers.hand_in_blockers(card, criteria) + blockers.declared_by_all_blockers(submission)
    )
    assert card is not None  # a missing one lacks every score
    _move(card, ScorecardState.SUBMITTED)
    card.submitted_at = clock.now()
    card.save()
    record(card, Verb.SUBMIT, by=by)
    _meet_when_all_are_in(seat)
    return card


@transaction.atomic
def reopen_scorecard(*, scorecard_id: UUID, reason: str, by: User) -> Scorecard:
    """The chair lets a member correct a card; what is written stays, until it is handed in again."""
    held = Scorecard.objects.select_related("submission").get(pk=scorecard_id)
    lock(Call, held.submission.call_id)  # a drawing locks it too: one of the two comes first
    submission = lock(Submission, held.submission_id)
    card = lock(Scorecard, scorecard_id)
    card.submission = submission
    found = blockers.reopen_blockers(card, by)
    if not reason.strip():
        found.append(Blocker("no_reason", _("Reopening a card needs its reason.")))
    refuse(found)
    _move(card, ScorecardState.DRAFT)
    card.submitted_at = None
    card.reopened_at = clock.now()
    card.reopened_by = by
    card.reopen_reason = reason.strip()
    card.save()
    record(card, Verb.REOPEN, by=by)
    remind_of_scores(card.seat.commission)
    ScorecardReopened(card).queue()
    return card


def _locked(submission_id: UUID, seat_id: UUID) -> tuple[Submission, CommissionSeat]:
    """The application, whose state decides, is locked; a seat writes one card at a time."""
    submission = lock(Submission, submission_id)
    seats = CommissionSeat.objects.select_related("person", "commission__call")
    return submission, seats.get(pk=seat_id)


def _check(
    selection: Selection, values: Mapping[str, Decimal | None], reasons: Mapping[str, str]
) -> None:
    known = {row.key for row in selection.criteria.all()}
    if unknown := (set(values) | set(reasons)) - known:
        raise ValueError(f"No such criterion: {', '.join(sorted(unknown))}")
    text = _("A score lies between 0 and %(highest)s.") % {"highest": selection.highest_score}
    errors = {
        key: text
        for key, value in values.items()
        if value is not None and not 0 <= value <= selection.highest_score
    }
    if errors:
        raise ValidationError(errors)


def _write(
    card: Scorecard,
    selection: Selection,
    values: Mapping[str, Decimal | None],
    reasons: Mapping[str, str],
) -> None:
    for criterion in selection.criteria.all():
        said: dict[str, Any] = {}
        if criterion.key in values:
            said["value"] = values[criterion.key]
        if criterion.key in reasons:
            said["reason"] = reasons[criterion.key].strip()
        if said:
            said["out_of"] = selection.highest_score
            Score.objects.update_or_create(scorecard=card, criterion=criterion, defaults=said)


def _move(card: Scorecard, state: ScorecardState) -> None:
    assert state in SCORECARD_MOVES[ScorecardState(card.state)], (card.state, state)
    card.state = state


def _meet_when_all_are_in(seat: CommissionSeat) -> None:
    if not progress.somebody_waits(seat.commission):
        meet_deadline(about=seat.commission, kind=SCORING)
