from django.urls import path

from core.notices import views

app_name = "notices"
urlpatterns = [
    path("avvisi/preferenze/", views.preferences, name="preferences"),
]
