"""What is recorded for the gate, and the award."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.programmes.models import Funder
from core.ui.forms import DateInput, PortalForm
from tranches.enums import ClearanceState

SUBJECT = [
    ("no", _("No, the organisation is not subject to it")),
    ("yes", _("Yes, it is withheld from each payment")),
]


class AwardForm(PortalForm, forms.Form):
    payer = forms.ModelChoiceField(
        label=_("Who pays"), queryset=Funder.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, payers: QuerySet[Funder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["payer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = payers
        field.initial = payers.first()


class ConditionForm(PortalForm, forms.Form):
    reference = forms.CharField(
        label=_("What was accepted"),
        max_length=200,
        help_text=_("For instance: report no. 1, December to February."),
    )
    accepted_on = forms.DateField(label=_("Accepted on"), widget=DateInput)
    file = forms.FileField(label=_("File"), help_text=_("The report, or the note of acceptance."))


class ClearanceForm(PortalForm, forms.Form):
    state = forms.ChoiceField(
        label=_("State"), choices=ClearanceState.choices, widget=forms.RadioSelect
    )
    asked_on = forms.DateField(label=_("Asked on"), widget=DateInput)
    valid_until = forms.DateField(
        label=_("Valid until"),
        widget=DateInput,
        required=False,
        help_text=_("As the document says; needed when it is regular."),
    )
    reference = forms.CharField(label=_("Number or protocol"), max_length=60, required=False)
    file = forms.FileField(label=_("File"), required=False)


class WithholdingForm(PortalForm, forms.Form):
    subject = forms.ChoiceField(
        label=_("Is the contribution subject to withholding tax?"),
        choices=SUBJECT,
        widget=forms.RadioSelect,
        help_text=_(
            "DPR 600/1973 art. 28 c. 2: companies, and bodies that carry on a commercial activity."
        ),
    )
    norm = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("For instance: non-commercial body, institutional activity."),
    )
    percent = forms.DecimalField(
        label=_("Withheld"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text=_("Only if it is subject; 4 unless the law says otherwise."),
    )
    units = {"percent": "%"}  # noqa: RUF012 - declared as a class variable by the base
    file = forms.FileField(label=_("Signed declaration"), required=False)
