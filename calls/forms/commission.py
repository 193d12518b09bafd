"""Forms of a commission: its seats, the act, the declaration on conflict, the minutes."""

from __future__ import annotations  # form fields are not generic at run time

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls.enums import SeatKind
from calls.models import Assignment, CommissionSeat
from calls.queries.commission import NetworkToDeclare
from calls.queries.scores import STEP
from core.people.enums import TIE_CHOICES, TieKind
from core.ui.account_form import AccountForm
from core.ui.decision_forms import ActNumberForm, ReasonForm
from core.ui.forms import PortalForm

NO_TIE = "none"


class SeatForm(AccountForm):
    kind = forms.ChoiceField(label=pgettext_lazy("commission", "Seat"), choices=SeatKind.choices)
    field_order = ("kind", "email")


class AppointForm(ActNumberForm):
    scores_due_on = forms.DateField(
        label=_("Scores are due by"),
        required=False,
        help_text=_("Each member finds the day among the things to do, with reminders."),
    )


class AlternateForm(AccountForm, ActNumberForm):
    field_order = ("email", "act_number", "act_date")


class DeclarationForm(PortalForm, forms.Form):
    """One choice for each network. Where the portal knows of a tie nothing has to be chosen, only added."""

    def __init__(self, *args: Any, rows: Iterable[NetworkToDeclare], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[_name(row)] = _choice(row)

    def lines(self) -> list[tuple[NetworkToDeclare, forms.BoundField]]:
        """Each network with its choice."""
        return [(row, self[_name(row)]) for row in self.rows]

    def ties(self) -> dict[UUID, frozenset[TieKind]]:
        """What was declared, by network: every one that waited, and those to which a tie was added."""
        found = {}
        for row in self.rows:
            said = self.cleaned_data[_name(row)]
            kinds = frozenset({TieKind(said)}) if said not in {"", NO_TIE} else frozenset()
            if row.open or kinds:
                found[row.network.pk] = kinds
        return found


def _name(row: NetworkToDeclare) -> str:
    return f"network-{row.network.pk}"


def _choice(row: NetworkToDeclare) -> forms.ChoiceField:
    asked = row.declared is None and not row.known
    none = [(NO_TIE, _("No tie"))] if asked else []
    first = _("Choose…") if asked else _("Nothing to add")
    label = _("Your tie with %(network)s") if asked else _("Another tie with %(network)s")
    return forms.ChoiceField(
        label=label % {"network": row.network.name},
        required=asked,
        choices=[("", first), *none, *TIE_CHOICES],
        error_messages={"required": _("Say whether you have a tie with this network.")},
    )


class SittingForm(PortalForm, forms.Form):
    held_on = forms.DateField(label=_("Held on"))
    present = forms.TypedMultipleChoiceField(
        label=_("Who was present"), widget=forms.CheckboxSelectMultiple, coerce=UUID
    )
    minutes = forms.CharField(
        label=_("Minutes"),
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Who was present, what was decided and why. Minutes are kept as they are written."
        ),
    )

    def __init__(self, *args: Any, seats: Iterable[CommissionSeat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["present"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (str(row.pk), f"{row.person.full_name} ({row.get_kind_display()})") for row in seats
        ]


class ChangeScoreForm(PortalForm, forms.Form):
    """What the commission agreed in the meeting; `current` is the score as the member gave it."""

    value = forms.DecimalField(label=_("New score"), min_value=Decimal(0), step_size=STEP)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("As it was agreed: the member and the minutes receive it."),
    )

    def __init__(self, *args: Any, highest: int, current: Decimal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = current
        field = self.fields["value"]
        field.validators.append(MaxValueValidator(highest))
        field.help_text = _("From 0 to %(highest)s, in half points.") % {"highest": highest}

    def clean_value(self) -> Decimal:
        value: Decimal = self.cleaned_data["value"]
        if value == self.current:
            raise ValidationError(_("This is the score already."), code="same_score")
        return value


class MoveForm(PortalForm, forms.Form):
    """From one member to another, among those who may score the application."""

    assignment = forms.TypedChoiceField(
        label=_("Who leaves it"), widget=forms.RadioSelect, coerce=UUID
    )
    seat = forms.TypedChoiceField(label=_("Who takes it"), widget=forms.RadioSelect, coerce=UUID)

    def __init__(
        self,
        *args: Any,
        held: Iterable[Assignment],
        others: Iterable[CommissionSeat],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        leave, take = self.fields["assignment"], self.fields["seat"]
        assert isinstance(leave, forms.ChoiceField)
        assert isinstance(take, forms.ChoiceField)
        leave.choices = [(str(row.pk), row.seat.person.full_name) for row in held]
        take.choices = [(str(row.pk), row.person.full_name) for row in others]
        if len(take.choices) == 1:
            [(take.initial, _name)] = take.choices


class ReopenForm(ReasonForm):
    help_text = _("The member reads it.")
    limit = 500
