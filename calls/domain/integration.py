"""Requests to complete an application (*soccorso istruttorio*, L. 241/1990 art. 6 c. 1 b; C5).

A facilitator names the questions that reopen, says what is missing and until when; nothing else reopens,
also not in the database. What was sent counts until the network sends again, and stays beside it. What is
judged on its merit never reopens: nobody improves what is compared. One request is open at a time.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calls import integration_dates as dates
from calls import queries
from calls.domain.admissibility import check_blockers, tie_blockers
from calls.domain.sending import keep_completion, return_to_last_sending
from calls.enums import SUBMISSION_MOVES, CallState, SubmissionState
from calls.integration_enums import INTEGRATION_DAYS_MOST, INTEGRATION_MOVES, IntegrationState
from calls.integration_notices import (
    IntegrationAnswered,
    IntegrationCancelled,
    IntegrationExpired,
    IntegrationReceived,
    IntegrationRequested,
)
from calls.models import IntegrationRequest, Receipt, Submission
from calls.queries import integration as found
from core.access import clock, hands
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.pdf import ask_pdf
from core.questionnaires import queries as questionnaires
from core.questionnaires.domain import sheets
from core.questionnaires.domain.sheets import Saved
from core.questionnaires.models import AnswerSheet
from core.ui.wording import day_text, local_date


def request_blockers(submission: Submission, by: User) -> list[Blocker]:
    """Why nothing can be asked of the network now: as for a decision, since this stands before it."""
    blockers = check_blockers(submission, by)
    if not blockers and found.pending_exclusion(submission) is not None:
        text = _("An exclusion was announced: the network answers that first.")
        blockers = [Blocker("exclusion_announced", text)]
    return blockers


def term_blockers(submission: Submission, due_at: datetime) -> list[Blocker]:
    """Why this is no term for an answer: shorter than the call promises, or longer than the law allows."""
    rule = found.examination_rule(submission.call)
    today, day = clock.today(), local_date(due_at)
    if day < today + timedelta(days=rule.integration_days):
        text = _("The network has at least %(days)s days: not before %(day)s.") % {
            "days": rule.integration_days,
            "day": day_text(today + timedelta(days=rule.integration_days)),
        }
        return [Blocker("term_too_short", text)]
    if day > today + timedelta(days=INTEGRATION_DAYS_MOST):
        text = _(
            "What is missing suspends the procedure for %(days)s days at most: by %(day)s."
        ) % {
            "days": INTEGRATION_DAYS_MOST,
            "day": day_text(today + timedelta(days=INTEGRATION_DAYS_MOST)),
        }
        return [Blocker("term_too_long", text)]
    return []


@transaction.atomic
def request_integration(
    *, submission_id: UUID, questions: Iterable[str], words: str, due_at: datetime, by: User
) -> IntegrationRequest:
    """Reopen these questions until `due_at`; those that depend on them reopen with them.

    Raises ValueError for a question that `reopenable` does not name.
    """
    submission = lock(Submission, submission_id)
    rule = found.examination_rule(submission.call)
    offered = [row for _section, rows in found.reopenable(submission, rule) for row in rows]
    chosen = set(questions)
    blockers = request_blockers(submission, by) or term_blockers(submission, due_at)
    if not chosen:
        blockers.append(Blocker("no_questions", _("Choose at least one question to reopen.")))
    if not words.strip():
        blockers.append(Blocker("no_words", _("Say what is missing: the network reads it.")))
    refuse(blockers)
    if unknown := chosen - {row.key for row in offered}:
        raise ValueError(sorted(unknown)[0])
    sending = queries.last_sending(submission)
    assert sending is not None
    if submission.reopened_at:
        return_to_last_sending(submission)
    everything = questionnaires.load(sending.sheet).questions
    keys = [key for key in found.with_dependents(everything, chosen) if key not in rule.untouchable]
    request = IntegrationRequest.objects.create(
        submission=submission,
        questions=keys,
        words=words.strip(),
        due_at=due_at,
        asked_on=sending,
        sheet=_opened(sending.sheet, keys, by),
        requested_at=clock.now(),
        requested_by=by,
    )
    _move(submission, SubmissionState.TO_INTEGRATE)
    data = {"number": submission.number, "questions": keys, "due": due_at}
    record(submission, Verb.REQUEST, by=by, data=data)
    dates.remind_of_integration(request)
    IntegrationRequested(request).queue()
    return request


def _opened(sent: AnswerSheet, keys: list[str], by: User) -> AnswerSheet:
    """A copy of what was sent in which only these questions are open."""
    copy = sheets.start_sheet(sent.version, by=by)
    sheets.copy_answers(source=sent, target_id=copy.pk, by=by)
    sheets.lock_sheet(sheet_id=copy.pk, by=by)
    return sheets.unlock_sheet(sheet_id=copy.pk, by=by, only=keys)


def write_blockers(request: IntegrationRequest) -> list[Blocker]:
    """Why the reopened questions can't be answered now."""
    call = request.submission.call
    if call.state in {CallState.CANCELLED, CallState.ARCHIVED}:
        return [Blocker("call_over", _("The call is over."))]
    if request.state == IntegrationState.ANSWERED:
        return [Blocker("answered", _("This request is answered: what you sent is with the body."))]
    if request.state != IntegrationState.OPEN:
        return [Blocker("closed", _("This request is closed."))]
    if clock.now() > request.due_at:
        text = _("The term ended on %(day)s: what you had sent counts.") % {
            "day": day_text(request.due_at)
        }
        return [Blocker("too_late", text, hands.facilitators())]
    return []


