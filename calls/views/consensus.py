"""Cards after they were handed in: set aside for a tie that arose since."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from calls import commission_blockers as blockers
from calls import paths
from calls.domain import declarations
from calls.models import Scorecard
from calls.views.commission import commission_crumbs
from calls.views.seats import commission_card
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb


@page("calls.set_aside_scorecard", writes={"POST"}, load=commission_card)
def scorecard_set_aside(request: PortalRequest, card: Scorecard) -> HttpResponse:
    """For the chair and the secretary: the portal knows of a tie that the member did not declare."""
    call = card.submission.call
    if request.method == "POST":
        declarations.record_known_tie(scorecard_id=card.pk, by=request.user)
        messages.success(request, _("The card is set aside; the alternate has been called."))
        return redirect(paths.commission(call))
    context = {
        "call": call,
        "card": card,
        "blockers": blockers.set_aside_blockers(card, request.user),
        "back_url": paths.commission(call),
        "breadcrumbs": commission_crumbs(request, call, Crumb(_("Set a card aside"))),
    }
    return render(request, "calls/scorecard_set_aside.html", context)
