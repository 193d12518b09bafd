"""Finding the row of a page among those that the person may know of; 404 otherwise."""

from uuid import UUID

import rules
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from core.access.http import PortalRequest
from labs import queries
from labs.models import Event, EventSession, Registration


def visible_event(request: PortalRequest, event_key: str) -> Event:
    return get_object_or_404(_events(request), key=event_key)


def desk_event(request: PortalRequest, key: UUID) -> Event:
    """For the pages of the work area: a stranger to them does not learn that the event exists there."""
    event = get_object_or_404(_events(request), pk=key)
    if not rules.has_perm("labs.see_desk", request.user, event):
        raise Http404
    return event


def desk_session(request: PortalRequest, key: UUID) -> EventSession:
    rows = EventSession.objects.select_related("event__programme")
    session = get_object_or_404(rows, pk=key)
    session.event = desk_event(request, session.event_id)
    return session


def own_registration(request: PortalRequest, key: UUID) -> Registration:
    """The person's own; anybody else's is not theirs to know of."""
    return get_object_or_404(queries.mine(request.user), pk=key)


def desk_registration(request: PortalRequest, key: UUID) -> Registration:
    rows = Registration.objects.select_related("person", "network", "organisation")
    registration = get_object_or_404(rows, pk=key)
    registration.event = desk_event(request, registration.event_id)
    return registration


def _events(request: PortalRequest) -> QuerySet[Event]:
    return queries.with_sessions(queries.events_visible_to(request.user))
