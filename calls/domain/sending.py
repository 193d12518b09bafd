"""Keeping a sending: its text and digest, the number, the receipt (C4, C14)."""

from datetime import datetime

from calls import queries
from calls.domain.canonical import canonical_text, digest
from calls.domain.numbers import next_number
from calls.enums import Moment, SubmissionState
from calls.models import Receipt, Sending, Submission
from core.access.models import User


def keep_sending(submission: Submission, *, now: datetime, by: User) -> Receipt:
    """Write what is sent at `now` by `by`: the last step of the verb, since the counter is locked here.

    The number is given with the first sending and stays.
    """
    window = queries.window_of(submission.call, submission.territory_id)
    text = canonical_text(submission)
    sending = Sending.objects.create(
        submission=submission,
        sheet=submission.sheet,
        ordinal=submission.sendings.count() + 1,
        canonical=text,
        sha256=digest(text),
        late=window.moment(now) == Moment.CLOSED,
        sent_at=now,
        sent_by=by,
    )
    submission.number = submission.number or next_number(now)
    submission.state = SubmissionState.SUBMITTED
    submission.late = sending.late
    submission.submitted_at, submission.submitted_by = now, by
    submission.reopened_at = submission.reopened_by = None
    submission.changed_at = now
    submission.save()
    return Receipt.objects.create(
        submission=submission,
        sending=sending,
        number=submission.number,
        sha256=sending.sha256,
        issued_at=now,
    )
