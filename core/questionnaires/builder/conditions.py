"""A condition in words: which answer of which earlier question brings this one up."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.questionnaires.enums import Comparison, QuestionType
from core.questionnaires.reading import decimal_of
from core.questionnaires.spec import ConditionSpec, QuestionSpec, comparisons_of
from core.questionnaires.widgets import YES_NO, typed_number
from core.ui.forms import PortalForm

ORDER = (
    Comparison.IS,
    Comparison.IS_NOT,
    Comparison.CONTAINS,
    Comparison.AT_LEAST,
    Comparison.FILLED,
)
WORDS = {
    Comparison.IS: pgettext_lazy("condition", "is this one:"),
    Comparison.IS_NOT: pgettext_lazy("condition", "is there, and is not this one:"),
    Comparison.CONTAINS: pgettext_lazy("condition", "has this one among the chosen:"),
    Comparison.AT_LEAST: pgettext_lazy("condition", "is at least:"),
    Comparison.FILLED: pgettext_lazy("condition", "is there, whatever it says"),
}


def offered(asked: Iterable[QuestionSpec], key: str) -> list[QuestionSpec]:
    """The questions on which the one called `key` may depend: those asked before it."""
    found: list[QuestionSpec] = []
    for question in asked:
        if question.key == key:
            return found
        found.append(question)
    return found


class ConditionForm(PortalForm, forms.Form):
    """How the answer to `target` is looked at, as its type allows."""

    comparison = forms.ChoiceField(label=_("Ask it only if that answer"), widget=forms.RadioSelect)

    def __init__(
        self,
        target: QuestionSpec,
        held: ConditionSpec | None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.target = target
        mine = held if held and held.question == target.key else None
        super().__init__(data, initial=_initial(mine, target))
        allowed = comparisons_of(target.type)
        field = self.fields["comparison"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.value, WORDS[each]) for each in ORDER if each in allowed]
        if allowed != {Comparison.FILLED}:
            self.fields["value"] = _value_field(target)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        comparison, value = data.get("comparison"), data.get("value")
        if comparison and comparison != Comparison.FILLED and value in (None, ""):
            if "value" not in self.errors:
                self.add_error("value", _("Which answer must it be?"))
        elif comparison == Comparison.AT_LEAST:
            try:
                data["value"] = f"{decimal_of(value).normalize():f}"
            except ValidationError as error:
                self.add_error("value", error)
        return data

    def condition(self) -> ConditionSpec:
        comparison, value = self.cleaned_data["comparison"], self.cleaned_data.get("value")
        if comparison == Comparison.FILLED:
            value = None
        elif self.target.type == QuestionType.YES_NO:
            value = value == "yes"
        return ConditionSpec(question=self.target.key, comparison=comparison, value=value)


def _value_field(target: QuestionSpec) -> forms.Field:
    label = pgettext_lazy("condition", "Answer")
    if target.type == QuestionType.YES_NO:
        return forms.ChoiceField(label=label, required=False, choices=[("", "—"), *YES_NO])
    if target.choices:
        options = [(choice.key, str(choice.label)) for choice in target.choices]
        return forms.ChoiceField(label=label, required=False, choices=[("", "—"), *options])
    return forms.CharField(
        label=_("Number"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )


def _initial(held: ConditionSpec | None, target: QuestionSpec) -> dict[str, Any]:
    if held is None:
        return {}
    value: Any = held.value
    if isinstance(value, bool):
        value = "yes" if value else "no"
    elif target.type in {QuestionType.NUMBER, QuestionType.MONEY}:
        value = typed_number(value)
    return {"comparison": held.comparison.value, "value": value}
