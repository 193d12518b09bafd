from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranchesConfig(AppConfig):
    name = "tranches"
    verbose_name = _("Contributions")

    def ready(self) -> None:
        # Projects must know whether a report is open, whichever page or task adds a document.
        import_module("tranches.domain.reports")
