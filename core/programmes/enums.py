from django.db import models
from django.utils.translation import gettext_lazy as _

RESERVED_SLUGS = frozenset(
    {"accounts", "api", "area", "demo", "en", "galleria", "healthz", "media", "piattaforma", "readyz", "static"}
)
"""First parts of the portal's own addresses: no programme may take them."""


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLIC = "public", _("public")
    ARCHIVED = "archived", _("archived")
