"""Forms of admissibility, of rankings, and of places that become free."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calls.enums import ExclusionReason
from core.access import clock
from core.ui.forms import DateInput, PortalForm


class AdmitForm(PortalForm, forms.Form):
    """`must_explain`: a point of the portal's list does not hold."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays with the decision; the network does not receive it."),
    )

    def __init__(self, *args: Any, must_explain: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if must_explain:
            self.fields["note"].required = True
            self.fields["note"].label = _("Why it is admitted even so")


class ExcludeForm(PortalForm, forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In words, for the network"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "What is missing or wrong, and where the call asks for it. The network reads it."
        ),
    )

    def __init__(self, *args: Any, reasons: Iterable[ExclusionReason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(reason.value, reason.label) for reason in reasons]

    def clean_reason(self) -> ExclusionReason:
        return ExclusionReason(self.cleaned_data["reason"])


class TakeBackForm(PortalForm, forms.Form):
    note = forms.CharField(
        label=_("Why the decision is taken back"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The network reads it."),
    )


class DrawForm(PortalForm, forms.Form):
    """Only a correction asks for something: its public reason."""

    reason = forms.CharField(
        label=_("Reason of the correction"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody can read it beside the new ranking, which cites the old one."),
    )

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]


class ActForm(PortalForm, forms.Form):
    """The act by which a ranking is approved or a free place is given."""

    act_number = forms.CharField(
        label=_("Number of the act"),
        max_length=60,
        help_text=_("As on the act of your administration, for example “DD 123/2021”."),
    )
    act_date = forms.DateField(label=_("Date of the act"), widget=DateInput)
    act_url = forms.URLField(
        label=_("Address of the act"),
        max_length=400,
        assume_scheme="https",
        help_text=_("Where it is published, on the administration's own site: https://…"),
    )

    def clean_act_date(self) -> Any:
        date = self.cleaned_data["act_date"]
        if date > clock.today():
            raise ValidationError(_("The date is still to come."), code="future")
        return date

    def clean_act_url(self) -> str:
        url: str = self.cleaned_data["act_url"]
        if not url.lower().startswith(("https://", "http://")):
            raise ValidationError(_("Write an address that begins with https://."), code="scheme")
        return url


class RenounceForm(PortalForm, forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stays in the record; whoever decides on the next in line reads it."),
    )
