"""Why an event, a session or a registration cannot be changed now.

*When* only; *who* is in `rules`. Pages show these lists, and the verbs refuse with them.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from core.access import clock, hands
from core.access.blocked import Blocker
from core.access.models import User
from core.people import queries as people
from core.people.models import Network, Organisation
from core.ui.wording import day_text
from labs import queries
from labs.enums import EVENT_MOVES, EventState, RegistrationState
from labs.models import Event, EventSession, Registration

STATE_WORDS = {
    EventState.DRAFT: lambda: _("The event is still a draft."),
    EventState.PUBLISHED: lambda: _("The event is already published."),
    EventState.HELD: lambda: _("The event has been held."),
    EventState.POSTPONED: lambda: _("The event is postponed: it has no date now."),
    EventState.CANCELLED: lambda: _("The event was cancelled."),
}


def move_blockers(event: Event, to: EventState) -> list[Blocker]:
    """Why the event cannot go to this state from its own."""
    state = EventState(event.state)
    if to in EVENT_MOVES[state]:
        return []
    return [Blocker(f"event_{state}", STATE_WORDS[state]())]


def publish_blockers(event: Event) -> list[Blocker]:
    """Every reason this event cannot be published now; empty means it can."""
    found = [] if event.state == EventState.DRAFT else move_blockers(event, EventState.PUBLISHED)
    if found or event.state != EventState.DRAFT:
        return found or [Blocker("event_not_draft", STATE_WORDS[EventState(event.state)]())]
    if not event.title["it"].strip():
        found.append(Blocker("no_title", _("The Italian title is missing."), hands.facilitators()))
    if event.starts_on is None:
        text = _("It has no date: give the month at least, or add a session.")
        found.append(Blocker("no_date", text, hands.facilitators()))
    return found


def hold_blockers(event: Event) -> list[Blocker]:
    """Why it cannot be said that the event was held."""
    found = move_blockers(event, EventState.HELD)
    if event.state == EventState.DRAFT and not event.is_closed_table:
        found = [Blocker("event_draft", STATE_WORDS[EventState.DRAFT](), hands.facilitators())]
    if found:
        return found
    if queries.coming_sessions(event):
        text = _("A session is still to come: hold it, move it or cancel it first.")
        return [Blocker("session_to_come", text, hands.facilitators())]
    today = clock.today()
    if not queries.kept_sessions(event) and (event.starts_on is None or event.starts_on > today):
        return [Blocker("event_to_come", _("The event has not begun."))]
    return []


def postpone_blockers(event: Event) -> list[Blocker]:
    found = move_blockers(event, EventState.POSTPONED)
    if not found and queries.is_past(event):
        return [Blocker("event_over", _("The event is over: it can no longer be postponed."))]
    return found


def reschedule_blockers(event: Event) -> list[Blocker]:
    if event.state == EventState.POSTPONED:
        return []
    text = _("Only a postponed event is given a new date; of the others you move the sessions.")
    return [Blocker("event_not_postponed", text)]


def cancel_blockers(event: Event) -> list[Blocker]:
    return move_blockers(event, EventState.CANCELLED)


def change_blockers(event: Event) -> list[Blocker]:
    if event.state in {EventState.HELD, EventState.CANCELLED}:
        return [Blocker(f"event_{event.state}", STATE_WORDS[EventState(event.state)]())]
    return []


# ── Sessions ────────────────────────────────────────────────────────────────────────────────────────


def session_blockers(event: Event) -> list[Blocker]:
    """Why no session can be added, moved or cancelled: a postponed event is given its date first."""
    if event.state in {EventState.DRAFT, EventState.PUBLISHED}:
        return []
    return [
        Blocker(
            f"event_{event.state}", STATE_WORDS[EventState(event.state)](), hands.facilitators()
        )
    ]


def move_session_blockers(session: EventSession) -> list[Blocker]:
    """Why this session cannot be moved or cancelled."""
    found = session_blockers(session.event)
    if session.cancelled_at is not None:
        found.append(Blocker("session_cancelled", _("The session was cancelled.")))
    elif session.minutes or session.attendance.exists():
        text = _("Minutes or attendance are recorded: the session has taken place.")
        found.append(Blocker("session_recorded", text))
    return found


def record_blockers(session: EventSession) -> list[Blocker]:
    """Why minutes and attendance cannot be recorded: only what has begun can be told."""
    if session.cancelled_at is not None:
        return [Blocker("session_cancelled", _("The session was cancelled."))]
    if session.event.state == EventState.CANCELLED:
        return [Blocker("event_cancelled", STATE_WORDS[EventState.CANCELLED]())]
    if session.starts_at > clock.now():
        text = _("The session begins on %(day)s.") % {"day": day_text(session.starts_at)}
        return [Blocker("session_to_come", text)]
    return []


# ── Registrations ───────────────────────────────────────────────────────────────────────────────────


def open_blockers(event: Event, *, now: datetime | None = None) -> list[Blocker]:
    """Why nobody can register now, whoever they are. A closed table has no term of its own."""
    if event.is_closed_table:
        return []
    if event.state != EventState.PUBLISHED:
        return [Blocker(f"event_{event.state}", STATE_WORDS[EventState(event.state)]())]
    instant = now or clock.now()
    if queries.is_past(event, instant):
        return [Blocker("event_over", _("The event is over."))]
    limit = queries.cut_off(event, instant)
    if limit is None or not (event.has_day or queries.kept_sessions(event)):
        text = _("The day is not set yet: registration opens then.")
        return [Blocker("no_day", text, hands.facilitators())]
    if instant > limit:
        text = _("Registration closed on %(day)s.") % {"day": day_text(limit)}
        return [Blocker("registration_closed", text)]
    return []


def register_blockers(
    event: Event,
    person: User,
    *,
    network: Network | None = None,
    organisation: Organisation | None = None,
) -> list[Blocker]:
    """Why this person cannot register now; a full event is no reason: they queue (R2)."""
    return [*open_blockers(event), *person_blockers(event, person, network, organisation)]


def person_blockers(
    event: Event, person: User, network: Network | None, organisation: Organisation | None
) -> list[Blocker]:
    """What stands against this person, whatever the hour."""
    found = []
    if queries.active_registration(event, person) is not None:
        found.append(Blocker("registered", _("This person is already registered.")))
    if network and not people.networks_of(person).filter(pk=network.pk).exists():
        found.append(Blocker("not_in_network", _("This person does not belong to that network.")))
    if organisation and not people.organisations_of(person).filter(pk=organisation.pk).exists():
        text = _("This person does not act for that organisation.")
        found.append(Blocker("not_in_organisation", text))
    if network and network_is_full(event, network):
        text = _("All the seats of this network are taken (%(count)d).")
        found.append(
            Blocker("network_full", text % {"count": event.max_per_network}, hands.facilitators())
        )
    return found


def network_is_full(event: Event, network: Network | None) -> bool:
    if event.max_per_network is None or network is None:
        return False
    return queries.seats_taken_by_network(event, network.pk) >= event.max_per_network


def invite_blockers(event: Event, person: User, network: Network | None = None) -> list[Blocker]:
    """An invitation keeps a seat: it needs a live event that is not over, and a free seat."""
    if not event.is_live:
        found = [Blocker(f"event_{event.state}", STATE_WORDS[EventState(event.state)]())]
    elif queries.is_past(event):
        found = [Blocker("event_over", _("The event is over."))]
    else:
        found = []
    found += person_blockers(event, person, network, None)
    if queries.seats_left(event) == 0:
        found.append(Blocker("no_seat", _("There is no free seat to offer."), hands.facilitators()))
    return found


def cancel_registration_blockers(registration: Registration) -> list[Blocker]:
    if registration.state == RegistrationState.OFFERED:
        return [Blocker("offered", _("The seat is only offered: accept it or decline it."))]
    if not registration.is_active:
        return [Blocker("registration_ended", _("This registration has already ended."))]
    if queries.is_past(registration.event):
        return [Blocker("event_over", _("The event is over."))]
    return []


def accept_blockers(registration: Registration) -> list[Blocker]:
    """Why an offered seat cannot be accepted now."""
    found = decline_blockers(registration)
    if not found and not registration.event.is_live:
        state = EventState(registration.event.state)
        return [Blocker(f"event_{state}", STATE_WORDS[state]())]
    expires_at = registration.offer_expires_at
    if not found and expires_at is not None and expires_at < clock.now():
        text = _("The offer ended on %(day)s: the seat has gone on.")
        return [
            Blocker("offer_expired", text % {"day": day_text(expires_at)}, hands.facilitators())
        ]
    return found


def decline_blockers(registration: Registration) -> list[Blocker]:
    if registration.state == RegistrationState.OFFERED:
        return []
    return [Blocker("not_offered", _("No seat is being offered."))]


def answer_blockers(registration: Registration) -> list[Blocker]:
    """Why the team cannot confirm or refuse a request."""
    if registration.state == RegistrationState.REQUESTED:
        return []
    return [Blocker("not_requested", _("This request has already been answered."))]
