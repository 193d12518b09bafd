from django.urls import path

from topmetro.platform import views

app_name = "platform"
urlpatterns = [
    path("", views.programme_list, name="programme_list"),
]
