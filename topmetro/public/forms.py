"""The one form of the public pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.ui.forms import PortalForm


class ProblemForm(PortalForm, forms.Form):
    """What does not work, where, and where to answer."""

    message = forms.CharField(
        label=_("What happened?"),
        help_text=_(
            "What you wanted to do, what you saw, and with which device or aid if it matters."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 4000}),
    )
    page = forms.CharField(
        label=_("On which page?"),
        max_length=300,
        required=False,
        help_text=_("Its address, if you have it."),
    )
    answer_to = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Only if you want an answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """A trap: people do not see it, programs fill it."""

    def clean_website(self) -> Any:
        if self.cleaned_data["website"]:
            raise ValidationError(_("This form was filled by a program."))
        return ""
