from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranchesConfig(AppConfig):
    name = "tranches"
    verbose_name = _("Contributions")
