from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "topmetro.platform"
    label = "platform"
