"""The list of a call's applications, what is done with many of them, and the call in numbers."""

from django.urls import path

from calls.views import overview, overview_acts, overview_list

DESK = "area/bandi/<uuid:key>/"
LIST = f"{DESK}domande/"
urlpatterns = [
    path(LIST, overview_list.submission_list, name="submission_list"),
    path(
        f"{DESK}domande.<str:extension>", overview_list.submission_export, name="submission_export"
    ),
    path(
        f"{LIST}esporta/", overview_list.submission_export_choose, name="submission_export_choose"
    ),
    path(f"{LIST}viste/", overview_list.view_save, name="view_save"),
    path(f"{LIST}viste/togli/", overview_list.view_forget, name="view_forget"),
    path(f"{LIST}assegna/", overview_acts.submission_assign_all, name="submission_assign_all"),
    path(f"{LIST}sollecita/", overview_acts.submission_remind_all, name="submission_remind_all"),
    path(f"{DESK}quadro/", overview.call_overview, name="call_overview"),
]
