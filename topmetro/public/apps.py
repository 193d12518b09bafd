from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "topmetro.public"
    label = "public"
