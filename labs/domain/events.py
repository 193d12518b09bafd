"""Verbs of an event: prepared as a draft, published, held, postponed and given a new date, cancelled.

A date known to the month stays a month until somebody gives a day (R11). Lowering the seats takes none
away from anybody; raising them calls the queue (R4, R3).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.fields import refuse_unknown
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.programmes.enums import DatePrecision
from core.programmes.models import Funder
from core.ui.bilingual import Bilingual
from labs import queries
from labs.blockers import (
    cancel_blockers,
    change_blockers,
    hold_blockers,
    postpone_blockers,
    publish_blockers,
    reschedule_blockers,
)
from labs.domain import dates
from labs.domain.queue import call_queue
from labs.enums import EVENT_MOVES, EventKind, EventState
from labs.models import Event, EventPartner, Series
from labs.notifications import EventCancelled, EventPostponed, EventRescheduled

CHANGEABLE = frozenset(
    {
        "kind", "series", "mode", "title", "description", "outputs", "canvas", "starts_on", "ends_on",
        "precision", "capacity", "max_per_network", "needs_confirmation", "registration_closes_at",
        "offer_hours", "position",
    }
)  # fmt: skip
KEY_LENGTH = 40


@transaction.atomic
def create_event(
    *,
    kind: EventKind,
    title: Bilingual,
    by: User | None,
    starts_on: date | None = None,
    precision: DatePrecision = DatePrecision.DAY,
    series: Series | None = None,
    key: str = "",
    partners: Sequence[Funder] = (),
    **fields: Any,
) -> Event:
    """A draft that only the team sees; a co-design table works as a draft, with its own people.

    Of a month only the month is kept. `key` is the address: from the title if none is given. Without
    `by` it comes from a definition. `fields` are those of `CHANGEABLE`.
    """
    refuse_unknown(fields, CHANGEABLE)
    fields["ends_on"] = _shown(fields.get("ends_on"), precision)
    event = Event(
        key=key or _free_key(title),
        kind=kind,
        title=title,
        starts_on=_shown(starts_on, precision),
        precision=precision,
        series=series,
        from_definition=by is None,
        created_at=clock.now(),
        created_by=by,
        **fields,
    )
    event.save()
    _set_partners(event, partners)
    record(event, Verb.CREATE, by=by, data={"kind": kind})
    return event


@transaction.atomic
def change_event(
    *, event_id: UUID, by: User, partners: Sequence[Funder] | None = None, **fields: Any
) -> Event:
    """Change what an event says of itself. More seats are offered to the queue; fewer evict nobody (R4)."""
    refuse_unknown(fields, CHANGEABLE)
    event = lock(Event, event_id)
    refuse(change_blockers(event))
    if "starts_on" in fields or "precision" in fields:
        precision = fields.get("precision", event.precision)
        for name in ("starts_on", "ends_on"):
            fields[name] = _shown(fields.get(name, getattr(event, name)), precision)
    changed = sorted(name for name, value in fields.items() if getattr(event, name) != value)
    for name in changed:
        setattr(event, name, fields[name])
    refuse(_date_blockers(event))
    if partners is not None and _set_partners(event, partners):
        changed.append("partners")
    if changed:
        event.save()
        dates.keep_dates(event)
        record(event, Verb.CHANGE, by=by, data={"fields": changed})
        call_queue(event, by=by)
    return event


@transaction.atomic
def publish_event(*, event_id: UUID, by: User | None) -> Event:
    """Let everybody read it, and register once its day is known."""
    event = lock(Event, event_id)
    refuse(publish_blockers(event))
    _move(event, EventState.PUBLISHED)
    event.published_at = clock.now()
    event.published_by = by
    event.save()
    dates.keep_all(event)
    record(event, Verb.PUBLISH, by=by)
    return event


@transaction.atomic
def hold_event(*, event_id: UUID, by: User) -> Event:
    """Say that it has taken place; who has not come is told apart from who was not marked (R7)."""
    event = lock(Event, event_id)
    refuse(hold_blockers(event))
    _move(event, EventState.HELD)
    event.held_at = clock.now()
    event.held_by = by
    event.save()
    dates.keep_dates(event)
    for session in queries.kept_sessions(event):
        dates.meet_session(session)
    record(event, Verb.COMPLETE, by=by)
    return event


@transaction.atomic
def postpone_event(*, event_id: UUID, reason: Bilingual, by: User) -> Event:
    """Take its date away for now, with a public reason; the sessions to come are cancelled, who is
    registered stays and is told."""
    event = lock(Event, event_id)
    refuse([*postpone_blockers(event), *_reason_blockers(reason)])
    _move(event, EventState.POSTPONED)
    event.postponed_at = clock.now()
    event.postponed_by = by
    event.reason = reason
    event.save()
    for session in queries.coming_sessions(event):
        session.cancelled_at = event.postponed_at
        session.cancelled_by = by
        session.save(update_fields=["cancelled_at", "cancelled_by"])
        dates.keep_session(session)
    dates.keep_dates(event)
    record(event, Verb.POSTPONE, by=by)
    EventPostponed(event, by=by).queue()
    return event


@transaction.atomic
def reschedule_event(
    *,
    event_id: UUID,
    starts_on: date,
    by: User,
    ends_on: date | None = None,
    precision: DatePrecision = DatePrecision.DAY,
) -> Event:
    """Give a postponed event its new date: it is public again as before, and its people are told."""
    event = lock(Event, event_id)
    refuse(reschedule_blockers(event))
    event.starts_on = _shown(starts_on, precision)
    event.ends_on = _shown(ends_on, precision)
    event.precision = precision
    refuse(_date_blockers(event))
    _move(event, EventState.PUBLISHED)
    event.save()
    dates.keep_dates(event)
    record(event, Verb.RESCHEDULE, by=by, data={"from": starts_on, "precision": precision})
    EventRescheduled(event, by=by).queue()
    return event


@transaction.atomic
def cancel_event(*, event_id: UUID, reason: Bilingual, by: User) -> Event:
    """Call it off, with a public reason. Registrations stay as they were, in the record (R5)."""
    event = lock(Event, event_id)
    refuse([*cancel_blockers(event), *_reason_blockers(reason)])
    _move(event, EventState.CANCELLED)
    event.cancelled_at = clock.now()
    event.cancelled_by = by
    event.reason = reason
    event.save()
    dates.keep_all(event)
    record(event, Verb.CANCEL, by=by)
    EventCancelled(event, by=by).queue()
    return event


def _move(event: Event, state: EventState) -> None:
    assert state in EVENT_MOVES[EventState(event.state)], (event.state, state)
    event.state = state


def _shown(day: date | None, precision: str) -> date | None:
    """The day as it is kept: of a month, its first (see `core.programmes.dates`)."""
    return day if day is None or precision == DatePrecision.DAY else day.replace(day=1)


def _free_key(title: Bilingual) -> str:
    """An address made of the title, with a number if it is taken."""
    stem = slugify(title["it"]).replace("_", "-")[: KEY_LENGTH - 4].strip("-") or "incontro"
    taken = set(Event.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)


def _set_partners(event: Event, partners: Sequence[Funder]) -> bool:
    """Whether anything changed."""
    if [row.funder_id for row in event.partners.all()] == [row.pk for row in partners]:
        return False
    event.partners.all().delete()
    EventPartner.objects.bulk_create(
        EventPartner(event=event, funder=funder, position=position)
        for position, funder in enumerate(partners)
    )
    return True


def _date_blockers(event: Event) -> list[Blocker]:
    if event.ends_on and (event.starts_on is None or event.ends_on < event.starts_on):
        return [Blocker("date_order", _("The event ends before it begins."))]
    if event.state == EventState.PUBLISHED and event.starts_on is None:
        return [Blocker("no_date", _("A published event keeps a date, the month at least."))]
    return []


def _reason_blockers(reason: Bilingual) -> list[Blocker]:
    if reason["it"].strip():
        return []
    return [Blocker("no_reason", _("Write the reason in Italian: everybody can read it."))]
