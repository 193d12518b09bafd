from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "core.programmes"
    label = "programmes"
