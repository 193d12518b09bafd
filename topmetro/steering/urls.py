from django.urls import path

from topmetro.steering import views

app_name = "steering"
urlpatterns = [
    path("programma/", views.programme_detail, name="programme_detail"),
    path("programma/modifica/", views.programme_change, name="programme_change"),
    path("programma/pubblica/", views.programme_publish, name="programme_publish"),
    path("programma/archivia/", views.programme_archive, name="programme_archive"),
    path("programma/definizione/", views.programme_export, name="programme_export"),
    path("programma/comuni/aggiungi/", views.territory_add, name="territory_add"),
    path("programma/comuni/<uuid:territory_id>/", views.territory_change, name="territory_change"),
    path(
        "programma/comuni/<uuid:territory_id>/togli/",
        views.territory_remove,
        name="territory_remove",
    ),
]
