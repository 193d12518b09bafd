"""Everything that has a date, in one table, kept by the verbs that move the dates.

A verb that opens, extends, meets or cancels something calls these in its own transaction. Terms are
civil days in Italy; a month that has no day yet stays a month (R11).
"""

from datetime import date, datetime, timedelta

from django.db import models

from core.access.clock import ROME, now, today
from core.notices.domain.working_days import on_or_after, on_or_before
from core.notices.enums import WITHOUT_A_DAY, DeadlinePrecision
from core.notices.kinds import DEADLINE_KINDS
from core.notices.models import Deadline
from core.ui.bilingual import Bilingual


def set_deadline(
    *,
    about: models.Model,
    kind: str,
    title: Bilingual,
    path: str,
    at: datetime | None = None,
    on: date | None = None,
    precision: DeadlinePrecision | None = None,
) -> Deadline:
    """Set or move the date of `kind` for a row of the open programme; it is open again.

    Give an aware instant `at`, or a civil day `on` (with a month's precision its day is dropped), or
    neither for something whose date is not known yet. Raises ValueError for anything else.
    """
    if at is not None and (on is not None or at.tzinfo is None):
        raise ValueError("A deadline is an aware instant or a day, not both.")
    exactness = precision or _precision_of(at, on)
    day = on.replace(day=1) if on and exactness in WITHOUT_A_DAY else on
    deadline, _ = Deadline.objects.update_or_create(
        label=about._meta.label,
        object_id=about.pk,
        kind=kind,
        defaults={
            "title": title,
            "path": path,
            "at": at,
            "on": day,
            "precision": exactness,
            "set_at": now(),
            "met_at": None,
            "dropped_at": None,
            "remind_on": None,
        },
    )
    schedule_reminder(deadline, after=None)
    return deadline


def meet_deadline(*, about: models.Model, kind: str) -> None:
    """What was due has been done: no more reminders; nothing happens if there is no such deadline."""
    _open(about, kind).update(met_at=now(), remind_on=None)


def drop_deadline(*, about: models.Model, kind: str) -> None:
    """What was due is due no more (cancelled, withdrawn)."""
    _open(about, kind).update(dropped_at=now(), remind_on=None)


def schedule_reminder(deadline: Deadline, *, after: date | None) -> None:
    """Write the next day on which a reminder leaves: the first one after `after`, None for any.

    A rule whose day had passed when the date was set is not made up for.
    """
    known_on = deadline.set_at.astimezone(ROME).date()
    days = [day for _, day in reminder_days(deadline) if day >= known_on]
    deadline.remind_on = min((day for day in days if after is None or day > after), default=None)
    deadline.save(update_fields=["remind_on"])


def reminder_days(deadline: Deadline) -> list[tuple[int, date]]:
    """Each rule of the deadline's kind with the working day on which it is carried out.

    A reminder before the term moves back to a working day, one after it moves on to the next.
    """
    known = DEADLINE_KINDS.get(deadline.kind)
    due = deadline.day
    if known is None or due is None or deadline.precision in WITHOUT_A_DAY:
        return []
    days = [(rule, due - timedelta(days=rule)) for rule in known.rules]
    return [(rule, on_or_before(day) if rule >= 0 else on_or_after(day)) for rule, day in days]


def rule_for(deadline: Deadline, day: date) -> int | None:
    """The rule to carry out on `day`: the last one whose day has come, since an outage skips the rest.

    None if no rule has come, or all had passed when the date was set.
    """
    known_on = deadline.set_at.astimezone(ROME).date()
    come = [(when, -rule) for rule, when in reminder_days(deadline) if known_on <= when <= day]
    return -max(come)[1] if come else None


def days_left(deadline: Deadline) -> int | None:
    """Civil days from today to the term, negative when it is past; None without a day."""
    if deadline.day is None or deadline.precision in WITHOUT_A_DAY:
        return None
    return (deadline.day - today()).days


def _precision_of(at: datetime | None, on: date | None) -> DeadlinePrecision:
    if at is not None:
        return DeadlinePrecision.INSTANT
    return DeadlinePrecision.UNDATED if on is None else DeadlinePrecision.DAY


def _open(about: models.Model, kind: str) -> models.QuerySet[Deadline]:
    return Deadline.objects.filter(
        label=about._meta.label, object_id=about.pk, kind=kind, met_at=None, dropped_at=None
    )
