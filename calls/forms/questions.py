"""Asking about a call, and answering in public."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ui.bilingual import BilingualFormField
from core.ui.forms import PortalForm

LONGEST = 2000


class AskForm(PortalForm, forms.Form):
    """Whoever is signed in is not asked for an address."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_(
            "It is answered in public, for everybody: your name and address are never published."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The answer also comes to you here. It is used for nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """A trap: people do not see it, programs fill it."""

    def __init__(self, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signed_in:
            del self.fields["email"]

    def clean_website(self) -> Any:
        if self.cleaned_data["website"]:
            raise ValidationError(_("This form was filled by a program."))
        return ""


class AnswerForm(PortalForm, forms.Form):
    wording = BilingualFormField(
        label=_("Question as published"),
        multiline=True,
        help_text=_("Change it until nobody can be recognised in it."),
    )
    answer = BilingualFormField(
        label=pgettext_lazy("to a question", "Answer"),
        multiline=True,
        help_text=_("Markdown. It binds whoever issues the call."),
    )
    nobody_recognised = forms.BooleanField(
        label=_("I have read both: nobody can be recognised in them.")
    )


class CorrectForm(PortalForm, forms.Form):
    answer = BilingualFormField(
        label=_("What holds from now on"),
        multiline=True,
        help_text=_("Markdown. All of it, whole."),
    )
    reason = BilingualFormField(
        label=_("What was wrong"),
        multiline=True,
        help_text=_("Everybody reads it, above the earlier answer, which stays."),
    )


class SetAsideForm(PortalForm, forms.Form):
    reason = forms.CharField(
        label=_("Why it is not published"),
        help_text=_("Only the asker reads it: for instance that the question is already answered."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}),
    )
