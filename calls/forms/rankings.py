"""Forms of admissibility, of rankings, and of places that become free."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.enums import ExclusionReason
from core.ui.decision_forms import ReasonForm
from core.ui.forms import PortalForm


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


class RenounceForm(ReasonForm):
    help_text = _("It stays in the record; whoever decides on the next in line reads it.")
