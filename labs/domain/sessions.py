"""The sessions of an event: added, moved, cancelled; and what was said there (*verbale*)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.programmes.enums import DatePrecision
from labs import queries
from labs.blockers import move_session_blockers, record_blockers, session_blockers
from labs.domain import dates
from labs.models import Event, EventSession
from labs.notifications import SessionCancelled, SessionSet


@transaction.atomic
def add_session(
    *,
    event_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    by: User,
    online_url: str = "",
    objective: str = "",
) -> EventSession:
    """A sitting, from one aware instant to another. An event that had no date takes its day from it.

    Who is registered is told.
    """
    event = lock(Event, event_id)
    refuse([*session_blockers(event), *_order_blockers(starts_at, ends_at)])
    session = EventSession.objects.create(
        event=event,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        online_url=online_url,
        objective=objective,
        created_at=clock.now(),
        created_by=by,
    )
    _follow(event)
    dates.keep_session(session)
    dates.keep_dates(event)
    record(session, Verb.ADD, by=by, data={"event": event.pk, "at": starts_at})
    SessionSet(session, by=by).queue()
    return session


@transaction.atomic
def move_session(
    *,
    session_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    by: User,
    online_url: str = "",
    objective: str = "",
) -> EventSession:
    """Change when and where; who is registered is told if the hours or the place are others."""
    session = _locked(session_id)
    refuse([*move_session_blockers(session), *_order_blockers(starts_at, ends_at)])
    before = (session.starts_at, session.ends_at, session.place, session.online_url)
    previous = session.starts_at
    session.starts_at, session.ends_at = starts_at, ends_at
    session.place, session.online_url, session.objective = place, online_url, objective
    session.save()
    record(session, Verb.RESCHEDULE, by=by, data={"from": previous, "to": starts_at})
    if before != (starts_at, ends_at, place, online_url):
        _follow(session.event)
        dates.keep_session(session)
        SessionSet(session, by=by, previous=previous).queue()
    return session


@transaction.atomic
def cancel_session(*, session_id: UUID, by: User) -> EventSession:
    """Call one sitting off; it stays in the record, and who is registered is told."""
    session = _locked(session_id)
    refuse(move_session_blockers(session))
    session.cancelled_at = clock.now()
    session.cancelled_by = by
    session.save()
    _follow(session.event)
    dates.keep_session(session)
    dates.keep_dates(session.event)
    record(session, Verb.CANCEL, by=by)
    SessionCancelled(session, by=by).queue()
    return session


@transaction.atomic
def record_minutes(*, session_id: UUID, minutes: str, outputs: str = "", by: User) -> EventSession:
    """Write what was said and what came out of it; again to correct it, and the register keeps when."""
    session = _locked(session_id)
    blockers = record_blockers(session)
    if not minutes.strip():
        blockers.append(Blocker("no_minutes", _("The minutes are empty.")))
    refuse(blockers)
    verb = Verb.CORRECT if session.minutes else Verb.RECORD
    session.minutes = minutes.strip()
    session.outputs = outputs.strip()
    session.minutes_recorded_at = clock.now()
    session.minutes_recorded_by = by
    session.save()
    dates.meet_session(session)
    record(session, verb, by=by, data={"what": "minutes", "characters": len(session.minutes)})
    return session


def _locked(session_id: UUID) -> EventSession:
    """The session under its event's lock, which comes first."""
    event = lock(Event, EventSession.objects.get(pk=session_id).event_id)
    session = lock(EventSession, session_id)
    session.event = event
    return session


def _follow(event: Event) -> None:
    """A date known to the day follows the sessions; a month stays what was said (R11)."""
    sessions = queries.kept_sessions(event)
    if not sessions or event.precision != DatePrecision.DAY:
        return
    first, last = (_day(session.starts_at) for session in (sessions[0], sessions[-1]))
    event.starts_on, event.ends_on = first, last if last > first else None
    event.save(update_fields=["starts_on", "ends_on"])


def _day(instant: datetime) -> date:
    return instant.astimezone(clock.ROME).date()


def _order_blockers(starts_at: datetime, ends_at: datetime) -> list[Blocker]:
    if starts_at < ends_at:
        return []
    return [Blocker("session_order", _("The session must end after it begins."))]
