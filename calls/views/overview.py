"""A call in numbers, for whoever runs it: territories, days, drafts, who takes part, what it cost to fill in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from calls import paths, queries
from calls.models import Call
from calls.queries import overview
from calls.queries.overview import InTerritory
from calls.views.loaders import desk_call
from calls.views.places import desk_crumb, desk_crumbs
from core.access.http import PortalRequest
from core.access.page import page
from core.ui import ring
from core.ui.pieces import Crumb
from core.ui.ring import Spot


@page("calls.see_submissions", load=desk_call)
def call_overview(request: PortalRequest, call: Call) -> HttpResponse:
    """Only what the reader may see is counted."""
    rows = queries.visible_to(request.user).filter(call=call)
    territories = overview.in_territories(rows)
    organisations, leads = overview.organisations_in(rows)
    days = overview.by_day(rows)
    context = {
        "call": call,
        "territories": [
            (row, f"{paths.applications(call)}?territory={row.territory.code}")
            for row in territories
        ],
        "spots": _spots(territories),
        "ring": ring,
        "drafts": sum(row.drafts for row in territories),
        "sent": sum(row.sent for row in territories),
        "organisations": organisations,
        "leads": leads,
        "days": days,
        "busiest": max((row.sent for row in days), default=1),
        "burden": overview.burden_of(call),
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("The call in numbers"))),
    }
    return render(request, "calls/call_overview.html", context)


def _spots(rows: list[InTerritory]) -> list[tuple[InTerritory, Spot]]:
    return [(row, ring.spot(place, len(rows))) for place, row in enumerate(rows)]
