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


class DraftAct(models.TextChoices):
    """What was done to the draft of a form, as the list of its changes says it."""

    SECTION_ADDED = "section_added", _("Section added")
    SECTION_COPIED = "section_copied", _("Section copied from another form")
    SECTION_CHANGED = "section_changed", _("Section rewritten")
    SECTION_REMOVED = "section_removed", _("Section taken out")
    SECTION_MOVED = "section_moved", _("Section moved")
    QUESTION_ADDED = "question_added", _("Question added")
    QUESTIONS_COPIED = "questions_copied", _("Questions copied into the section")
    QUESTION_CHANGED = "question_changed", _("Question rewritten")
    QUESTION_REMOVED = "question_removed", _("Question taken out")
    QUESTION_MOVED = "question_moved", _("Question moved")
    QUESTION_BOUND = "question_bound", _("Filling in by the portal changed for the question")
    CONDITION_CHANGED = "condition_changed", _("Condition changed for the question")
    PART_RESTORED = "part_restored", _("Put back into the form")
