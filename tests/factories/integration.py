"""Applications under examination, for tests: asked to be completed, announced for exclusion, reviewed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from calls.domain.exclusion_notices import announce_exclusion
from calls.domain.integration import request_integration
from calls.domain.procedure import change_examination
from calls.domain.reviews import request_review
from calls.enums import ExclusionReason, Outcome
from calls.models import (
    Call,
    ExaminationRule,
    ExclusionNotice,
    IntegrationRequest,
    Ranking,
    RankingEntry,
    ReviewRequest,
    Sending,
    Submission,
)
from calls.queries.integration import term
from core.access import clock
from core.access.models import User
from core.questionnaires.models import AnswerSheet
from tests.factories import calls, commission, rankings

ASKED = calls.AFTER
DUE = term(ASKED, 10)
NO_DIGEST = "0" * 64
WORDS = "Il bilancio allegato è di un altro anno."


def waiting(name: str = "Rete Attesa", **rule: Any) -> tuple[Call, Submission]:
    """A closed call for proposals and one application that waits for its check."""
    call = commission.open_call()
    submission = commission.answered(call, name)
    call = commission.close(call)
    if rule:
        terms(call, **rule)
    return call, Submission.objects.get(pk=submission.pk)


def terms(call: Call, *, requirements: Any = (), **fields: Any) -> ExaminationRule:
    assert call.created_by is not None
    with clock.at(ASKED):
        return change_examination(
            call_id=call.pk, requirements=requirements, by=call.created_by, **fields
        )


def asked(
    submission: Submission,
    by: User,
    *,
    questions: Any = ("people",),
    due_at: datetime = DUE,
    at: datetime = ASKED,
) -> IntegrationRequest:
    with clock.at(at):
        return request_integration(
            submission_id=submission.pk, questions=questions, words=WORDS, due_at=due_at, by=by
        )


def announced(submission: Submission, by: User) -> ExclusionNotice:
    with clock.at(ASKED):
        return announce_exclusion(
            submission_id=submission.pk, reason=ExclusionReason.REQUIREMENTS, words=WORDS, by=by
        )


def reviewed(submission: Submission) -> ReviewRequest:
    """A review asked by whoever sent the application, on the day of the approval."""
    with clock.at(rankings.APPROVAL):
        return request_review(
            submission_id=submission.pk,
            text="Il criterio Rete non tiene conto della lettera.",
            by=submission.started_by,
        )


def many(submissions: Sequence[Submission], by: User) -> None:
    """For each a place in one provisional ranking, a request to complete and one for review; in bulk."""
    call = submissions[0].call
    ranking, _ = Ranking.objects.get_or_create(
        call=call,
        number=1,
        defaults={
            "rule": {"threshold": 60},
            "seed": "uno",
            "scores_sha256": NO_DIGEST,
            "drawn_at": ASKED,
            "drawn_by": by,
        },
    )
    before = ranking.entries.count()
    RankingEntry.objects.bulk_create(
        RankingEntry(
            ranking=ranking,
            submission=row,
            territory=row.territory,
            position=before + turn,
            total=70,
            averages={},
            cards=1,
            pseudonym=f"P{before + turn}",
            outcome=Outcome.RESERVE,
        )
        for turn, row in enumerate(submissions, start=1)
    )
    ReviewRequest.objects.bulk_create(
        ReviewRequest(
            submission=row,
            ranking=ranking,
            text="Perché?",
            requested_at=ASKED,
            requested_by=by,
            answer_due_on=DUE.date(),
        )
        for row in submissions
    )
    _many_to_complete(submissions, by)


def _many_to_complete(submissions: Sequence[Submission], by: User) -> None:
    sent, reopened = (
        AnswerSheet.objects.bulk_create(
            AnswerSheet(version=submissions[0].call.version, started_at=ASKED) for _ in submissions
        )
        for _ in range(2)
    )
    sendings = Sending.objects.bulk_create(
        Sending(submission=row, sheet=sheet, ordinal=1, sha256=NO_DIGEST, sent_at=ASKED, sent_by=by)
        for row, sheet in zip(submissions, sent, strict=True)
    )
    IntegrationRequest.objects.bulk_create(
        IntegrationRequest(
            submission=row,
            questions=["people"],
            words=WORDS,
            due_at=DUE,
            asked_on=sending,
            sheet=sheet,
            requested_at=ASKED,
            requested_by=by,
        )
        for row, sending, sheet in zip(submissions, sendings, reopened, strict=True)
    )
