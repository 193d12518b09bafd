from django.urls import URLPattern

app_name = "area"
urlpatterns: list[URLPattern] = []
