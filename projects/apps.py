from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Territorial pilots")

    def ready(self) -> None:
        # Calls must know what stands on a place, whichever page or task frees it.
        import_module("projects.domain.endings")
