"""What each act on a tranche asks of whoever does it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.access import clock
from core.programmes.enums import PayerKind
from core.ui.decision_forms import ActForm, ReasonForm, not_to_come
from core.ui.forms import DateInput, PortalForm
from core.ui.pieces import Words
from tranches.enums import ActKind, OpinionKind

LONG = 2000


def words(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": LONG})


class ConfirmForm(PortalForm, forms.Form):
    """Nothing to type: the button is the confirmation."""


class RequestForm(PortalForm, forms.Form):
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONG,
        widget=words(),
        help_text=_("Anything the verifier should know."),
    )


class VerifyForm(PortalForm, forms.Form):
    note = forms.CharField(
        label=_("Result of the check"),
        max_length=LONG,
        widget=words(),
        help_text=_("What you looked at and what you found. The network reads it."),
    )


class OpinionForm(PortalForm, forms.Form):
    opinion = forms.ChoiceField(
        label=_("Opinion"),
        choices=[(kind.value, kind.label) for kind in OpinionKind if kind != OpinionKind.NOT_GIVEN],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Remarks or reasons"), required=False, max_length=LONG, widget=words()
    )

    @property
    def needed(self) -> dict[str, Words]:
        return {"text": _("unless the opinion is plainly favourable")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        plain = data.get("opinion") in {OpinionKind.FAVOURABLE, None}
        if not plain and not (data.get("text") or "").strip():
            self.add_error("text", _("Say which remarks, or why the opinion is contrary."))
        return data


class ApproveForm(ActForm):
    """The act as the body's own system has it, and what D.Lgs. 33/2013 art. 27 wants published."""

    field_order = ("kind", "act_number", "act_date", "act_url")

    kind = forms.ChoiceField(label=_("Kind of act"), choices=ActKind.choices)
    legal_basis = forms.CharField(label=_("Norm or title of the grant"), max_length=300)
    office = forms.CharField(label=_("Office"), max_length=200)
    responsible = forms.CharField(label=_("Officer in charge"), max_length=150)
    selection_method = forms.CharField(label=_("How the beneficiary was chosen"), max_length=300)
    cv_url = forms.URLField(
        label=_("Address of the curriculum of the person in charge"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )


class PublishForm(PortalForm, forms.Form):
    url = forms.URLField(
        label=_("Address on the administration's own section"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Where “Amministrazione trasparente” shows the act."),
    )
    published_on = forms.DateField(label=_("Published on"), widget=DateInput)


class OrderForm(PortalForm, forms.Form):
    """A public payer's order cites its budget commitment; a private one's has none."""

    order_number = forms.CharField(label=_("Number of the order"), max_length=40)
    order_date = forms.DateField(label=_("Date of the order"), widget=DateInput)
    value_date = forms.DateField(label=_("Value date"), widget=DateInput)
    commitment_number = forms.CharField(label=_("Number of the commitment"), max_length=40)
    commitment_chapter = forms.CharField(label=_("Chapter"), max_length=40)
    commitment_year = forms.IntegerField(
        label=_("Year of the commitment"), min_value=2000, max_value=2100
    )
    COMMITMENT: ClassVar = ("commitment_number", "commitment_chapter", "commitment_year")

    def __init__(self, *args: Any, payer_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if payer_kind != PayerKind.PUBLIC:
            for name in self.COMMITMENT:
                del self.fields[name]


class PayForm(PortalForm, forms.Form):
    receipt_number = forms.CharField(label=_("Number of the receipt"), max_length=40)
    paid_on = forms.DateField(label=_("Date of the receipt"), widget=DateInput)


class ReasonsForm(ReasonForm):
    label = _("Reasons")
    help_text = _("The network reads them: say what to put right.")


class SuspensionForm(ReasonsForm):
    help_text = _("The network reads them: say why it stops, and what lets it go on.")


class BankReturnForm(ReasonForm):
    label = _("Reason that the bank gives")
    rows = 3

    returned_on = forms.DateField(
        label=_("Returned on"), widget=DateInput, validators=[not_to_come]
    )


def today() -> dict[str, Any]:
    """Most acts are recorded on the day on which they happen."""
    day = clock.today()
    names = ("act_date", "published_on", "order_date", "value_date", "paid_on", "returned_on")
    return dict.fromkeys((*names, "accepted_on", "asked_on", "signed_on"), day)
