from django.apps import AppConfig


class TranchesConfig(AppConfig):
    name = "tranches"
