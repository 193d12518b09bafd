"""Where everybody who signed in lands."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.access import clock
from core.access.http import PortalRequest, SignedInRequest
from core.access.page import SIGNED_IN, page
from core.people.queries import roles_in
from core.people.roles import ROLES, DescribedRole
from topmetro import portal
from topmetro.area import waiting
from topmetro.area.first_steps import first_steps
from topmetro.area.queries import programmes_of


@page(SIGNED_IN)
def home(request: PortalRequest) -> HttpResponse:
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
        "roles": _described(request) if newcomer else [],
    }
    return render(request, "area/home.html", context)


def _described(request: PortalRequest) -> list[type[DescribedRole]]:
    """What the person is here, for whom nothing waits yet: in the order of the table of roles."""
    held = roles_in(request.user)
    return [role for role in ROLES if not held.isdisjoint(role.names)]


@page(SIGNED_IN)
def my_programmes(request: SignedInRequest) -> HttpResponse:
    """Where a sign-in leads: to the only programme that concerns the person, or to the choice."""
    mine, others = programmes_of(request.user)
    if len(mine) == 1 or (not mine and len(others) == 1):
        [only] = mine or others
        return redirect("area:home", slug=only.slug)
    return render(request, "area/my_programmes.html", {"mine": mine, "others": others})
