"""Requests for review (*istanza di riesame*) of a final ranking, and what follows from them (C10, C12).

A network that was not selected, or was excluded, may ask the body to look again, once for each ranking and
within the term of the call; the metropolitan official answers within thirty days (L. 241/1990 art. 2). What
is accepted never touches the ranking itself: a new one cites it. An appeal to the court is another way.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from calls import integration_dates as dates
from calls.domain.admissibility import had_seat_blockers, take_back_by_review, tie_blockers
from calls.enums import CallState, SubmissionState
from calls.integration_enums import REVIEW_ANSWER_DAYS, REVIEW_MOVES, ReviewState
from calls.integration_notices import ReviewAccepted, ReviewAnswered, ReviewRequested
from calls.models import ReviewRequest, Submission
from calls.queries import integration as found
from core.access import clock, hands
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.files import store
from core.documents.enums import Visibility
from core.notices.domain.working_days import on_or_after
from core.ui.wording import day_text

REVIEWABLE = frozenset(
    {SubmissionState.RESERVE, SubmissionState.NOT_ELIGIBLE, SubmissionState.INADMISSIBLE}
)
"""Who was not selected, or was excluded."""


def request_blockers(submission: Submission) -> list[Blocker]:
    """Why no review can be asked now."""
    if submission.call.state in {CallState.CANCELLED, CallState.ARCHIVED}:
        return [Blocker("call_over", _("The call is over."))]
    if submission.state not in REVIEWABLE:
        text = _("Only a proposal without a place, or an excluded one, asks for a review.")
        return [Blocker("not_reviewable", text)]
    ranking = found.final_ranking_of(submission)
    if ranking is None:
        text = _("The ranking is not final yet: a review is asked of the final one.")
        return [Blocker("no_ranking", text, hands.official())]
    if submission.review_requests.filter(ranking=ranking).exists():
        return [Blocker("asked", _("You asked for a review of this ranking already."))]
    ends = found.review_ends_at(ranking)
    if clock.now() > ends:
        text = _("The term for a review ended on %(day)s.") % {"day": day_text(ends)}
        return [Blocker("too_late", text)]
    return []


@transaction.atomic
def request_review(
    *, submission_id: UUID, text: str, by: User, upload: "File[Any] | None" = None
) -> ReviewRequest:
    """Ask the body to look again. Raises ValidationError for a bad file."""
    submission = lock(Submission, submission_id)
    blockers = request_blockers(submission)
    if not blockers and not text.strip():
        blockers = [Blocker("no_text", _("Write what you ask, and why."))]
    refuse(blockers)
    ranking = found.final_ranking_of(submission)
    assert ranking is not None
    document = None
    if upload is not None:
        document = store(
            upload,
            about=submission,
            by=by,
            title=_("Request for review"),
            visibility=Visibility.PARTIES,
            kind="calls.review",
        )
    review = ReviewRequest.objects.create(
        submission=submission,
        ranking=ranking,
        text=text.strip(),
        document=document,
        requested_at=clock.now(),
        requested_by=by,
        answer_due_on=on_or_after(clock.today() + timedelta(days=REVIEW_ANSWER_DAYS)),
    )
    data = {"number": submission.number, "ranking": ranking.number}
    record(submission, Verb.REQUEST, by=by, data=data)
    dates.remind_of_review(review)
    ReviewRequested(review).queue()
    return review


def answer_blockers(review: ReviewRequest, by: User) -> list[Blocker]:
    """Why this person can't answer this request now."""
    if review.state != ReviewState.SUBMITTED:
        return [Blocker("answered", _("This request has its answer."))]
    return had_seat_blockers(review.ranking.call, by) + tie_blockers(review.submission, by)


@transaction.atomic
def answer_review(*, review_id: UUID, accepted: bool, answer: str, by: User) -> ReviewRequest:
    """Answer with reasons. An accepted review of an exclusion takes the exclusion back; any accepted one
    lets scores change again and waits for a ranking that cites this one."""
    submission_id = ReviewRequest.objects.values_list("submission_id", flat=True).get(pk=review_id)
    submission = lock(Submission, submission_id)
    review = lock(ReviewRequest, review_id)
    review.submission = submission
    blockers = answer_blockers(review, by)
    if not blockers and not answer.strip():
        blockers = [Blocker("no_answer", _("An answer has its reasons: the network reads them."))]
    refuse(blockers)
    state = ReviewState.ACCEPTED if accepted else ReviewState.REJECTED
    assert state in REVIEW_MOVES[ReviewState(review.state)]
    review.state = state
    review.answer = answer.strip()
    review.answered_at, review.answered_by = clock.now(), by
    review.save()
    data = {"number": submission.number, "ranking": review.ranking.number}
    record(submission, Verb.ACCEPT if accepted else Verb.REJECT, by=by, data=data)
    dates.meet_review(review)
    if accepted and submission.state == SubmissionState.INADMISSIBLE:
        take_back_by_review(submission, words=review.answer, by=by)
    ReviewAnswered(review).queue()
    if accepted:
        ReviewAccepted(review).queue()
    return review
