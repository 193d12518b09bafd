"""Addresses of this part."""

from django.urls import URLPattern, URLResolver

app_name = "tranches"
urlpatterns: list[URLPattern | URLResolver] = []
