"""Applications that were checked and ranked, and rankings, for tests."""

from typing import Any

from calls.enums import CHECKED_STATES, DECIDED_STATES, ExclusionReason, SubmissionState
from calls.models import Submission
from core.access import clock


def in_state(submission: Submission, state: SubmissionState) -> Submission:
    """The application put in a state by hand, with what the database asks of it; not for its rules."""
    now, by = clock.now(), submission.started_by
    values: dict[str, Any] = {"state": state}
    if state in CHECKED_STATES:
        values |= {"checked_at": now, "checked_by": by}
    if state == SubmissionState.INADMISSIBLE:
        values["exclusion_reason"] = ExclusionReason.REQUIREMENTS
    if state in DECIDED_STATES:
        values |= {"decided_at": now, "decided_by": by}
    if state == SubmissionState.RENOUNCED:
        values |= {"renounced_at": now, "renounced_by": by}
    if state == SubmissionState.WITHDRAWN:
        values |= {"withdrawn_at": now, "withdrawn_by": by}
    Submission.objects.filter(pk=submission.pk).update(**values)
    submission.refresh_from_db()
    return submission
