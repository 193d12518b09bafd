"""The card: a number and a reason for each criterion, and an overall judgement. Nothing is required until
it is handed in."""

from __future__ import annotations  # form fields are not generic at run time

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from calls.models import Criterion, Scorecard, Selection
from calls.queries.integration import examination_rule
from calls.queries.scores import STEP
from calls.scoring_sheet import COMMENT_LENGTH, LARGEST, REASON_LENGTH
from core.ui.forms import PortalForm

SCORE, REASON, COMMENT = "score-", "reason-", "comment"


class ScoreField(forms.DecimalField):
    """Half points; "7,5" is read like "7.5"."""

    def __init__(self, criterion: Criterion, highest: int) -> None:
        message = _("Write a score from 0 to %(highest)s, in half points.") % {"highest": highest}
        super().__init__(
            label=_("%(criterion)s: score") % {"criterion": criterion.title},
            help_text=_help(criterion, highest),
            min_value=Decimal(0),
            max_value=Decimal(highest),
            step_size=STEP,
            max_digits=5,
            decimal_places=2,
            error_messages=dict.fromkeys(
                (
                    "invalid",
                    "min_value",
                    "max_value",
                    "step_size",
                    "max_digits",
                    "max_decimal_places",
                ),
                message,
            ),
            widget=forms.NumberInput(
                attrs={
                    "inputmode": "decimal",
                    "autocomplete": "off",
                    "data-weight": str(criterion.weight),
                }
            ),
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs keep IntegerField's
        typed = value.replace(",", ".") if isinstance(value, str) else value
        return super().to_python(typed)

    def validate(self, value: Any) -> None:
        """A score may be missing until the card is handed in: the form asks for it, and keeps the rest."""
        if value not in self.empty_values:
            super().validate(value)


class ScorecardForm(PortalForm, forms.Form):
    """`partial` reads only the fields that were sent: what a script saves while somebody writes."""

    def __init__(
        self, *args: Any, selection: Selection, card: Scorecard | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.selection = selection
        held = {row.criterion_id: row for row in card.scores.all()} if card else {}
        for criterion in selection.criteria.all():
            row = held.get(criterion.pk)
            self.fields[SCORE + criterion.key] = ScoreField(criterion, selection.highest_score)
            self.fields[REASON + criterion.key] = forms.CharField(
                label=_("%(criterion)s: reason") % {"criterion": criterion.title},
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                validators=[MaxLengthValidator(REASON_LENGTH)],
            )
            if row:
                self.initial[SCORE + criterion.key] = _plain(row.value)
                self.initial[REASON + criterion.key] = row.reason
        self.fields[COMMENT] = forms.CharField(
            label=_("Overall judgement"),
            required=False,
            help_text=_("The network reads it after the final ranking, without your name.")
            if examination_rule(selection.call).shows_comments
            else "",
            widget=forms.Textarea(attrs={"rows": 4}),
            validators=[MaxLengthValidator(COMMENT_LENGTH)],
        )
        self.initial[COMMENT] = card.comment if card else ""

    def fields_by_criterion(self) -> list[tuple[Criterion, forms.BoundField, forms.BoundField]]:
        """Each criterion with the fields of its score and of its reason."""
        return [
            (row, self[SCORE + row.key], self[REASON + row.key])
            for row in self.selection.criteria.all()
        ]

    def written(self, *, partial: bool = False) -> dict[str, Any]:
        """What `save_scorecard` takes; a field in error is left as it was."""
        said = self.cleaned_data
        names = [name for name in said if not partial or name in self.data]
        return {
            "values": _of(SCORE, said, names),
            "reasons": _of(REASON, said, names),
            "comment": said[COMMENT] if COMMENT in names else None,
        }


def _plain(value: Decimal | None) -> Decimal | None:
    """As people write it: 8, not 8.00."""
    return None if value is None else Decimal(f"{value.normalize():f}")


def _of(prefix: str, said: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {name.removeprefix(prefix): said[name] for name in names if name.startswith(prefix)}


def _help(criterion: Criterion, highest: int) -> str:
    bounds = _("From 0 to %(highest)s, weight %(weight)s.") % {
        "highest": highest,
        "weight": number_format(criterion.weight.normalize()),
    }
    return " ".join(filter(None, [str(criterion.description), bounds]))


class SheetForm(PortalForm, forms.Form):
    """A scoring sheet that was filled without a connection."""

    file = forms.FileField(
        label=_("Filled sheet"),
        help_text=_("The XLSX file of this page: you see what would change before anything does."),
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise ValidationError(_("The file is too large to be a scoring sheet."), code="large")
        content: bytes = upload.read()
        return content
