from django.urls import path

from topmetro.area import views

app_name = "area"
urlpatterns = [
    path("", views.home, name="home"),
]
