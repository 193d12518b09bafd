"""The ranking in the work area: drawn, read, approved by an act; a free place given to the next."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import paths
from calls.domain import places, rankings
from calls.forms.rankings import DrawForm
from calls.models import Call, Ranking
from calls.queries import calls_visible_to
from calls.queries import rankings as queries
from calls.queries.scores import selection_of
from calls.views.published_rankings import whole
from core.access.http import PortalRequest
from core.access.page import page
from core.programmes.models import Territory
from core.ui.decision_forms import ActForm
from core.ui.pieces import Crumb, home_crumb


def call_of_ranking(request: PortalRequest, key: UUID) -> Call:
    """For whoever may see provisional rankings; for the others the page does not exist."""
    call = get_object_or_404(calls_visible_to(request.user).select_related("programme"), pk=key)
    if not queries.may_see_rankings(request.user, call.pk):
        raise Http404
    return call


def ranking_of_call(request: PortalRequest, key: UUID, ranking: UUID) -> Ranking:
    call = call_of_ranking(request, key)
    return get_object_or_404(queries.rankings_of(call), pk=ranking)


def call_and_territory(request: PortalRequest, key: UUID, territory: str) -> tuple[Call, Territory]:
    call = call_of_ranking(request, key)
    return call, get_object_or_404(Territory, code=territory.replace("\x00", ""))


@page("calls.see_ranking", load=call_of_ranking)
def ranking_detail(request: PortalRequest, call: Call) -> HttpResponse:
    """The ranking that counts or waits for approval; before the first one, what is missing for it."""
    drawn = list(queries.rankings_of(call))
    ranking = queries.current_of(drawn)
    may_draw = request.user.has_perm("calls.draw_ranking", call)
    may_approve = request.user.has_perm("calls.approve_ranking", call)
    context = {
        "call": call,
        "ranking": ranking,
        "territories": _with_next_steps(call, ranking, request) if ranking else [],
        "selection": selection_of(call),
        "draw_blockers": [] if ranking else rankings.draw_blockers(call),
        "approve_blockers": rankings.approve_blockers(ranking, request.user)
        if ranking and may_approve
        else [],
        "may_draw": may_draw,
        "may_read_letters": request.user.has_perm("calls.read_letters"),
        "may_read_reviews": request.user.has_perm("calls.see_reviews"),
        "may_approve": may_approve and ranking is not None and not ranking.is_final,
        "earlier": [row for row in drawn if ranking is None or row.pk != ranking.pk],
        "breadcrumbs": _crumbs(request, call),
    }
    return render(request, "calls/ranking_detail.html", context)


def _with_next_steps(
    call: Call, ranking: Ranking, request: PortalRequest
) -> list[tuple[queries.TerritoryRanking, str, str]]:
    """Each territory; where the next in line is called if a place is free; where an empty one is decided."""
    may = ranking.is_final and request.user.has_perm("calls.select_next", call)
    left = queries.territories_with_a_renunciation(ranking) if may else set()
    found = []
    for one in _shown(ranking, request):
        next_url = decide_url = ""
        if one.territory.pk in left and queries.free_place(ranking, one.territory) is not None:
            next_url = _step(call, "ranking_select_next", territory=one.territory.code)
        if may and one.empty_place is not None and not one.decisions:
            decide_url = _step(call, "empty_place_decide", place=one.empty_place.pk)
        found.append((one, next_url, decide_url))
    return found


def _shown(ranking: Ranking, request: PortalRequest) -> list[queries.TerritoryRanking]:
    return queries.by_territory(ranking, shown=queries.SHOWN, whole=whole(request))


def _step(call: Call, name: str, **more: object) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": call.programme.slug, "key": call.pk, **more})


@page("calls.draw_ranking", writes={"POST"}, load=call_of_ranking)
def ranking_draw(request: PortalRequest, call: Call) -> HttpResponse:
    is_correction = queries.has_published_ranking(call)
    posted = request.POST if request.method == "POST" else None  # without a question it is empty
    form = DrawForm(posted, is_correction=is_correction)
    if form.is_valid():
        rankings.draw_ranking(
            call_id=call.pk, reason=form.cleaned_data.get("reason", ""), by=request.user
        )
        messages.success(request, _("The ranking is drawn; whoever approves it has been told."))
        return redirect(paths.ranking(call))
    context = {
        "call": call,
        "form": form,
        "is_correction": is_correction,
        "ranking": queries.current_ranking(call),
        "blockers": rankings.draw_blockers(call),
        "breadcrumbs": _crumbs(request, call, Crumb(_("Draw"))),
    }
    return render(request, "calls/ranking_draw.html", context)


@page("calls.approve_ranking", writes={"POST"}, load=ranking_of_call)
def ranking_approve(request: PortalRequest, ranking: Ranking) -> HttpResponse:
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rankings.approve_ranking(ranking_id=ranking.pk, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("The ranking is final and public; every network has its letter.")
        )
        return redirect(paths.ranking(ranking.call))
    context = {
        "call": ranking.call,
        "ranking": ranking,
        "form": form,
        "territories": queries.by_territory(ranking, shown=1),
        "blockers": rankings.approve_blockers(ranking, request.user),
        "breadcrumbs": _crumbs(request, ranking.call, Crumb(_("Approve"))),
    }
    return render(request, "calls/ranking_approve.html", context)


@page("calls.select_next", writes={"POST"}, load=call_and_territory)
def ranking_select_next(request: PortalRequest, found: tuple[Call, Territory]) -> HttpResponse:
    """A place that was renounced goes to the next of its territory, by an act."""
    call, territory = found
    ranking = queries.published_ranking(call)
    if ranking is None:
        raise Http404
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        places.select_next(
            ranking_id=ranking.pk, territory=territory, by=request.user, **form.cleaned_data
        )
        messages.success(request, _("The next in line has the place; its network has been told."))
        return redirect(paths.ranking(call))
    context = {
        "call": call,
        "territory": territory,
        "left": queries.free_place(ranking, territory),
        "entry": queries.next_in_line(ranking, territory),
        "form": form,
        "blockers": places.select_next_blockers(ranking, territory, request.user),
        "breadcrumbs": _crumbs(request, call, Crumb(territory.name)),
    }
    return render(request, "calls/ranking_select_next.html", context)


def _crumbs(request: PortalRequest, call: Call, *last: Crumb) -> list[Crumb]:
    url = paths.ranking(call) if last else ""
    return [home_crumb(request), Crumb(call.title), Crumb(_("Ranking"), url), *last]
