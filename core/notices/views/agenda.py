"""The agenda of a person in a programme, and its calendar feed."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.access.clock import today
from core.access.http import PortalRequest
from core.access.page import PUBLIC, SIGNED_IN, page
from core.notices.agenda import FORTNIGHT, QUARTER, by_day, by_month, window
from core.notices.calendar import to_ical
from core.notices.domain.feed import digest_of, revoke_feed, subscribe_feed
from core.notices.queries import deadlines_of, feed_owner, has_feed
from core.ui.downloads import download
from core.ui.pieces import Crumb, Tab

PERIOD = "periodo"
THREE_MONTHS = "3-mesi"
FEED_KEPT = timedelta(days=31)
FEED_AHEAD = timedelta(days=400)


@page(SIGNED_IN)
def agenda(request: PortalRequest) -> HttpResponse:
    return _agenda(request)


@page(SIGNED_IN, writes={"POST"})
def feed_subscribe(request: PortalRequest) -> HttpResponse:
    """Show the new feed's address: this is the only page that ever does."""
    if request.method != "POST":
        return redirect("notices:agenda", slug=request.programme.slug)
    token = subscribe_feed(by=request.user)
    path = reverse("notices:feed", kwargs={"slug": request.programme.slug})
    return _agenda(request, feed_url=request.build_absolute_uri(f"{path}?token={token}"))


@page(SIGNED_IN, writes={"POST"})
def feed_revoke(request: PortalRequest) -> HttpResponse:
    if request.method == "POST":
        revoke_feed(by=request.user)
        messages.success(request, _("The calendar's address no longer works."))
    return redirect("notices:agenda", slug=request.programme.slug)


@page(PUBLIC)
def feed(request: PortalRequest) -> HttpResponse:
    """Open to whoever holds the token: a calendar program can't sign in."""
    owner = feed_owner(digest_of(request.GET.get("token", "")))
    if owner is None:
        raise Http404
    first, last = today() - FEED_KEPT, today() + FEED_AHEAD
    with translation.override(owner.language):
        rows = deadlines_of(owner, first=first, last=last)
        body = to_ical(rows, name=str(request.programme.name))
    return download(body, "agenda.ics", inline=True)


def _agenda(request: PortalRequest, *, feed_url: str = "") -> HttpResponse:
    long = request.GET.get(PERIOD) == THREE_MONTHS
    first, last = window(QUARTER if long else FORTNIGHT, today=today())
    rows = deadlines_of(request.user, first=first, last=last)
    groups = by_month(rows, today=today()) if long else by_day(rows, today=today())
    here = reverse("notices:agenda", kwargs={"slug": request.programme.slug})
    context = {
        "groups": groups,
        "long": long,
        "tabs": [
            Tab(_("14 days"), here, active=not long),
            Tab(_("3 months"), f"{here}?{PERIOD}={THREE_MONTHS}", active=long),
        ],
        "feed_url": feed_url,
        "has_feed": has_feed(request.user),
        "breadcrumbs": [Crumb(_("Agenda"))],
    }
    return render(request, "notices/agenda.html", context)
