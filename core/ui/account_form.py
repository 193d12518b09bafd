"""Naming a person who has an account."""

from __future__ import annotations  # form fields are not generic at run time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.ui.forms import PortalForm


class AccountForm(PortalForm, forms.Form):
    """A person with an account, by address: accounts belong to no programme, so there is no list to choose from."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Of an account that exists already.")
    )
    person: User | None = None

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"]).lower()
        self.person = User.objects.filter(email=address, is_active=True).first()
        if self.person is None:
            raise ValidationError(
                _("No account has this address: ask the person to create one, then come back.")
            )
        return address
