"""The deadlines of an event, kept by every verb that moves its dates.

A session has its own; a day without a session yet is the event's. What is known only to the month has
none: nobody is reminded of an invented day (R11).
"""

from core.notices.domain.deadlines import drop_deadline, meet_deadline, set_deadline
from labs import paths, queries
from labs.models import Event, EventSession, Registration

SESSION = "labs.session"
EVENT = "labs.event"
CLOSING = "labs.registration_closing"
OFFER = "labs.offer"


def keep_dates(event: Event) -> None:
    """Set, move or drop what the event's own row says: its day, and the closing of registration."""
    path = paths.in_italian(paths.public, event)
    if event.is_live and event.has_day and not queries.kept_sessions(event):
        set_deadline(about=event, kind=EVENT, on=event.starts_on, title=event.title, path=path)
    else:
        drop_deadline(about=event, kind=EVENT)
    if event.is_live and event.registration_closes_at:
        set_deadline(
            about=event,
            kind=CLOSING,
            at=event.registration_closes_at,
            title=event.title,
            path=path,
        )
    else:
        drop_deadline(about=event, kind=CLOSING)


def keep_session(session: EventSession) -> None:
    """Set or move the deadline of a session; drop it if the session or the event is not held."""
    event = session.event
    if not event.is_live or session.cancelled_at is not None:
        drop_deadline(about=session, kind=SESSION)
        return
    set_deadline(
        about=session,
        kind=SESSION,
        at=session.starts_at,
        title=event.title,
        path=paths.in_italian(paths.public, event),
    )


def keep_all(event: Event) -> None:
    """After a change of state, which counts for every date."""
    keep_dates(event)
    for session in queries.kept_sessions(event):
        keep_session(session)


def meet_session(session: EventSession) -> None:
    """It has taken place."""
    meet_deadline(about=session, kind=SESSION)


def keep_offer(registration: Registration) -> None:
    event = registration.event
    set_deadline(
        about=registration,
        kind=OFFER,
        at=registration.offer_expires_at,
        title=event.title,
        path=paths.in_italian(paths.public, event),
    )


def meet_offer(registration: Registration) -> None:
    meet_deadline(about=registration, kind=OFFER)


def forget_offer(registration: Registration) -> None:
    drop_deadline(about=registration, kind=OFFER)
