"""What the lead says of the report that it hands over, and what the verifier answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.decision_forms import ReasonForm
from core.ui.forms import PortalForm
from tranches.forms.acts import LONG, words


class ReportForm(PortalForm, forms.Form):
    reference = forms.CharField(
        label=_("What the report covers"),
        max_length=200,
        help_text=_("For instance: report no. 1, December to February."),
    )
    file = forms.FileField(
        label=_("Report"),
        widget=forms.FileInput({"accept": ".pdf,.p7m"}),
        help_text=_(
            "One PDF with the activity report and the expenses, or its signed envelope. No payslips: each"
            " organisation puts its own among the supporting documents of the project."
        ),
    )
    signed_by_name = forms.CharField(
        label=_("Who signs the report"),
        max_length=150,
        help_text=_("Name and surname of whoever signs for the lead organisation."),
    )
    declared = forms.BooleanField(
        label=_("I declare that the person named here has signed the report or agrees to it"),
        error_messages={"required": _("Confirm who signs: a report is handed over in their name.")},
    )
    note = forms.CharField(
        label=_("Note for the verifier"), required=False, max_length=LONG, widget=words()
    )


class ReportReturnForm(ReasonForm):
    label = _("Reasons")
    help_text = _("The lead reads them: say what to put right.")
