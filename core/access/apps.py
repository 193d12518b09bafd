from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "core.access"
    label = "access"

    def ready(self) -> None:
        from core.access.grants import grant_to_app

        post_migrate.connect(grant_to_app, sender=self)
