"""What everybody reads of a final ranking: a card for each territory, and the file to compute it again."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import paths, ranking_file
from calls.models import Ranking
from calls.queries import rankings as queries
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
        "selection": selection_of(call),
        "file_name": f"{call.slug}-graduatoria.csv",
        "breadcrumbs": [
            Crumb(request.programme.name, reverse("public:programme_home", args=[slug])),
            Crumb(_("Calls"), reverse("calls:call_list", args=[slug])),
            Crumb(call.title, paths.public(call)),
            Crumb(_("Ranking")),
        ],
    }
    return render(request, "calls/ranking_public.html", context)


@page(PUBLIC, load=final_ranking)
def ranking_export(request: PortalRequest, ranking: Ranking) -> HttpResponse:
    name = f"{ranking.call.slug}-graduatoria.csv"
    return download(ranking_file.write(ranking), name, public=True)
