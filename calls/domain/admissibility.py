"""Admissibility (*verifica di ammissibilità*): formal requirements, before anybody reads for merit (C6).

The portal checks what it can and a person decides; an exclusion has a reason of the call's own list and
words for the applicant (L. 241/1990 art. 3). Every decision stays in the record, also one that was taken
back; nobody decides on a network to which they are tied.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calls import queries
from calls.domain.sending import return_to_last_sending
from calls.enums import (
    SUBMISSION_MOVES,
    CallKind,
    CallState,
    ExclusionReason,
    Moment,
    SubmissionState,
    Verdict,
)
from calls.integration_dates import drop_observations
from calls.integration_enums import ExclusionState
from calls.models import AdmissibilityDecision, Call, Submission
from calls.outcomes import AdmissibilityTakenBack, SubmissionAdmitted, SubmissionExcluded
from calls.queries import admissibility as checks
from calls.queries import integration
from calls.queries.rankings import has_had_seat
from core.access import clock, hands
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries as people
from core.people.models import Network
from core.ui.wording import day_text

UNDOABLE = frozenset({SubmissionState.ADMISSIBLE, SubmissionState.INADMISSIBLE})


def check_blockers(submission: Submission, by: User) -> list[Blocker]:
    """Why this person cannot decide on the admissibility of this application now."""
    call = submission.call
    if call.kind != CallKind.PROPOSALS:
        return [Blocker("idea", _("Ideas are open and light: they are not checked."))]
    if call.state not in {CallState.PUBLISHED, CallState.CLOSED}:
        return [Blocker("call_over", _("The call is over: nothing is decided on it any more."))]
    if submission.state in UNDOABLE:
        text = _("It was decided already: take that decision back first.")
        return [Blocker("already_checked", text, hands.facilitators())]
    if submission.state not in checks.TO_CHECK:
        return [Blocker("not_to_check", _("Only an application that was sent is checked."))]
    window = queries.window_of(call, submission.territory_id)
    if window.moment(clock.now()) != Moment.CLOSED:
        return [Blocker("call_open", _("The call is still open: it is checked after the close."))]
    return _being_completed(submission) or tie_blockers(submission, by)


def _being_completed(submission: Submission) -> list[Blocker]:
    request = integration.open_request(submission)
    if request is None:
        return []
    text = _("The network is completing it until %(day)s: nothing is decided before.") % {
        "day": day_text(request.due_at)
    }
    return [Blocker("being_completed", text, hands.network())]


def tie_blockers(submission: Submission, by: User) -> list[Blocker]:
    """Nobody decides on a network to which they are tied, whatever the tie."""
    return ties_blockers([submission.network], by)


def ties_blockers(networks: Iterable[Network], by: User) -> list[Blocker]:
    """One blocker for each network to which the person is tied. Two queries, whatever their number."""
    rows = list(networks)
    ties = people.ties_by_network(by, rows)
    text = _("You can't decide on %(network)s, because of a tie with it: %(ties)s.")
    return [
        Blocker(
            "tied",
            text
            % {
                "network": row.name,
                "ties": ", ".join(sorted({str(tie.kind.label) for tie in ties[row.pk]})),
            },
            pgettext("who", "a colleague without ties"),
        )
        for row in rows
        if ties.get(row.pk)
    ]


def had_seat_blockers(call: Call, by: User) -> list[Blocker]:
    """Whoever sat in the commission decides nothing on what came of its scores."""
    if not has_had_seat(by, call):
        return []
    text = _("You have a seat in the commission of this call: somebody else decides.")
    return [Blocker("has_seat", text, hands.another_official())]


@transaction.atomic
def admit_submission(*, submission_id: UUID, by: User, note: str = "") -> Submission:
    """Let the application go to the commission. Where a point of the list fails, `note` says why even so."""
    submission = lock(Submission, submission_id)
    checklist = checks.checklist_of(submission)
    found = check_blockers(submission, by)
    if not found and not checklist.passed and not note.strip():
        text = _("A point of the list does not hold: write why it is admitted even so.")
        found = [Blocker("note_needed", text)]
    refuse(found)
    _decide(submission, SubmissionState.ADMISSIBLE, by=by)
    decision = _keep(submission, Verdict.ADMITTED, words=note, checklist=checklist, by=by)
    _conclude_notice(submission, decision)
    record(submission, Verb.ADMIT, by=by, data={"number": submission.number})
    SubmissionAdmitted(submission).queue()
    return submission


@transaction.atomic
def admit_all(*, call_id: UUID, by: User) -> list[Submission]:
    """Admit every application whose list holds in full; the others, and those of tied networks, wait."""
    call = Call.objects.get(pk=call_id)
    passing, _waiting = sorted_out(call, by)
    return [admit_submission(submission_id=row.pk, by=by) for row in passing]


def sorted_out(call: Call, by: User) -> tuple[list[Submission], list[tuple[Submission, str]]]:
    """What `admit_all` would admit, and what waits for a person, with why. In the order of the numbers."""
    rows = checks.to_check(call).select_related("call", "lead", "network", "territory")
    found = list(rows.order_by("number", "pk"))
    lists = checks.checklists(call, found)
    ties = people.ties_by_network(by, [row.network for row in found])
    announced = integration.with_pending_exclusion(call)
    passing: list[Submission] = []
    waiting: list[tuple[Submission, str]] = []
    for row in found:
        failed = lists[row.pk].failed
        if ties.get(row.network_id):
            waiting.append((row, _("You are tied to this network: a colleague decides.")))
        elif row.state == SubmissionState.TO_INTEGRATE:
            waiting.append((row, _("The network is completing it.")))
        elif row.pk in announced:
            waiting.append((row, _("An exclusion was announced: decide on it by itself.")))
        elif failed:
            waiting.append((row, _failing(failed)))
        else:
            passing.append(row)
    return passing, waiting


def _failing(failed: Iterable[checks.Check]) -> str:
    """What does not hold, apart from what nobody has read yet."""
    found = list(failed)
    fails = [check.label for check in found if not check.unread]
    unread = [check.label for check in found if check.unread]
    words = []
    if fails:
        words.append(_("Does not hold: %(points)s.") % {"points": "; ".join(fails)})
    if unread:
        words.append(_("Still to be read: %(points)s.") % {"points": "; ".join(unread)})
    return " ".join(words)


@transaction.atomic
def exclude_submission(
    *, submission_id: UUID, by: User, reason: ExclusionReason, words: str, answer: str = ""
) -> Submission:
    """Exclude the application, for a reason of the call's list and in words that the network reads.

    Where the call offers observations they come first; `answer` says why they were not enough.
    """
    submission = lock(Submission, submission_id)
    found = check_blockers(submission, by) or exclude_now_blockers(submission, answer)
    if not found and reason not in checks.exclusion_reasons(submission.call):
        found = [Blocker("reason_unknown", _("This call does not know that reason."))]
    if not found and not words.strip():
        found = [Blocker("no_words", _("An exclusion is explained to whoever it concerns."))]
    refuse(found)
    checklist = checks.checklist_of(submission)
    submission.exclusion_reason = reason
    _decide(submission, SubmissionState.INADMISSIBLE, by=by)
    decision = _keep(
        submission, Verdict.EXCLUDED, reason=reason, words=words, checklist=checklist, by=by
    )
    _conclude_notice(submission, decision, answer=answer)
    data = {"number": submission.number, "reason": reason}
    record(submission, Verb.EXCLUDE, by=by, data=data)
    SubmissionExcluded(decision).queue()
    return submission


def exclude_now_blockers(submission: Submission, answer: str | None = None) -> list[Blocker]:
    """Why the exclusion can't be final yet, where the call offers observations.

    `answer` is that to the observations; None leaves the question open, for pages.
    """
    notice = integration.pending_exclusion(submission)
    if notice is None:
        if not integration.examination_rule(submission.call).offers_observations:
            return []
        text = _("This call offers observations: the exclusion is announced first.")
        return [Blocker("not_announced", text)]
    if notice.state == ExclusionState.OPEN and clock.now() <= notice.due_at:
        text = _("The network can answer until %(day)s: it is excluded after that.") % {
            "day": day_text(notice.due_at)
        }
        return [Blocker("term_running", text, hands.network())]
    if notice.observed_at and answer is not None and not answer.strip():
        text = _("The network sent observations: say why they are not enough.")
        return [Blocker("no_answer", text)]
    return []


def _conclude_notice(
    submission: Submission, decision: AdmissibilityDecision, *, answer: str = ""
) -> None:
    notice = integration.pending_exclusion(submission)
    if notice is None:
        return
    notice.state, notice.decision = ExclusionState.CONCLUDED, decision
    notice.answer = answer.strip()
    notice.save()
    drop_observations(notice)


def undo_blockers(submission: Submission, by: User) -> list[Blocker]:
    """Until the commission opens: afterwards somebody has relied on the list of what is examined."""
    if submission.state not in UNDOABLE:
        return [Blocker("not_checked", _("There is no decision to take back."))]
    if checks.commission_has_opened(submission.call):
        text = _("The commission has opened: a decision on admissibility is no longer taken back.")
        return [Blocker("commission_opened", text)]
    return tie_blockers(submission, by)


@transaction.atomic
def undo_admissibility(*, submission_id: UUID, by: User, note: str) -> Submission:
    """Take the decision back, with the reason; the application waits for another one."""
    submission = lock(Submission, submission_id)
    found = undo_blockers(submission, by)
    if not found and not note.strip():
        found = [Blocker("no_reason", _("Write why the decision is taken back."))]
    refuse(found)
    AdmissibilityTakenBack(_take_back(submission, words=note, by=by)).queue()
    return submission


def take_back_by_review(submission: Submission, *, words: str, by: User) -> None:
    """An exclusion falls because a review of it was accepted, also after the commission has opened.

    Part of that verb, which holds the lock and tells the network.
    """
    _take_back(submission, words=words, by=by)


def _take_back(submission: Submission, *, words: str, by: User) -> AdmissibilityDecision:
    was = submission.state
    assert SubmissionState.SUBMITTED in SUBMISSION_MOVES[SubmissionState(was)]
    submission.state = SubmissionState.SUBMITTED
    submission.exclusion_reason = ""
    submission.checked_at = submission.checked_by = None
    submission.save()
    record(submission, Verb.REVERSE, by=by, data={"number": submission.number, "from": was})
    return _keep(submission, Verdict.TAKEN_BACK, words=words, by=by)


def _decide(submission: Submission, state: SubmissionState, *, by: User) -> None:
    assert state in SUBMISSION_MOVES[SubmissionState(submission.state)]
    if submission.reopened_at:
        return_to_last_sending(submission)
    submission.state = state
    submission.checked_at, submission.checked_by = clock.now(), by
    submission.save()


def _keep(
    submission: Submission,
    verdict: Verdict,
    *,
    by: User,
    words: str,
    reason: str = "",
    checklist: checks.Checklist | None = None,
) -> AdmissibilityDecision:
    return AdmissibilityDecision.objects.create(
        submission=submission,
        verdict=verdict,
        reason=reason,
        words=words.strip(),
        checks=checklist.as_json() if checklist else {},
        decided_at=clock.now(),
        decided_by=by,
    )
