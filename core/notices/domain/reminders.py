"""Reminds the people a deadline concerns: once each per rule and date, with any number of workers."""

from uuid import UUID

from django.db import transaction

from core.access.clock import now, today
from core.access.models import User
from core.notices.domain.deadlines import rule_for, schedule_reminder
from core.notices.kinds import DEADLINE_KINDS
from core.notices.models import Deadline, ReminderSent
from core.notices.notifications import Reminder


@transaction.atomic
def remind(deadline_id: UUID) -> int:
    """Carry out today's rule of one deadline of the open programme; answer how many were told.

    Another worker that holds the deadline is left to do it.
    """
    deadline = (
        Deadline.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(pk=deadline_id, remind_on__lte=today(), met_at=None, dropped_at=None)
        .first()
    )
    if deadline is None:
        return 0
    rule = rule_for(deadline, today())
    people = _not_yet_told(deadline, rule) if rule is not None and _in_time(deadline, rule) else []
    if people:
        Reminder(deadline, people).queue()
    schedule_reminder(deadline, after=today())
    return len(people)


def _in_time(deadline: Deadline, rule: int) -> bool:
    """Whether it still makes sense: not “today” after the closing instant."""
    return rule < 0 or deadline.at is None or deadline.at > now()


def _not_yet_told(deadline: Deadline, rule: int) -> list[User]:
    """Those concerned, each marked as told; the unique key refuses a second mark."""
    kind, due = DEADLINE_KINDS[deadline.kind], deadline.day
    assert due is not None  # a reminder is scheduled for a day only
    told = ReminderSent.objects.filter(deadline=deadline, rule=rule, due=due)
    known = set(told.order_by("id").values_list("person", flat=True))
    people = {
        person.pk: person
        for person in kind.audience(deadline)
        if person.is_active and person.pk not in known
    }
    ReminderSent.objects.bulk_create(
        ReminderSent(deadline=deadline, person=person, rule=rule, due=due)
        for person in people.values()
    )
    return list(people.values())
