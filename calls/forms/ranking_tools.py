"""Forms around a ranking: a simulation, a file to compute again, a decision on an empty place."""

from __future__ import annotations  # form fields are not generic at run time

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls import ranking_file
from calls.enums import NoProposal
from calls.models import EmptyPlace, Selection
from core.ui.decision_forms import ActForm
from core.ui.forms import PortalForm

LARGEST = 2 * 1024 * 1024
"""Bytes of a published file: two thousand proposals take a quarter of it."""


class SimulationForm(PortalForm, forms.Form):
    """Another threshold, another order of the criteria with equal totals."""

    threshold = forms.DecimalField(
        label=_("Threshold"), required=False, min_value=0, max_value=100, max_digits=5,
        decimal_places=2, help_text=_("Out of 100; empty for none."),
    )  # fmt: skip
    first = forms.ChoiceField(label=_("With equal totals it decides"), required=False)

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["first"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("lots, at once")),
            *((row.key, str(row.title)) for row in selection.criteria.all()),
        ]


class RecomputeForm(PortalForm, forms.Form):
    file = forms.FileField(
        label=_("File of the ranking"), help_text=_("The CSV that this page publishes.")
    )

    def clean_file(self) -> ranking_file.Published:
        """What the file says, or what is wrong with it in words."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST:
            raise ValidationError(_("The file is too large to be one of a ranking."), code="large")
        try:
            return ranking_file.read(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            message = _("The file is not a text in UTF-8: save it as CSV UTF-8 and try again.")
            raise ValidationError(message, code="encoding") from error
        except ranking_file.BadFile as error:
            raise ValidationError(str(error), code="bad_file") from error


class EmptyPlaceForm(ActForm):
    choice = forms.ChoiceField(label=pgettext_lazy("empty place", "What is decided"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it beside the ranking."),
    )
    field_order = ("choice", "reason", "act_number", "act_date", "act_url")

    def __init__(self, *args: Any, place: EmptyPlace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (choice.value, choice.label)
            for choice in NoProposal
            if choice != NoProposal.NEXT_BEST_ELSEWHERE or place.next_best_id
        ]

    def clean_choice(self) -> NoProposal:
        return NoProposal(self.cleaned_data["choice"])
