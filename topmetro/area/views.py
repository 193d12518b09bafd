"""Where everybody who signed in lands."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

import rules
from core.access import clock
from core.access.http import PortalRequest
from core.access.page import SEE_UNPUBLISHED, SIGNED_IN, page
from core.programmes.models import Programme
from topmetro import portal
from topmetro.area import waiting
from topmetro.area.first_steps import first_steps


def programme_they_may_know(request: HttpRequest) -> Programme:
    """A draft programme exists only for those who work on it."""
    programme: Programme = request.programme  # type: ignore[attr-defined]  # set by PageMiddleware
    if programme.is_public or rules.has_perm(SEE_UNPUBLISHED, request.user, programme):
        return programme
    raise Http404


@page(SIGNED_IN, load=programme_they_may_know)
def home(request: PortalRequest, programme: Programme) -> HttpResponse:
    """What waits for me: to-dos by date, then the person's things."""
    now = clock.now()
    groups = waiting.group(portal.todos(request), now)
    panels = portal.panels(request)
    newcomer = not groups and not any(panel.things for panel in panels)
    context = {
        "greeting": waiting.greeting(request.user.get_short_name(), now),
        "summary": waiting.summary(groups),
        "groups": groups,
        "panels": [] if newcomer else panels,
        "first_steps": first_steps(request) if newcomer else [],
    }
    return render(request, "area/home.html", context)
