"""The notice before exclusion (*preavviso*) and the observations of the network (C6).

Art. 10-bis L. 241/1990 does not bind competitive procedures: it is followed where the call offers it.
The exclusion is announced with its reasons; within the term (ten days at least, which suspend the
procedure) the network answers; then it is admitted, or excluded with an answer to what it observed.
"""

from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from calls import integration_dates as dates
from calls.domain.admissibility import check_blockers
from calls.enums import CallState, ExclusionReason
from calls.integration_enums import EXCLUSION_MOVES, ExclusionState
from calls.integration_notices import ExclusionAnnounced, ObservationsMissed, ObservationsReceived
from calls.models import ExclusionNotice, Submission
from calls.queries import admissibility as checks
from calls.queries import integration as found
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.files import store
from core.documents.enums import Visibility
from core.ui.wording import day_text


def announce_blockers(submission: Submission, by: User) -> list[Blocker]:
    """Why an exclusion can't be announced now; the rest is that of any decision."""
    if not found.examination_rule(submission.call).offers_observations:
        text = _("This call does not offer observations: an exclusion is final at once.")
        return [Blocker("not_offered", text)]
    blockers = check_blockers(submission, by)
    if not blockers and found.pending_exclusion(submission) is not None:
        blockers = [Blocker("announced", _("An exclusion is announced already."))]
    return blockers


@transaction.atomic
def announce_exclusion(
    *, submission_id: UUID, reason: ExclusionReason, words: str, by: User
) -> ExclusionNotice:
    """Tell the network that it is about to be excluded, and why; it may answer until the term ends."""
    submission = lock(Submission, submission_id)
    blockers = announce_blockers(submission, by)
    if not blockers and reason not in checks.exclusion_reasons(submission.call):
        blockers = [Blocker("reason_unknown", _("This call does not know that reason."))]
    if not blockers and not words.strip():
        blockers = [Blocker("no_words", _("An exclusion is explained to whoever it concerns."))]
    refuse(blockers)
    now = clock.now()
    notice = ExclusionNotice.objects.create(
        submission=submission,
        reason=reason,
        words=words.strip(),
        due_at=found.term(now, found.examination_rule(submission.call).observation_days),
        announced_at=now,
        announced_by=by,
    )
    data = {"number": submission.number, "reason": reason, "due": notice.due_at}
    record(submission, Verb.OFFER, by=by, data=data)
    dates.remind_of_observations(notice)
    ExclusionAnnounced(notice).queue()
    return notice


def observe_blockers(notice: ExclusionNotice | None) -> list[Blocker]:
    """Why observations can't be sent now."""
    if notice is None:
        return [Blocker("none", _("No exclusion is announced for this application."))]
    call = notice.submission.call
    if call.state in {CallState.CANCELLED, CallState.ARCHIVED}:
        return [Blocker("call_over", _("The call is over."))]
    if notice.state == ExclusionState.ANSWERED:
        return [Blocker("answered", _("Your observations are with the body already."))]
    if notice.state != ExclusionState.OPEN or clock.now() > notice.due_at:
        text = _("The term for observations ended on %(day)s.") % {"day": day_text(notice.due_at)}
        return [Blocker("too_late", text)]
    return []


@transaction.atomic
def observe_exclusion(
    *, notice_id: UUID, text: str, by: User, upload: "File[Any] | None" = None
) -> ExclusionNotice:
    """Send the observations, with a file if there is one. Raises ValidationError for a bad file."""
    notice = lock(ExclusionNotice, notice_id)
    blockers = observe_blockers(notice)
    if not blockers and not text.strip():
        blockers = [Blocker("no_text", _("Write what you observe."))]
    refuse(blockers)
    if upload is not None:
        notice.document = store(
            upload,
            about=notice.submission,
            by=by,
            title=_("Observations before the exclusion"),
            visibility=Visibility.PARTIES,
            kind="calls.observations",
        )
    _move(notice, ExclusionState.ANSWERED)
    notice.observations = text.strip()
    notice.observed_at, notice.observed_by = clock.now(), by
    notice.save()
    record(notice.submission, Verb.ANSWER, by=by, data={"what": "exclusion"})
    dates.meet_observations(notice)
    ObservationsReceived(notice).queue()
    return notice


@transaction.atomic
def expire_exclusion(*, notice_id: UUID) -> bool:
    """The term is over and nobody observed: the decision goes back to the facilitators."""
    notice = lock(ExclusionNotice, notice_id)
    if notice.state != ExclusionState.OPEN or clock.now() <= notice.due_at:
        return False
    _move(notice, ExclusionState.EXPIRED)
    notice.save()
    record(notice.submission, Verb.EXPIRE, by=None, data={"what": "observations"})
    dates.drop_observations(notice)
    ObservationsMissed(notice).queue()
    return True


def _move(notice: ExclusionNotice, state: ExclusionState) -> None:
    assert state in EXCLUSION_MOVES[ExclusionState(notice.state)]
    notice.state = state
