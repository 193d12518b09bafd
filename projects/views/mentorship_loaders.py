"""Finding the row of a page of mentorship among those that the person may know of; 404 otherwise."""

from uuid import UUID

import rules
from django.http import Http404
from django.shortcuts import get_object_or_404

from core.access.http import PortalRequest
from core.people import queries as people
from core.people.models import Network
from projects.models import AgreedAction, MentorshipAssignment, MentorshipSession
from projects.queries import mentorship as queries

WITH_NAMES = ("network__territory", "network__lead", "mentor", "phase", "programme")


def assignment(request: PortalRequest, key: UUID) -> MentorshipAssignment:
    rows = queries.assignments_visible_to(request.user).select_related(*WITH_NAMES)
    return get_object_or_404(rows, pk=key)


def session(request: PortalRequest, key: UUID) -> MentorshipSession:
    visible = queries.assignments_visible_to(request.user).order_by().values("pk")
    rows = MentorshipSession.objects.filter(assignment__in=visible).select_related(
        *(f"assignment__{name}" for name in WITH_NAMES), "programme"
    )
    return get_object_or_404(rows, pk=key)


def action(request: PortalRequest, key: UUID) -> AgreedAction:
    visible = queries.assignments_visible_to(request.user).order_by().values("pk")
    rows = AgreedAction.objects.filter(session__assignment__in=visible).select_related(
        *(f"session__assignment__{name}" for name in WITH_NAMES), "person", "organisation"
    )
    return get_object_or_404(rows, pk=key)


def network(request: PortalRequest, key: UUID) -> Network:
    """A network whose mentorship the person may read; others do not learn that there is one."""
    rows = people.visible_networks(request.user).select_related("territory", "lead", "programme")
    found = get_object_or_404(rows, pk=key)
    if not rules.has_perm("projects.see_network_mentorship", request.user, found):
        raise Http404
    return found
