from django.urls import path

from topmetro.platform import views

app_name = "platform"
urlpatterns = [
    path("", views.programme_list, name="programme_list"),
    path("programmi/nuovo/", views.programme_create, name="programme_create"),
    path("programmi/da-file/", views.programme_load, name="programme_load"),
    path("programmi/<uuid:programme_id>/", views.programme_detail, name="programme_detail"),
    path(
        "programmi/<uuid:programme_id>/invita/", views.coordinator_invite, name="coordinator_invite"
    ),
    path("persone/", views.account_search, name="account_search"),
    path("persone/<uuid:person_id>/", views.account_detail, name="account_detail"),
    path(
        "persone/<uuid:person_id>/secondo-fattore/",
        views.second_factor_reset,
        name="second_factor_reset",
    ),
]
