"""Applications under examination, for tests: asked to be completed, announced for exclusion, reviewed."""

from datetime import datetime
from typing import Any

from calls.domain.exclusion_notices import announce_exclusion
from calls.domain.integration import request_integration
from calls.domain.procedure import change_examination
from calls.domain.reviews import request_review
from calls.enums import ExclusionReason
from calls.models import (
    Call,
    ExaminationRule,
    ExclusionNotice,
    IntegrationRequest,
    ReviewRequest,
    Submission,
)
from calls.queries.integration import term
from core.access import clock
from core.access.models import User
from tests.factories import calls, commission, rankings

ASKED = calls.AFTER
DUE = term(ASKED, 10)
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
