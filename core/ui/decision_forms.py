"""What most decisions ask for: the act of the body that contains them, and a reason in words.

class ReturnForm(ReasonForm):
    help_text = _("What to put right: the network reads it.")
"""

from __future__ import annotations  # form fields are not generic at run time

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.access import clock
from core.ui.forms import DateInput, PortalForm

if TYPE_CHECKING:
    from core.access.blocked import Text


def not_to_come(day: dt.date) -> None:
    """Validator: an act, a signature, a receipt are of today at the latest."""
    if day > clock.today():
        raise ValidationError(_("This day is still to come."), code="future")


class ActNumberForm(PortalForm, forms.Form):
    """An act that the body adopted in its own system, by number and date."""

    act_number = forms.CharField(
        label=_("Number of the act"),
        max_length=60,
        help_text=_("As on the act of your administration, for example “DD 123/2021”."),
    )
    act_date = forms.DateField(
        label=_("Date of the act"), widget=DateInput, validators=[not_to_come]
    )


class ActForm(ActNumberForm):
    """An act that is published: also where everybody can read it."""

    act_url = forms.URLField(
        label=_("Address of the act"),
        max_length=400,
        assume_scheme="https",
        help_text=_("Where it is published, on the administration's own site: https://…"),
        error_messages={"invalid": _("Write an address that begins with https://.")},
    )

    def clean_act_url(self) -> str:
        """Not another scheme, which a browser would open as something else than a page."""
        url: str = self.cleaned_data["act_url"]
        if not url.lower().startswith(("https://", "http://")):
            raise ValidationError(_("Write an address that begins with https://."), code="scheme")
        return url


class ReasonForm(PortalForm, forms.Form):
    """Why. A subclass, or the page, says beside the field who reads it."""

    label: ClassVar[Text] = _("Reason")
    help_text: ClassVar[Text] = ""
    limit: ClassVar[int] = 2000
    rows: ClassVar[int] = 4
    is_required: ClassVar[bool] = True

    reason = forms.CharField()

    def __init__(self, *args: Any, help_text: Text = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = forms.CharField(
            label=self.label,
            help_text=help_text or self.help_text,
            max_length=self.limit,
            required=self.is_required,
            widget=forms.Textarea({"rows": self.rows, "maxlength": self.limit}),
        )
        field.error_messages["required"] = self.fields["reason"].error_messages["required"]
        self.fields["reason"] = field
