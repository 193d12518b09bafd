"""Around a ranking: simulation, draft of its act, empty places, and the file computed again."""

from django.urls import path

from calls.views import ranking_tools

RANKING = "area/bandi/<uuid:key>/graduatoria/"
urlpatterns = [
    path(f"{RANKING}simula/", ranking_tools.ranking_simulate, name="ranking_simulate"),
    path(
        f"{RANKING}<uuid:ranking>/bozza.odt",
        ranking_tools.ranking_act_draft,
        name="ranking_act_draft",
    ),
    path(
        f"{RANKING}vuoto/<uuid:place>/", ranking_tools.empty_place_decide, name="empty_place_decide"
    ),
    path(
        "bandi/<slug:call_slug>/graduatoria/ricalcola/",
        ranking_tools.ranking_recompute,
        name="ranking_recompute",
    ),
]