@transaction.atomic
def save_integration(
    *, request_id: UUID, answers: Mapping[str, Any], base_revision: int, by: User, **options: Any
) -> Saved:
    """Merge answers into the reopened questions; others are refused (C5)."""
    request = lock(IntegrationRequest, request_id)
    refuse(write_blockers(request))
    return sheets.save_answers(request.sheet_id, answers, base_revision, by=by, **options)


def answer_blockers(request: IntegrationRequest, words: str = "") -> list[Blocker]:
    """Why the answer can't be sent now; an answer changes something, or says why nothing changes."""
    if blockers := write_blockers(request):
        return blockers
    who = pgettext("who", "whoever writes in the draft")
    blockers = [
        Blocker(f"missing:{lack.question_key}", f"{lack.label}: {lack.message}", who)
        for lack in questionnaires.missing(request.sheet)
    ]
    unchanged = not questionnaires.diff(request.asked_on.sheet, request.sheet)
    if not blockers and unchanged and not words.strip():
        text = _("Nothing is changed yet: change an answer, or write why it stays as it is.")
        blockers.append(Blocker("nothing_changed", text, who))
    return blockers


@transaction.atomic
def answer_integration(*, request_id: UUID, by: User, words: str = "") -> Receipt:
    """Send what was completed: a further sending, with its receipt, goes back to the facilitators."""
    request = _locked(request_id)
    submission = request.submission
    refuse(answer_blockers(request, words))
    submission.sheet = sheets.lock_sheet(sheet_id=request.sheet_id, by=by)
    _move(submission, SubmissionState.SUBMITTED)
    receipt = keep_completion(submission, now=clock.now(), by=by)
    request.answer = receipt.sending
    _close(request, IntegrationState.ANSWERED, by=by, words=words)
    data = {"number": receipt.number, "sha256": receipt.sha256}
    record(submission, Verb.COMPLETE, by=by, data=data)
    dates.meet_integration(request)
    IntegrationReceived(receipt).queue()
    IntegrationAnswered(request).queue()
    ask_pdf("calls.receipt", about=receipt, by=by)
    return receipt


@transaction.atomic
def expire_integration(*, request_id: UUID) -> bool:
    """Let a request that nobody answered end with its term; answers whether there was anything to do."""
    request = _locked(request_id)
    submission = request.submission
    if request.state != IntegrationState.OPEN or clock.now() <= request.due_at:
        return False
    _close(request, IntegrationState.EXPIRED, by=None)
    _move(submission, SubmissionState.SUBMITTED)
    record(submission, Verb.EXPIRE, by=None, data={"what": "integration"})
    dates.drop_integration(request)
    IntegrationExpired(request).queue()
    return True


def cancel_blockers(request: IntegrationRequest, by: User) -> list[Blocker]:
    """Why this person can't take the request back: who is tied could not have made it either (C7)."""
    if request.state != IntegrationState.OPEN:
        return [Blocker("closed", _("This request is closed."))]
    return tie_blockers(request.submission, by)


@transaction.atomic
def cancel_integration(*, request_id: UUID, by: User, reason: str) -> IntegrationRequest:
    """Take the request back, with the reason: the application is to be checked as it was sent."""
    request = _locked(request_id)
    submission = request.submission
    blockers = cancel_blockers(request, by)
    if not blockers and not reason.strip():
        blockers = [Blocker("no_reason", _("Write why the request is taken back."))]
    refuse(blockers)
    _close(request, IntegrationState.CANCELLED, by=by, words=reason)
    _move(submission, SubmissionState.SUBMITTED)
    record(submission, Verb.CANCEL, by=by, data={"what": "integration"})
    dates.drop_integration(request)
    IntegrationCancelled(request).queue()
    return request


def _locked(request_id: UUID) -> IntegrationRequest:
    """The request, behind its application's lock."""
    rows = IntegrationRequest.objects.values_list("submission_id", flat=True)
    submission = lock(Submission, rows.get(pk=request_id))
    request = lock(IntegrationRequest, request_id)
    request.submission = submission
    return request


def _close(
    request: IntegrationRequest, state: IntegrationState, *, by: User | None, words: str = ""
) -> None:
    assert state in INTEGRATION_MOVES[IntegrationState(request.state)]
    request.state = state
    request.closed_at, request.closed_by = clock.now(), by
    request.closing_words = words.strip()
    request.save()


def _move(submission: Submission, state: SubmissionState) -> None:
    assert state in SUBMISSION_MOVES[SubmissionState(submission.state)]
    submission.state = state
    submission.save()
