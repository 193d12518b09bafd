"""Keeping a sending: its text and digest, the number, the receipt (C4, C14)."""

import json
from collections.abc import Iterable
from datetime import datetime

from calls import queries
from calls.domain.numbers import next_number
from calls.enums import Moment, SubmissionState
from calls.models import Receipt, Sending, Submission, SubmissionTerritory
from calls.queries.canonical import canonical_text, digest
from core.access.models import User
from core.programmes.models import Territory


def keep_sending(submission: Submission, *, now: datetime, by: User) -> Receipt:
    """Write what is sent at `now` by `by`: the last step of the verb, since the counter is locked here.

    The number is given with the first sending and stays.
    """
    window = queries.window_of(submission.call, submission.territory_id)
    late = window.moment(now) == Moment.CLOSED
    submission.number = submission.number or next_number(now)
    submission.state = SubmissionState.SUBMITTED
    submission.late = late
    submission.submitted_at, submission.submitted_by = now, by
    submission.reopened_at = submission.reopened_by = None
    submission.changed_at = now
    submission.save()
    return _keep(submission, now=now, by=by, late=late)


def keep_correction(
    submission: Submission, *, now: datetime, by: User, question_key: str, reason: str
) -> Receipt:
    """Write a correction accepted after the close: when the applicant sent, and whether late, stays."""
    submission.changed_at = now
    submission.save()
    return _keep(
        submission, now=now, by=by, late=submission.late, corrects=question_key, reason=reason
    )


def keep_completion(submission: Submission, *, now: datetime, by: User) -> Receipt:
    """Write what a network completed on request: when it first sent, and whether late, stays (C5)."""
    submission.changed_at = now
    submission.save()
    return _keep(submission, now=now, by=by, late=submission.late)


def _keep(
    submission: Submission,
    *,
    now: datetime,
    by: User,
    late: bool,
    corrects: str = "",
    reason: str = "",
) -> Receipt:
    text = canonical_text(submission)
    sending = Sending.objects.create(
        submission=submission,
        sheet=submission.sheet,
        ordinal=submission.sendings.count() + 1,
        canonical=text,
        sha256=digest(text),
        late=late,
        corrects=corrects,
        reason=reason,
        sent_at=now,
        sent_by=by,
    )
    return Receipt.objects.create(
        submission=submission,
        sending=sending,
        number=submission.number,
        sha256=sending.sha256,
        issued_at=now,
    )


def return_to_last_sending(submission: Submission) -> None:
    """Let a reopened application say again what was sent last: title, territories, answers.

    The answers under way stay in the archive; the caller, who holds the lock, saves the row.
    """
    sending = queries.last_sending(submission)
    assert sending is not None  # only what was sent is reopened
    sent = json.loads(sending.canonical)["application"]
    submission.title = sent["title"]
    submission.territory = Territory.objects.get(code=sent["territory"])
    submission.sheet = sending.sheet
    submission.reopened_at = submission.reopened_by = None
    set_further(submission, Territory.objects.filter(code__in=sent["further_territories"]))


def set_further(submission: Submission, territories: Iterable[Territory]) -> None:
    """The territories that the application touches beside its principal one: these and no others."""
    wanted = {row.pk for row in territories} - {submission.territory_id}
    submission.further_territories.exclude(territory__in=wanted).delete()
    SubmissionTerritory.objects.bulk_create(
        (
            SubmissionTerritory(submission=submission, territory_id=territory)
            for territory in sorted(wanted)
        ),
        ignore_conflicts=True,
    )
