"""What a question may ask, how a condition compares, which tables come ready."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionType(models.TextChoices):
    TEXT = "text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount in euro")
    DATE = "date", _("Day")
    CHOICE = "choice", _("One choice")
    MULTIPLE_CHOICE = "multiple_choice", _("More choices")
    YES_NO = "yes_no", _("Yes or no")
    FILE = "file", _("Files")
    TABLE = "table", _("Table")


class ColumnType(models.TextChoices):
    """What a cell of a table may hold."""

    TEXT = "text", _("Short text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount in euro")
    DATE = "date", _("Day")
    CHOICE = "choice", _("One choice")
    YES_NO = "yes_no", _("Yes or no")


class Comparison(models.TextChoices):
    """How a condition looks at the answer it depends on."""

    IS = "is", _("is")
    IS_NOT = "is_not", _("is not")
    CONTAINS = "contains", _("contains")
    AT_LEAST = "at_least", _("is at least")
    FILLED = "filled", _("has an answer")


class TablePreset(models.TextChoices):
    """Tables that a call asks again and again, with their columns ready."""

    PARTNERS = "partners", _("Partners of the network")
    BUDGET = "budget", _("Budget")
    ACTIVITIES = "activities", _("Activities")
    RESOURCES = "resources", _("Resources put in common")


class MissingReason(models.TextChoices):
    """Why an answer does not count yet."""

    EMPTY = "empty", _("No answer yet")
    INVALID = "invalid", _("The answer needs a correction")
