"""Who looks after an application, and reminders to who is still writing one: both for many at a time.

Neither changes anything for the applicant: an application is examined in the same way whoever follows it.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls import queries
from calls.enums import Moment
from calls.models import Call, DraftReminder, Handling, Submission
from calls.overview_notices import DraftReminded, HandlingAssigned
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries as people
from core.people.enums import RoleName

ONCE_EVERY = timedelta(hours=24)
AT_MOST = 500
"""Rows of one act: more would hold their locks too long, and nobody reads such a preview."""


def assign_blockers(person: User | None) -> list[Blocker]:
    if person is None or people.has_role(person, RoleName.FACILITATOR, RoleName.COORDINATOR):
        return []
    text = _("Only a facilitator or a coordinator can look after an application.")
    return [Blocker("not_a_facilitator", text)]


@transaction.atomic
def assign_submissions(
    *, call_id: UUID, submission_ids: Collection[UUID], person: User | None, by: User
) -> int:
    """Give these applications of the call to one person, or to nobody; how many changed hands."""
    refuse([*assign_blockers(person), *_too_many(submission_ids)])
    lock(Call, call_id)
    rows = _of_call(call_id, submission_ids)
    held = dict(Handling.objects.filter(submission__in=rows).values_list("submission", "person"))
    moved = [row for row in rows if held.get(row.pk) != (person.pk if person else None)]
    Handling.objects.filter(submission__in=moved).delete()
    if person is not None:
        Handling.objects.bulk_create(
            Handling(submission=row, person=person, assigned_at=clock.now(), assigned_by=by)
            for row in moved
        )
    for row in moved:
        data = {"person": person.pk if person else None, "from": held.get(row.pk)}
        record(row, Verb.ASSIGN, by=by, data=data)
    if moved and person is not None and person.pk != by.pk:
        HandlingAssigned(moved, person, by=by).queue()
    return len(moved)


def remind_blockers(call: Call) -> list[Blocker]:
    if queries.moment_of(call) == Moment.OPEN:
        return []
    return [Blocker("call_not_open", _("Who writes is reminded while the call is open."))]


def to_remind(rows: Sequence[Submission]) -> tuple[list[Submission], list[Submission]]:
    """Of `rows`: what is being written and may be reminded of now, and what was within a day."""
    written = [row for row in rows if row.is_being_written]
    since = clock.now() - ONCE_EVERY
    recent = set(
        DraftReminder.objects.filter(submission__in=written, sent_at__gt=since)
        .order_by()
        .values_list("submission", flat=True)
    )
    fresh = [row for row in written if row.pk not in recent]
    return fresh, [row for row in written if row.pk in recent]


@transaction.atomic
def remind_writers(
    *, call_id: UUID, submission_ids: Collection[UUID], note: str, by: User
) -> list[Submission]:
    """One e-mail to each person who writes in one of these drafts, with `note` if there is one.

    Answers the drafts that were reminded of: whoever was within a day is left in peace.
    """
    call = lock(Call, call_id)
    refuse([*remind_blockers(call), *_too_many(submission_ids)])
    fresh, _recent = to_remind(_of_call(call_id, submission_ids))
    if not fresh:
        text = _("None of these is a draft, or each was reminded of within a day.")
        refuse([Blocker("nobody_to_remind", text)])
    now = clock.now()
    DraftReminder.objects.bulk_create(
        DraftReminder(submission=row, note=note.strip(), sent_at=now, sent_by=by) for row in fresh
    )
    for row in fresh:
        DraftReminded(row, note=note.strip()).queue()
    record(call, Verb.SEND, by=by, data={"what": "reminder", "drafts": len(fresh)})
    return fresh


def _of_call(call_id: UUID, keys: Collection[UUID]) -> list[Submission]:
    rows = Submission.objects.filter(call=call_id, pk__in=keys)
    found = rows.select_related("call__programme", "network", "territory").order_by("pk")
    return list(found[:AT_MOST])


def _too_many(keys: Collection[UUID]) -> list[Blocker]:
    if len(keys) <= AT_MOST:
        return []
    text = _("At most %(most)d applications at a time: narrow the list first.") % {"most": AT_MOST}
    return [Blocker("too_many", text)]
