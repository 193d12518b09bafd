"""Where everybody who signed in lands."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.access import clock
from core.access.http import PortalRequest, SignedInRequest
from core.access.page import SIGNED_IN, page
from topmetro import portal
from topmetro.area import ahead, waiting
from topmetro.area.queries import programmes_of

OPTIONS_SHOWN = 6
"""What fits without becoming a wall; the rest is folded."""


@page(SIGNED_IN)
def home(request: PortalRequest) -> HttpResponse:
    """What waits for me, what I can do, what comes next; then the person's things."""
    now = clock.now()
    told = portal.home(request)
    groups = waiting.group(told.todos, now)
    context = {
        "greeting": waiting.greeting(request.user.get_short_name(), now),
        "summary": waiting.summary(groups),
        "groups": groups,
        "options": told.options[:OPTIONS_SHOWN],
        "more_options": told.options[OPTIONS_SHOWN:],
        "steps": ahead.steps(told.comings, told.todos),
        "panels": [panel for panel in told.panels if panel.things],
    }
    return render(request, "area/home.html", context)


@page(SIGNED_IN)
def my_programmes(request: SignedInRequest) -> HttpResponse:
    """Where a sign-in leads: to the only programme that concerns the person, or to the choice."""
    mine, others = programmes_of(request.user)
    if len(mine) == 1 or (not mine and len(others) == 1):
        [only] = mine or others
        return redirect("area:home", slug=only.slug)
    return render(request, "area/my_programmes.html", {"mine": mine, "others": others})
