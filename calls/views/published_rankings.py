"""What everybody reads of a final ranking: a card for each territory, and the file to compute it again."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import integration_paths, paths, ranking_file
from calls.models import Ranking
from calls.queries import rankings as queries
from calls.queries.outside import outside_of
from calls.queries.scores import selection_of
from calls.views.loaders import public_call
from core.access.http import PortalRequest
from core.access.page import PUBLIC, page
from core.ui.downloads import download
from core.ui.pieces import Crumb

WHOLE = "territorio"
"""The territory of which the page shows every proposal."""


def whole(request: PortalRequest) -> str:
    """The code that the address names; without the one character that the database refuses."""
    return request.GET.get(WHOLE, "").replace("\x00", "")


def final_ranking(request: PortalRequest, call_slug: str) -> Ranking:
    ranking = queries.published_ranking(public_call(request, call_slug))
    if ranking is None:
        raise Http404
    return ranking


@page(PUBLIC, load=final_ranking)
def ranking_public(request: PortalRequest, ranking: Ranking) -> HttpResponse:
    slug, call = request.programme.slug, ranking.call
    context = {
        "call": call,
        "ranking": ranking,
        "territories": queries.by_territory(ranking, shown=queries.SHOWN, whole=whole(request)),
        "outside": outside_of(ranking),
        "selection": selection_of(call),
        "file_name": f"{call.slug}-graduatoria.csv",
        "office_links": _office_links(request, ranking),
        "breadcrumbs": [
            Crumb(request.programme.name, reverse("public:programme_home", args=[slug])),
            Crumb(_("Calls"), reverse("calls:call_list", args=[slug])),
            Crumb(call.title, paths.public(call)),
            Crumb(_("Ranking")),
        ],
    }
    return render(request, "calls/ranking_public.html", context)


def _office_links(request: PortalRequest, ranking: Ranking) -> list[Crumb]:
    """Where whoever runs the call goes on from its public page; empty for everybody else."""
    user, call = request.user, ranking.call
    found: list[Crumb] = []
    if queries.may_see_rankings(user, call.pk):
        found.append(Crumb(_("Ranking"), paths.ranking(call)))
        if user.has_perm("calls.read_letters"):
            found.append(Crumb(_("Letters to all outcomes"), integration_paths.letters(ranking)))
    if user.has_perm("calls.see_reviews"):
        found.append(Crumb(_("Requests for review"), integration_paths.review_list(call)))
    if user.has_perm("calls.see_integrations"):
        found.append(Crumb(_("Requests to complete"), integration_paths.integration_desk(call)))
    return found


@page(PUBLIC, load=final_ranking)
def ranking_export(request: PortalRequest, ranking: Ranking) -> HttpResponse:
    name = f"{ranking.call.slug}-graduatoria.csv"
    return download(ranking_file.write(ranking), name, public=True)
