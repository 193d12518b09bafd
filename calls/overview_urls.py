"""The list of a call's applications, what is done with many of them, and the call in numbers."""

from django.urls import path

from calls.views import kept_views, overview, overview_acts, overview_list

DESK = "area/bandi/<uuid:key>/"
LIST = f"{DESK}domande/"
VIEWS = f"{LIST}viste/"
urlpatterns = [
    path(LIST, overview_list.submission_list, name="submission_list"),
    path(
        f"{DESK}domande.<str:extension>", overview_list.submission_export, name="submission_export"
    ),
    path(
        f"{LIST}esporta/", overview_list.submission_export_choose, name="submission_export_choose"
    ),
    path(VIEWS, kept_views.view_list, name="view_list"),
    path(f"{VIEWS}salva/", overview_list.view_save, name="view_save"),
    path(f"{VIEWS}<uuid:view>/nome/", kept_views.view_rename, name="view_rename"),
    path(f"{VIEWS}<uuid:view>/condividi/", kept_views.view_share, name="view_share"),
    path(f"{VIEWS}<uuid:view>/riserva/", kept_views.view_unshare, name="view_unshare"),
    path(f"{VIEWS}<uuid:view>/copia/", kept_views.view_copy, name="view_copy"),
    path(f"{VIEWS}<uuid:view>/togli/", kept_views.view_forget, name="view_forget"),
    path(f"{LIST}assegna/", overview_acts.submission_assign_all, name="submission_assign_all"),
    path(f"{LIST}sollecita/", overview_acts.submission_remind_all, name="submission_remind_all"),
    path(f"{DESK}quadro/", overview.call_overview, name="call_overview"),
]
