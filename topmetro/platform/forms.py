"""Forms of the operator's pages."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.ui.bilingual import BilingualFormField
from core.ui.decision_forms import ReasonForm
from core.ui.forms import PortalForm, VerbForm

LARGEST_DEFINITION = 1_000_000
"""Bytes; the definition that ships has about fifty thousand."""


class ProgrammeForm(VerbForm, forms.Form):
    """A programme with nothing in it yet: its address and its name."""

    slug = forms.CharField(
        label=_("Address"),
        max_length=60,
        help_text=_(
            "Small letters, figures and hyphens: it becomes the first part of every address."
        ),
    )
    name = BilingualFormField(label=_("Name"))


class DefinitionForm(PortalForm, forms.Form):
    """A definition file, in TOML."""

    definition = forms.FileField(
        label=_("Definition of the programme"),
        help_text=_("A .toml file, such as another programme exports."),
    )

    def clean_definition(self) -> str:
        """The file's text; the loader says what is wrong in it, line by line."""
        upload = self.cleaned_data["definition"]
        if upload.size > LARGEST_DEFINITION:
            raise ValidationError(_("The file is larger than a definition can be."))
        try:
            return str(upload.read().decode("utf-8"))
        except UnicodeDecodeError as error:
            raise ValidationError(_("The file is not text in UTF-8.")) from error


class CoordinatorForm(PortalForm, forms.Form):
    """Whom to invite as the first coordinator."""

    email = forms.EmailField(label=_("E-mail address"))
    full_name = forms.CharField(label=_("First and last name"), max_length=150)


class AccountSearchForm(PortalForm, forms.Form):
    """The whole address: accounts are found, never listed."""

    email = forms.EmailField(label=_("E-mail address of the account"))


class ResetForm(ReasonForm):
    """Why a second factor is reset."""

    label = _("How did you make sure that it is really this person?")
    help_text = _("It stays in the record, and both of you receive it by e-mail.")
    limit = 500
