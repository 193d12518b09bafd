"""A place that becomes free: renounced by its proposal or lost with its revoked project, then taken by the
next in line (*scorrimento*, C9)."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.domain.admissibility import had_seat_blockers, tie_blockers
from calls.domain.place_uses import leave_blockers, leave_place
from calls.domain.rankings import act_blockers
from calls.enums import SUBMISSION_MOVES, SubmissionState
from calls.models import Advance, Call, Ranking, Submission
from calls.outcomes import PlaceLost, PlaceRenounced, ProposalSelected
from calls.queries import rankings as queries
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.programmes.models import Territory


def renounce_blockers(submission: Submission) -> list[Blocker]:
    """Whether it has a place, or stands in line, and nothing approved is built on it."""
    if SubmissionState.RENOUNCED in SUBMISSION_MOVES[SubmissionState(submission.state)]:
        return leave_blockers(submission)
    if submission.state == SubmissionState.RENOUNCED:
        return [Blocker("renounced", _("The place was renounced already."))]
    text = _("Only a proposal that is selected, or eligible without a place, can be renounced.")
    return [Blocker("no_place", text)]


@transaction.atomic
def renounce_submission(*, submission_id: UUID, by: User, reason: str) -> Submission:
    """Leave the place, or the line, for good. It stays in the record with its reason (C12).

    What a part above began on the place ends with it: a project in design lapses.
    """
    submission = lock_with_call(submission_id)
    found = renounce_blockers(submission)
    if not found and not reason.strip():
        found = [
            Blocker("no_reason", _("Write why: whoever decides on the next in line reads it."))
        ]
    refuse(found)
    was = submission.state
    _leave(submission, reason=reason, by=by)
    leave_place(submission, reason=submission.renounce_reason, by=by)
    record(submission, Verb.RENOUNCE, by=by, data={"number": submission.number, "from": was})
    PlaceRenounced(submission, by=by).queue()
    return submission


@transaction.atomic
def lose_place(*, submission_id: UUID, by: User, reason: str) -> Submission:
    """What stood on the place was ended by an act: the place is free for the next in line.

    For the part above that ends it, in the same transaction; a proposal without a place stays as it is.
    """
    submission = lock_with_call(submission_id)
    if submission.state != SubmissionState.SELECTED:
        return submission
    _leave(submission, reason=reason, by=by)
    data = {"number": submission.number, "from": SubmissionState.SELECTED, "what": "revoked"}
    record(submission, Verb.RENOUNCE, by=by, data=data)
    PlaceLost(submission, by=by).queue()
    return submission


def lock_with_call(submission_id: UUID) -> Submission:
    """The call first, then the application: whoever also locks what stands on the place does it after."""
    call_id = Submission.objects.values_list("call_id", flat=True).get(pk=submission_id)
    lock(Call, call_id)
    return lock(Submission, submission_id)


def _leave(submission: Submission, *, reason: str, by: User) -> None:
    submission.state = SubmissionState.RENOUNCED
    submission.renounced_at, submission.renounced_by = clock.now(), by
    submission.renounce_reason = reason.strip()
    submission.save()


def select_next_blockers(ranking: Ranking, territory: Territory, by: User) -> list[Blocker]:
    """Why nobody can take the place of this territory now."""
    counting = queries.published_ranking(ranking.call)
    if counting is None or counting.pk != ranking.pk:
        return [Blocker("not_counting", _("Only the ranking that counts gives places."))]
    if queries.free_place(ranking, territory) is None:
        return [Blocker("no_free_place", _("No place is free in this territory."))]
    entry = queries.next_in_line(ranking, territory)
    if entry is None:
        text = _("Nobody is next in line: no other proposal of the territory is eligible.")
        return [Blocker("nobody_next", text)]
    return had_seat_blockers(ranking.call, by) + tie_blockers(entry.submission, by)


@transaction.atomic
def select_next(
    *,
    ranking_id: UUID,
    territory: Territory,
    act_number: str,
    act_date: date,
    act_url: str,
    by: User,
) -> Advance:
    """Give a place that was renounced to the next of its territory, by an act; the ranking stays as it is."""
    call_id = Ranking.objects.values_list("call_id", flat=True).get(pk=ranking_id)
    lock(Call, call_id)
    ranking = Ranking.objects.select_related("call__programme").get(pk=ranking_id)
    found = select_next_blockers(ranking, territory, by)
    found += act_blockers(act_number, act_date, act_url)
    refuse(found)
    left, entry = queries.free_place(ranking, territory), queries.next_in_line(ranking, territory)
    assert left is not None
    assert entry is not None
    taken = lock(Submission, entry.submission_id)
    now = clock.now()
    advance = Advance.objects.create(
        ranking=ranking, territory=territory, renounced=left, selected=taken,
        act_number=act_number.strip(), act_date=act_date, act_url=act_url.strip(),
        decided_at=now, decided_by=by,
    )  # fmt: skip
    taken.state = SubmissionState.SELECTED
    taken.decided_at, taken.decided_by = now, by
    taken.save(update_fields=["state", "decided_at", "decided_by"])
    entry.submission = taken
    record(taken, Verb.SELECT, by=by, data={"number": taken.number, "act_date": act_date})
    ProposalSelected(entry, advance).queue()
    return advance
