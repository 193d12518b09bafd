"""Addresses of this part."""

from django.urls import URLPattern, URLResolver

app_name = "labs"
urlpatterns: list[URLPattern | URLResolver] = []
