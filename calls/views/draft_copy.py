"""Taking over answers from an earlier application of the network."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls import blockers, paths, queries
from calls.domain import draft_copies as verbs
from calls.models import Submission
from calls.queries.idea_growth import family_of
from calls.views.loaders import submission
from calls.views.places import my_crumbs, submission_crumb
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb

SHOWN = 20


@page("calls.write_submission", writes={"POST"}, load=submission)
def draft_copy(request: PortalRequest, target: Submission) -> HttpResponse:
    """Each earlier application with what it would fill in; only empty questions are filled."""
    earlier = _earlier(request, target)
    if request.method == "POST":
        chosen = next((row for row in earlier if str(row.pk) == request.POST.get("from")), None)
        if chosen is None:
            raise Http404
        keys = verbs.copy_from_earlier(submission_id=target.pk, earlier=chosen, by=request.user)
        words = ngettext(
            "%(count)d answer filled in: read it again.",
            "%(count)d answers filled in: read them again.",
            len(keys),
        )
        messages.success(request, words % {"count": len(keys)})
        return redirect(paths.draft(target))
    context = {
        "submission": target,
        "call": target.call,
        "offers": verbs.offers(target, earlier),
        "blockers": blockers.write_blockers(target),
        "breadcrumbs": my_crumbs(
            request, submission_crumb(target), Crumb(_("From an earlier application"))
        ),
    }
    return render(request, "calls/draft_copy.html", context)


def _earlier(request: PortalRequest, target: Submission) -> list[Submission]:
    """Applications that the person may read, of this network, of those that joined it, or of others in
    which the person takes part."""
    family: list[UUID] = family_of(target.network_id)
    mine = queries.mine(request.user).order_by().values("pk")
    rows = (
        queries.visible_to(request.user)
        .filter(Q(network__in=family) | Q(pk__in=mine))
        .exclude(pk=target.pk)
    )
    found = rows.select_related("call", "network", "sheet__version", "programme")
    return list(found.order_by("-started_at", "-pk")[:SHOWN])
