"""Forms of the evaluation: indicators, what is expected of them, their values."""

from __future__ import annotations  # form fields are not generic at run time

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.access import clock
from core.programmes.models import Territory
from core.ui.decision_forms import ReasonForm
from core.ui.forms import DateInput, PortalForm
from evaluation.domain.measurements import Given, Subject, given_blockers
from evaluation.domain.targets import target_blockers
from evaluation.enums import (
    FITTING_COMPARATORS,
    Aggregation,
    BaselineStatus,
    CommonsType,
    Comparator,
    Direction,
    IndicatorType,
    Reporting,
    ValueStatus,
)
from evaluation.models import EvaluationQuestion, Indicator, Measurement
from evaluation.progress import Contradiction, Expected
from evaluation.queries import commons_titles
from labs import queries as labs
from projects.models import Project

WHOLE_PROGRAMME = "programme"


class FigureField(forms.DecimalField):
    """A figure as people type it: "12,5", "1.250,5", "12.5"."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 16, "decimal_places": 4, "localize": False, **kwargs})
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs keep IntegerField's
        if isinstance(value, str):
            text = value.strip().replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
            value = text.replace(".", "").replace(",", ".") if "," in text else text
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", ",")
        return value


class IndicatorForm(PortalForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """An indicator as it is proposed, or put in better words."""

    question: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Question that it answers"), empty_label=None
    )
    commons_type = forms.ChoiceField(label=_("Commons"), required=False)
    baseline = FigureField(
        label=_("Initial value"), required=False, help_text=_("Only if it is known.")
    )
    agreed_in: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Lab that agrees upon it"), required=False
    )
    field_order = (
        "question", "commons_type", "title", "key", "definition", "type", "unit", "direction",
        "reporting", "over_time", "over_territories", "baseline_status", "baseline", "source",
        "agreed_in",
    )  # fmt: skip

    class Meta:
        model = Indicator
        fields: ClassVar = [
            "title", "key", "definition", "type", "unit", "direction", "reporting", "over_time",
            "over_territories", "baseline_status", "baseline", "source",
        ]  # fmt: skip
        labels: ClassVar = {"key": _("Address")}
        help_texts: ClassVar = {
            "key": _("The last part of the public address; left empty, it follows the title."),
            "definition": _("What is counted, and what is not: so that everybody counts the same."),
            "unit": _("What one of them is called: hours, people. A share is a percentage."),
            "source": _("Where whoever checks finds the value."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].queryset = EvaluationQuestion.objects.order_by("position", "pk")  # type: ignore[attr-defined]  # a ModelChoiceField
        titles = commons_titles()
        self.fields["commons_type"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("every type")),
            *((one.value, str(titles.get(one.value) or one.label)) for one in CommonsType),
        ]
        self.fields["agreed_in"].queryset = labs.public_events()  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["key"].required = False
        if self.instance.created_at is not None:
            self.initial = {
                **self.initial,
                "question": self.instance.dimension.question_id,
                "commons_type": self.instance.dimension.commons_type,
                "agreed_in": self.instance.agreed_in_id,
            }
            del self.fields["key"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance.created_at is None:
            self._find_key(data)
        if data.get("reporting") == Reporting.SNAPSHOT and data.get("over_time") == Aggregation.SUM:
            self.add_error("over_time", _("Situations are not added up: choose the latest."))
        if data.get("type") == IndicatorType.RATIO:
            for name in ("over_time", "over_territories"):
                if data.get(name) == Aggregation.SUM:
                    self.add_error(name, _("Shares are not added up: add up their counts."))
        known = data.get("baseline_status") == BaselineStatus.KNOWN
        if known and data.get("baseline") is None:
            self.add_error("baseline", _("Write the initial value, or say that it is not known."))
        if not known and data.get("baseline") is not None:
            self.add_error("baseline_status", _("There is a value: say that it is known."))
        return data

    def _find_key(self, data: dict[str, Any]) -> None:
        title = data.get("title")
        key = slugify(data.get("key") or (title["it"] if title else ""))[:40].strip("-")
        if key and Indicator.objects.filter(key=key).exists():
            self.add_error("key", _("Another indicator of this programme has this address."))
        data["key"] = key

    def validate_constraints(self) -> None:
        """The database's own checks are said above in people's words."""


class TargetForm(PortalForm, forms.Form):
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(
        label=_("To"),
        widget=DateInput,
        help_text=_("Within fifteen days of it every project is asked its value."),
    )
    comparator = forms.ChoiceField(label=_("Comparison"), choices=Comparator.choices)
    value = FigureField(label=_("Expected value"))
    upper = FigureField(
        label=_("And at most"), required=False, help_text=_("Only between two limits.")
    )

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        fitting = FITTING_COMPARATORS[Direction(indicator.direction)]
        self.fields["comparator"].initial = next(iter(fitting), Comparator.AT_LEAST)
        for name in ("value", "upper"):
            self.fields[name].widget.attrs["data-unit"] = indicator.unit_words
        if Direction(indicator.direction) != Direction.MAINTAIN:
            del self.fields["upper"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The period ends before it begins."))
        band = data.get("comparator") == Comparator.BETWEEN
        if band and "upper" in self.fields and data.get("upper") is None:
            self.add_error("upper", _("Between two limits, both are needed."))
        if not band:
            data["upper"] = None
        if not self.errors:
            self._refuse_contradiction(data)
        return data

    def _refuse_contradiction(self, data: dict[str, Any]) -> None:
        expected = Expected(Comparator(data["comparator"]), data["value"], data.get("upper"))
        for blocker in target_blockers(self.indicator, expected):
            field = "comparator" if blocker.code == Contradiction.COMPARATOR else "value"
            self.add_error(field, str(blocker.message))


class ValueForm(PortalForm, forms.Form):
    """What is said of an indicator, whoever's value it is: a figure, or why there is none."""

    value_status = forms.ChoiceField(
        label=_("Is there a value?"),
        choices=ValueStatus.choices,
        widget=forms.RadioSelect,
        initial=ValueStatus.RECORDED,
        help_text=_("What is missing is not a zero; a zero that was counted is a value."),
    )
    value = FigureField(label=_("Value"), required=False)
    numerator = FigureField(
        label=_("How many"), required=False, max_digits=14, decimal_places=2, min_value=0
    )
    denominator = FigureField(
        label=_("Out of how many"), required=False, max_digits=14, decimal_places=2, min_value=0
    )
    told = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "How it was counted, or why it is missing. It is public with the value: no names of people."
        ),
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("A register, minutes, a table: read by the evaluators, never public."),
    )

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        kept = {
            IndicatorType.RATIO: {"numerator", "denominator"},
            IndicatorType.QUALITY: {"told"},
        }.get(IndicatorType(indicator.type), {"value"})
        for name in {"value", "numerator", "denominator", "told"} - kept:
            del self.fields[name]
        if "value" in self.fields:
            self.fields["value"].widget.attrs["data-unit"] = indicator.unit_words

    @property
    def given(self) -> Given:
        data = self.cleaned_data
        return Given(
            ValueStatus(data["value_status"]),
            data.get("value"),
            data.get("numerator"),
            data.get("denominator"),
            data.get("told", ""),
            data.get("note", ""),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        missing = next(name for name in ("denominator", "told", "value") if name in self.fields)
        for blocker in given_blockers(self.indicator, self.given):
            field = "value_status" if blocker.code == "value_and_no_value" else missing
            self.add_error(field, str(blocker.message))
        return data


class RecordForm(ValueForm):
    """A new value: also whose it is, and of which days."""

    field_order = (
        "subject", "starts_on", "ends_on", "value_status", "value", "numerator", "denominator",
        "told", "note", "evidence",
    )  # fmt: skip

    subject = forms.ChoiceField(label=_("Whose value it is"))
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(label=_("To"), widget=DateInput)

    def __init__(
        self,
        *args: Any,
        offered: QuerySet[Project],
        whole: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: list[Any] = [(str(row.pk), row.title) for row in offered]
        if whole:
            territories = Territory.objects.order_by("position", "pk")
            choices = [
                (_("Projects"), choices),
                (_("Territories"), [(str(row.pk), row.name) for row in territories]),
                (_("Programme"), [(WHOLE_PROGRAMME, _("the whole programme"))]),
            ]
        self._territories = {str(row.pk) for row in territories} if whole else set()
        self.fields["subject"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def whose(self) -> Subject:
        chosen = self.cleaned_data["subject"]
        if chosen == WHOLE_PROGRAMME:
            return Subject()
        if chosen in self._territories:
            return Subject(territory_id=chosen)
        return Subject(project_id=chosen)

    def clean_ends_on(self) -> date:
        last: date = self.cleaned_data["ends_on"]
        if last > clock.today():
            message = _("The period has not ended yet: a value is recorded from its last day on.")
            raise ValidationError(message, code="future")
        return last

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The period ends before it begins."))
        if not self.errors and self._stands(data):
            self.add_error(
                "subject",
                _("There is already a value for these days: change or correct that one."),
            )
        return data

    def _stands(self, data: dict[str, Any]) -> bool:
        subject = self.whose
        return (
            Measurement.objects.filter(
                indicator=self.indicator,
                project=subject.project_id,
                territory=subject.territory_id,
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
            )
            .exclude(review_state="superseded")
            .exists()
        )


class CorrectionForm(ValueForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
        self.fields["note"].label = _("Why it is corrected")


class ReturnForm(ReasonForm):
    help_text = _("What to put right. Who recorded the value reads it.")
