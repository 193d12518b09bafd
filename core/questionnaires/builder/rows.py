"""Rows inside a question's form: the choices it offers, the columns of its table.

A row keeps the key it has, so that answers and conditions still find it when its words change; an
emptied row is taken out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.questionnaires.domain.editing import fresh_key
from core.questionnaires.enums import ColumnType
from core.questionnaires.spec import ChoiceSpec, ColumnSpec
from core.ui.bilingual import BilingualFormField
from core.ui.forms import PortalForm

MOST = 100
ACT = "row_act"
"""Name of the buttons that add, move and take out a row."""
BETWEEN = "|"
"""Stands between the Italian and the English of a column's choice."""


class RowForm(PortalForm, forms.Form):
    """One row; without an Italian text it is none, and nothing else may be written in it."""

    key = forms.SlugField(required=False, max_length=60, widget=forms.HiddenInput)
    label = BilingualFormField(label=_("Words"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        label = data.get("label")
        if label and not label["it"].strip() and label["en"].strip():
            self.add_error("label", _("The Italian text is missing."))
        return data

    def unchecked(self) -> None:
        """Show what was typed without a word on it."""
        self.cleaned_data, self._errors = {}, ErrorDict()

    @property
    def is_filled(self) -> bool:
        label = self.cleaned_data.get("label")
        return bool(label and label["it"].strip())


class ColumnForm(RowForm):
    label = BilingualFormField(label=_("Heading of the column"), max_length=200, required=False)
    type = forms.ChoiceField(label=_("What is written in it"), choices=ColumnType.choices)
    unit = forms.CharField(label=_("Unit"), max_length=30, required=False)
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For one choice: one on each line, the English after a bar: “Cibo | Food”."),
    )
    required = forms.BooleanField(
        label=_("Must be filled in every row"), required=False, initial=True
    )
    total = forms.BooleanField(label=_("Add it up under the rows"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.is_filled:
            return data
        kind = data.get("type")
        if kind == ColumnType.CHOICE and not (data.get("choices") or "").strip():
            self.add_error("choices", _("Write the choices, one on each line."))
        if data.get("total") and kind not in {ColumnType.NUMBER, ColumnType.MONEY}:
            self.add_error("total", _("Only numbers and amounts can be added up."))
        return data


class Rows:
    """The rows of one question; a new one begins with a few empty ones."""

    form: type[RowForm] = RowForm
    name = "row"
    least = 1
    spare = 1
    too_few: str | Promise = ""

    def __init__(self, held: Sequence[Any], data: Mapping[str, Any] | None) -> None:
        self.held = held
        self.trouble: str | Promise = ""
        self.legend: str | Promise = ""
        initial = [self.initial(each) for each in held]
        count = len(initial) if initial else self.spare
        if data is not None:
            data, count = arranged(self.name, data)
        initial = [*initial[:count], *({} for _spare in range(count - len(initial)))]
        self.forms = [
            self.form(data, prefix=f"{self.name}-{number}", initial=values)
            for number, values in enumerate(initial)
        ]

    def initial(self, each: Any) -> dict[str, Any]:
        return {"key": each.key, "label": each.label.bilingual}

    def is_valid(self) -> bool:
        # Every form is asked, so that each shows its own errors.
        well = all([form.is_valid() for form in self.forms])  # noqa: C419 - see above
        if well and sum(form.is_filled for form in self.forms) < self.least:
            self.trouble = self.too_few
        return well and not self.trouble

    def written(self) -> dict[str, Any]:
        taken = {form.cleaned_data["key"] for form in self.filled}
        found = []
        for form in self.filled:
            label = form.cleaned_data["label"]
            key = form.cleaned_data["key"] or fresh_key(label["it"], taken)
            taken.add(key)
            found.append({"key": key, "label": dict(label), **self.more(form)})
        return {self.name: found}

    def more(self, form: RowForm) -> dict[str, Any]:
        """What a row says beside its key and words."""
        return {}

    def saved_meanwhile(self) -> str:
        """The rows as they are saved, if that is not what was typed."""
        saved = [each.label.bilingual for each in self.held]
        typed = [form.cleaned_data["label"] for form in self.filled]
        return "" if saved == typed else ", ".join(str(each) for each in saved)

    @property
    def filled(self) -> list[RowForm]:
        return [form for form in self.forms if form.is_filled]


class ChoiceRows(Rows):
    name = "choices"
    least = 2
    spare = 3
    too_few = _("Write at least two answers to choose from.")

    def __init__(self, held: Sequence[ChoiceSpec], data: Mapping[str, Any] | None) -> None:
        super().__init__(held, data)
        self.legend = pgettext_lazy("of a question", "Answers to choose from")


class ColumnRows(Rows):
    form = ColumnForm
    name = "columns"
    too_few = _("Write at least one column.")

    def __init__(self, held: Sequence[ColumnSpec], data: Mapping[str, Any] | None) -> None:
        super().__init__(held, data)
        self.legend = _("Columns of the table")

    def initial(self, each: ColumnSpec) -> dict[str, Any]:
        lines = (f"{c.label.it} {BETWEEN} {c.label.en}".rstrip(f" {BETWEEN}") for c in each.choices)
        return {
            **super().initial(each),
            "type": each.type,
            "unit": each.unit,
            "required": each.required,
            "total": each.total,
            "choices": "\n".join(lines),
        }

    def more(self, form: RowForm) -> dict[str, Any]:
        data = form.cleaned_data
        held = {each.key: each for each in self.held}.get(data["key"])
        is_choice = data["type"] == ColumnType.CHOICE
        return {
            "type": data["type"],
            "unit": data["unit"],
            "required": data["required"],
            "total": data["total"],
            "choices": _choices(data["choices"], held) if is_choice else (),
        }


def _choices(text: str, held: ColumnSpec | None) -> list[dict[str, Any]]:
    """One choice a line; a line with the same Italian words keeps its key."""
    keys = {each.label.it: each.key for each in held.choices} if held else {}
    found: dict[str, dict[str, Any]] = {}
    for line in text.splitlines():
        italian, _bar, english = (part.strip() for part in line.partition(BETWEEN))
        if italian:
            key = keys.get(italian) or fresh_key(italian, {*found, *keys.values()})
            found[key] = {"key": key, "label": {"it": italian, "en": english}}
    return list(found.values())


def arranged(name: str, data: Mapping[str, Any]) -> tuple[Mapping[str, Any], int]:
    """What was posted of the rows called `name`, after the act of the button that was pressed, and how
    many they are now. An act is "add", "up-2", "down-2", "remove-2" or "to-4-0" (dragged), from 0."""
    count = _posted(name, data)
    order = _order(str(data.get(ACT, "")), list(range(count)))
    if order == list(range(count)):
        return data, count
    made = {key: data[key] for key in data if not key.startswith(f"{name}-")}
    for place, old in enumerate(order):
        start = f"{name}-{old}-"
        for key in data:
            if key.startswith(start):
                made[f"{name}-{place}-{key.removeprefix(start)}"] = data[key]
    return made, len(order)


def _order(act: str, order: list[int]) -> list[int]:
    verb, *numbers = act.split("-")
    if verb == "add" and len(order) < MOST:
        return [*order, len(order)]
    if not numbers or not all(number.isdecimal() for number in numbers):
        return order
    row = int(numbers[0])
    if row not in order:
        return order
    order.remove(row)
    if verb == "remove":
        return order
    steps = {"up": row - 1, "down": row + 1, "to": int(numbers[-1])}
    order.insert(max(0, steps.get(verb, row)), row)
    return order


def _posted(name: str, data: Mapping[str, Any]) -> int:
    """How many rows came with the page: `choices-0-key`, `choices-1-key`, …"""
    return next(
        number for number in range(MOST + 1) if f"{name}-{number}-key" not in data or number == MOST
    )
