from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RESERVED_SLUGS = frozenset(
    {
        "accounts",
        "api",
        "area",
        "demo",
        "en",
        "galleria",
        "healthz",
        "media",
        "piattaforma",
        "readyz",
        "static",
    }
)
"""First parts of the portal's own addresses: no programme may take them."""


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLIC = "public", _("public")
    ARCHIVED = "archived", _("archived")


MOVES: dict[ProgrammeState, frozenset[ProgrammeState]] = {
    ProgrammeState.DRAFT: frozenset({ProgrammeState.PUBLIC}),
    ProgrammeState.PUBLIC: frozenset({ProgrammeState.ARCHIVED}),
    ProgrammeState.ARCHIVED: frozenset({ProgrammeState.PUBLIC}),
}
"""From which state to which: what was public once never becomes a draft again."""


class Accent(models.TextChoices):
    """The programme's colour: one of the classes `accent-…` of the style sheet."""

    BLUE = "blue", _("blue")
    GREEN = "green", _("green")
    TEAL = "teal", _("teal")
    PURPLE = "purple", _("purple")
    MAGENTA = "magenta", _("magenta")
    BROWN = "brown", _("brown")
    SLATE = "slate", _("slate")


class DatePrecision(models.TextChoices):
    """How much of a date is known. A month has no day, and none is invented for it."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    FROM_MONTH = "from_month", _("from a month on")


class FunderRole(models.TextChoices):
    """What a body does for the programme; one body may have several rows.

    The words have a context of their own: a facilitator may also be a person, with another Italian word.
    """

    PROMOTER = "promoter", pgettext_lazy("body", "promoter")
    CO_FUNDER = "co_funder", pgettext_lazy("body", "co-funder")
    FACILITATOR = "facilitator", pgettext_lazy("body", "facilitator")
    MUNICIPALITY = "municipality", pgettext_lazy("body", "municipality")
    EVALUATOR = "evaluator", pgettext_lazy("body", "evaluator")
    SCIENTIFIC_PARTNER = "scientific_partner", pgettext_lazy("body", "scientific partner")
    SUPPORTER = "supporter", pgettext_lazy("body", "supporter of a lab")


PAYING_ROLES = frozenset({FunderRole.PROMOTER, FunderRole.CO_FUNDER})


class PayerKind(models.TextChoices):
    """Decides the chain of payment: orders to the treasury, or bank transfers."""

    PUBLIC = "public", _("public")
    PRIVATE = "private", _("private")
