"""Around a ranking: what another rule would give, the draft of its act, an empty place, the file checked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import act_draft, paths
from calls.domain import empty_places, rankings
from calls.forms.ranking_tools import EmptyPlaceForm, RecomputeForm, SimulationForm
from calls.models import Call, EmptyPlace, Ranking
from calls.queries import rankings as queries
from calls.queries.scores import selection_of
from calls.ranking_simulation import simulate
from calls.views.published_rankings import final_ranking
from calls.views.rankings import call_of_ranking, ranking_of_call
from core.access.http import PortalRequest
from core.access.page import PUBLIC, page
from core.access.throttle import exceeded
from core.ui.downloads import download
from core.ui.pieces import Crumb, home_crumb

FILES_AN_HOUR = 30


def place_of_call(request: PortalRequest, key: UUID, place: UUID) -> EmptyPlace:
    call = call_of_ranking(request, key)
    rows = EmptyPlace.objects.select_related("ranking__call__programme", "territory", "next_best")
    return get_object_or_404(rows, pk=place, ranking__call=call)


@page("calls.see_ranking", load=call_of_ranking)
def ranking_simulate(request: PortalRequest, call: Call) -> HttpResponse:
    """Read only: what another threshold, or another first criterion with equal totals, would give."""
    selection = selection_of(call)
    if selection is None or queries.has_published_ranking(call):
        raise Http404
    rule = rankings.rule_of(selection)
    initial: dict[str, Any] = {
        "threshold": rule.threshold,
        "first": next(iter(rule.tie_break), ""),
    }
    form = SimulationForm(
        request.GET if "threshold" in request.GET else None, selection=selection, initial=initial
    )
    said = form.cleaned_data if form.is_bound and form.is_valid() else initial
    first = [said["first"]] if said["first"] else []
    others = [key for key in rule.tie_break if first and key not in first]
    context = {
        "call": call,
        "form": form,
        "selection": selection,
        "rows": simulate(call, rule, threshold=said["threshold"], tie_break=[*first, *others]),
        "blockers": rankings.draw_blockers(call),
        "breadcrumbs": _crumbs(request, call, _("Simulation")),
    }
    return render(request, "calls/ranking_simulate.html", context)


@page("calls.approve_ranking", load=ranking_of_call)
def ranking_act_draft(request: PortalRequest, ranking: Ranking) -> HttpResponse:
    """For whoever approves: the act as a text to complete in the body's own system."""
    name = f"{ranking.call.slug}-graduatoria-{ranking.number}-bozza.odt"
    return download(act_draft.draft_of(ranking), name)


@page("calls.decide_empty_place", writes={"POST"}, load=place_of_call)
def empty_place_decide(request: PortalRequest, place: EmptyPlace) -> HttpResponse:
    call = place.ranking.call
    form = EmptyPlaceForm(request.POST or None, place=place, initial={"choice": place.choice})
    if request.method == "POST" and form.is_valid():
        empty_places.decide_empty_place(place_id=place.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The decision is public beside the ranking."))
        return redirect(paths.ranking(call))
    context = {
        "call": call,
        "place": place,
        "form": form,
        "blockers": empty_places.decide_blockers(place, request.user),
        "breadcrumbs": _crumbs(request, call, place.territory.name),
    }
    return render(request, "calls/empty_place_decide.html", context)


@page(PUBLIC, writes={"POST"}, load=final_ranking)
def ranking_recompute(request: PortalRequest, ranking: Ranking) -> HttpResponse:
    """Anybody's file, computed again; nothing of it is kept (C11). Limited per address."""
    slug, call = request.programme.slug, ranking.call
    posted = request.method == "POST"
    limited = posted and exceeded(request, "recompute", an_hour=FILES_AN_HOUR)
    form = RecomputeForm(*(request.POST, request.FILES) if posted and not limited else ())
    found = form.cleaned_data["file"] if form.is_bound and form.is_valid() else None
    context = {
        "call": call,
        "form": form,
        "limited": limited,
        "rows": found.compared() if found else [],
        "differs": found.first_difference() if found else None,
        "read": found is not None,
        "breadcrumbs": [
            Crumb(request.programme.name, reverse("public:programme_home", args=[slug])),
            Crumb(call.title, paths.public(call)),
            Crumb(_("Ranking"), paths.published_ranking(call)),
            Crumb(_("Compute it again")),
        ],
    }
    status = 429 if limited else 200
    return render(request, "calls/ranking_recompute.html", context, status=status)


def _crumbs(request: PortalRequest, call: Call, last: str) -> list[Crumb]:
    return [
        home_crumb(request),
        Crumb(call.title),
        Crumb(_("Ranking"), paths.ranking(call)),
        Crumb(last),
    ]
