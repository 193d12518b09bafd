"""Forms of the programme's own page."""

from __future__ import annotations  # form fields are not generic at run time

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.programmes.enums import DatePrecision
from core.programmes.models import Programme, Territory
from core.ui.forms import VerbForm, WebsiteField

LINES = 6
LONGEST_LINE = 120


class LinesField(forms.CharField):
    """One entry in each line."""

    widget = forms.Textarea({"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return [line.strip() for line in (text or "").splitlines() if line.strip()]

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > LINES or any(len(line) > LONGEST_LINE for line in value):
            raise forms.ValidationError(
                _("At most %(lines)d lines of %(length)d characters each.")
                % {"lines": LINES, "length": LONGEST_LINE}
            )


class ProgrammeForm(VerbForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What the programme says of itself; its address never changes."""

    letterhead = LinesField(
        label=_("Letterhead"),
        required=False,
        help_text=_("One line each: they head letters and PDFs."),
    )
    precision = forms.ChoiceField(
        label=_("Precision of the dates"),
        choices=[(one.value, one.label) for one in (DatePrecision.MONTH, DatePrecision.DAY)],
        widget=forms.RadioSelect,
        help_text=_("With months, write the first day of each."),
    )

    class Meta:
        model = Programme
        fields: ClassVar = [
            "name", "tagline", "summary", "starts_on", "ends_on", "precision", "contact_email",
            "pilots_word", "pilot_word", "accent", "letterhead", "website_url", "transparency_url",
            "accessibility_url", "source_note", "privacy", "legal_notes",
        ]  # fmt: skip
        field_classes: ClassVar = dict.fromkeys(
            ("website_url", "transparency_url", "accessibility_url"), WebsiteField
        )

    def clean(self) -> dict[str, Any]:
        """Not the parent's: the verb checks the constraints."""
        data = self.cleaned_data
        if self.instance.is_public:
            for name in ("starts_on", "ends_on", "contact_email"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("A public programme needs it."))
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day comes before the first."))
        return data


class TerritoryForm(VerbForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    class Meta:
        model = Territory
        fields: ClassVar = ["name", "code", "cadastral_code"]
        help_texts: ClassVar = {
            "code": _("Six figures, as in ISTAT’s list of municipalities."),
            "cadastral_code": _("A letter and three figures, if you have it at hand."),
        }

    def clean(self) -> dict[str, Any]:
        """Not the parent's: the verb checks the constraints."""
        return self.cleaned_data
