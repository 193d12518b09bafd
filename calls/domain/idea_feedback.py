"""Feedback on an idea, by facilitators and by the officials of its territory: the network reads it.

It is help, not judgement: nothing that is scored later reads it.
"""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from calls.enums import CallKind, SubmissionState
from calls.idea_notices import FeedbackGiven
from calls.models import IdeaFeedback, Submission
from calls.queries.idea_growth import GIVES_FEEDBACK, feedback_of
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries as people


def feedback_blockers(submission: Submission) -> list[Blocker]:
    """Why no feedback can be given on this application."""
    if submission.call.kind != CallKind.IDEAS:
        text = _("A proposal is compared with others: feedback is for ideas only.")
        return [Blocker("not_an_idea", text)]
    if submission.submitted_at is None:
        return [Blocker("not_sent", _("The idea has not been sent yet."))]
    if submission.state == SubmissionState.WITHDRAWN:
        return [Blocker("withdrawn", _("The idea was withdrawn."))]
    return []


@transaction.atomic
def give_feedback(*, submission_id: UUID, text: str, by: User) -> IdeaFeedback:
    """Tell the network what one thinks of its idea; everybody of it is told.

    Raises ValidationError (field `text`) for an empty text.
    """
    submission = lock(Submission, submission_id)
    refuse(feedback_blockers(submission))
    if not text.strip():
        raise ValidationError({"text": _("Write what you want to tell the network.")})
    office = next(role for role in GIVES_FEEDBACK if people.has_role(by, role))
    feedback = IdeaFeedback.objects.create(
        submission=submission,
        text=text.strip(),
        office=office,
        written_at=clock.now(),
        written_by=by,
    )
    record(feedback, Verb.CREATE, by=by, data={"idea": submission.number, "office": office})
    FeedbackGiven(feedback).queue()
    return feedback


@transaction.atomic
def read_feedback(*, submission_id: UUID, by: User) -> int:
    """Somebody of the network says that it was read; answers how many were new."""
    submission = lock(Submission, submission_id)
    unread = feedback_of(submission).filter(read_at__isnull=True).order_by()
    count = unread.update(read_at=clock.now(), read_by=by)
    if count:
        record(submission, Verb.READ, by=by, data={"what": "feedback", "count": count})
    return count
