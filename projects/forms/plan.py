"""Forms of whoever writes a project's plan."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.people import queries as people
from core.ui.bilingual import BilingualFormField
from core.ui.forms import DateInput, DateTimeInput, MoneyField, PortalForm
from projects.enums import BudgetCategory
from projects.forms.stale import RevisedForm
from projects.models import Project


class ProjectForm(RevisedForm):
    """What a project says of itself while it is designed."""

    units: ClassVar[dict[str, Any]] = {"cofinancing": "€"}

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = BilingualFormField(
        label=_("Public summary"),
        multiline=True,
        max_length=1200,
        help_text=_("What you do, for whom and where: it stands on the public page."),
    )
    starts_on = forms.DateField(label=_("Starts on"), widget=DateInput)
    ends_on = forms.DateField(label=_("Ends on"), widget=DateInput)
    cofinancing = MoneyField(
        label=_("Declared co-financing"),
        help_text=_("What the network and others add to the contribution; 0 if nothing."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        _in_order(self, data)
        return data


class RowForm(RevisedForm):
    """A row of the plan; organisations in charge are those of the network."""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("organisation")
        if isinstance(field, forms.ModelChoiceField):
            members = people.organisations_of_network(project.network)
            field.queryset = members
            if members.count() == 1:
                field.initial = members.get().pk


class ActivityForm(RowForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("What is done"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(label=_("To"), widget=DateInput)
    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Organisation in charge")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        _in_order(self, data)
        return data


class MilestoneForm(RowForm):
    title = forms.CharField(
        label=_("What will be there"),
        max_length=200,
        help_text=_("Something that anybody can see: “the garden is open”."),
    )
    due = forms.DateField(label=pgettext_lazy("date", "By"), widget=DateInput)


class BudgetLineForm(RowForm):
    units: ClassVar[dict[str, Any]] = {"granted": "€", "cofinancing": "€"}

    category = forms.ChoiceField(label=_("Category"), choices=BudgetCategory.choices)
    description = forms.CharField(label=_("What is paid"), max_length=300)
    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Organisation in charge")
    )
    granted = MoneyField(label=_("From the contribution"))
    cofinancing = MoneyField(label=_("Co-financing"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("granted") == 0 and data.get("cofinancing") == 0:
            raise ValidationError(_("A line of zero pays nothing: write an amount."), code="zero")
        return data


class TableForm(PortalForm, forms.Form):
    """When and where a co-design table sits."""

    starts_at = forms.DateTimeField(
        label=_("Begins"), widget=DateTimeInput, help_text=_("Italian time.")
    )
    ends_at = forms.DateTimeField(label=_("Ends"), widget=DateTimeInput)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    online_url = forms.URLField(
        label=_("Address of the online room"), max_length=300, required=False, assume_scheme="https"
    )
    objective = forms.CharField(
        label=_("What it is for"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        begins, ends = data.get("starts_at"), data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("The end must come after the beginning."))
        if not (data.get("place") or data.get("online_url")) and not self.errors:
            self.add_error("place", _("Write the place, or the address of the online room."))
        return data


def _in_order(form: forms.Form, data: dict[str, Any]) -> None:
    begins, ends = data.get("starts_on"), data.get("ends_on")
    if begins and ends and ends < begins:
        form.add_error("ends_on", _("The end must not come before the beginning."))
