"""The settings of a question, each as the field that asks for it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.documents.enums import KINDS
from core.questionnaires.enums import QuestionType
from core.questionnaires.reading import MAX_MONEY, MAX_NUMBER, decimal_of
from core.questionnaires.spec import LIMITS_OF
from core.questionnaires.widgets import typed_number
from core.ui.forms import DateInput, MoneyField

MOST_WORDS, MOST_CHARS, MOST_FILES, MOST_ROWS, MOST_MB = 20_000, 100_000, 50, 200, 100
ORDER = (
    *("min_words", "max_words", "min_chars", "max_chars", "min_value", "max_value", "decimals"),
    *("earliest", "latest", "min_choices", "max_choices", "min_files", "max_files", "max_mb"),
    *("kinds", "min_rows", "max_rows", "max_total"),
)
PAIRS = ("words", "chars", "value", "choices", "files", "rows")


class NumberField(forms.Field):
    """A number as an Italian writes it ("1.234,5"); nothing beyond what an answer may hold."""

    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        number = decimal_of(value)
        if abs(number) > MAX_NUMBER:
            raise ValidationError(_("This number is too great."), code="too_great")
        return number

    def prepare_value(self, value: Any) -> str:
        return typed_number(value)


def _whole(label: Any, most: int | None = None, **more: Any) -> Callable[[], forms.Field]:
    return lambda: forms.IntegerField(
        label=label, required=False, min_value=1, max_value=most, **more
    )


def _day(label: Any) -> Callable[[], forms.Field]:
    return lambda: forms.DateField(label=label, required=False, widget=DateInput)


def _kinds() -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Kinds of file"),
        required=False,
        choices=[(kind, kind.upper()) for kind in sorted(KINDS)],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means any of them."),
    )


_FIELDS: dict[str, Callable[[], forms.Field]] = {
    "min_words": _whole(_("At least so many words"), MOST_WORDS),
    "max_words": _whole(_("At most so many words"), MOST_WORDS),
    "min_chars": _whole(_("At least so many characters"), MOST_CHARS),
    "max_chars": _whole(_("At most so many characters"), MOST_CHARS),
    "min_value": lambda: NumberField(label=_("Not less than"), required=False),
    "max_value": lambda: NumberField(label=_("Not more than"), required=False),
    "decimals": lambda: forms.IntegerField(
        label=_("Figures after the comma"),
        required=False,
        min_value=0,
        max_value=6,
        help_text=_("0 for whole numbers; empty for any."),
    ),
    "earliest": _day(_("Not before")),
    "latest": _day(_("Not after")),
    "min_choices": _whole(_("Choose at least so many"), 100),
    "max_choices": _whole(_("Choose at most so many"), 100),
    "min_files": _whole(_("At least so many files"), MOST_FILES),
    "max_files": _whole(_("At most so many files"), MOST_FILES, help_text=_("Empty means one.")),
    "max_mb": _whole(_("Megabytes of each file, at most"), MOST_MB),
    "kinds": _kinds,
    "min_rows": _whole(_("At least so many rows"), MOST_ROWS),
    "max_rows": _whole(
        _("At most so many rows"), MOST_ROWS, help_text=_("The table never takes more than 200.")
    ),
    "max_total": lambda: MoneyField(
        label=_("The first sum may be at most"),
        required=False,
        max_value=MAX_MONEY,
        help_text=_("Of the first column that is added up, such as the grant requested."),
    ),
}


def limit_fields(kind: QuestionType) -> dict[str, forms.Field]:
    """The bounds that a question of this type may carry, in the order in which they are asked."""
    made = {name: _FIELDS[name]() for name in ORDER if name in LIMITS_OF[kind]}
    if kind == QuestionType.MONEY:
        for name in ("min_value", "max_value"):
            made[name] = MoneyField(label=made[name].label, required=False, max_value=MAX_MONEY)
    return made
