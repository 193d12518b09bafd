"""Forms of applicants, and of facilitators who type for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from calls.enums import Channel
from core.access import clock
from core.people.enums import OrganisationKind
from core.people.models import Network
from core.programmes.models import Territory
from core.questionnaires.models import Question
from core.ui.decision_forms import ReasonForm
from core.ui.forms import DateInput, PortalForm


class OrganisationForm(PortalForm, forms.Form):
    """The little that is needed to begin; the rest is asked on the organisation's own page."""

    kind = forms.ChoiceField(label=_("What you are"), choices=OrganisationKind.choices)
    name = forms.CharField(label=_("Name of the organisation or group"), max_length=200)
    tax_code = forms.CharField(
        label=_("Codice fiscale"),
        max_length=16,
        required=False,
        help_text=_("An informal group has none."),
    )
    email = forms.EmailField(label=_("Shared mailbox"), required=False)


class NetworkForm(PortalForm, forms.Form):
    name = forms.CharField(
        label=_("Name of the network"),
        max_length=200,
        help_text=_(
            "The organisations that answer together. You can be alone, and invite others later."
        ),
    )
    territory: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Territory"), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "territory", Territory.objects.order_by("position", "pk"))


class DetailsForm(PortalForm, forms.Form):
    """Title and territories of an application."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("In a few words. You can change it until you send."),
    )
    territory: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Principal territory"), empty_label=None
    )
    further: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        None,
        label=_("Also touches"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Other territories, if the idea spans several."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territories = Territory.objects.order_by("position", "pk")
        _offer(self, "territory", territories)
        _offer(self, "further", territories)


class StartForm(DetailsForm):
    """The last step before the draft: the network has been chosen."""


class OnBehalfForm(DetailsForm):
    """For whoever phones or brings paper (C16): a known network, or a new one with its organisation."""

    field_order = (
        "channel", "present_name", "present_role", "network", "organisation_kind",
        "organisation_name", "organisation_email", "network_name", "title", "territory", "further",
    )  # fmt: skip

    channel = forms.ChoiceField(
        label=_("How it came in"),
        choices=[(one.value, one.label) for one in Channel if one != Channel.ONLINE],
        widget=forms.RadioSelect,
    )
    present_name = forms.CharField(
        label=_("Who is beside you"),
        max_length=200,
        required=False,
        help_text=_("Only if you fill it in together: both names stand on the application."),
    )
    present_role = forms.CharField(label=_("On behalf of whom"), max_length=200, required=False)
    network: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Network"), required=False, empty_label=_("a new network")
    )
    organisation_kind = forms.ChoiceField(
        label=_("What the applicant is"),
        choices=[("", "—"), *OrganisationKind.choices],
        required=False,
        help_text=_("Only for a new network."),
    )
    organisation_name = forms.CharField(
        label=_("Name of the organisation or group"), max_length=200, required=False
    )
    organisation_email = forms.EmailField(
        label=_("Mailbox of the applicant"),
        required=False,
        help_text=_("There we ask to confirm what you enter."),
    )
    network_name = forms.CharField(label=_("Name of the network"), max_length=200, required=False)

    def __init__(self, *args: Any, networks: QuerySet[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "network", networks)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        together = data.get("channel") == Channel.TOGETHER
        if together and not data.get("present_name"):
            self.add_error("present_name", _("Say who is beside you."))
        if not data.get("network"):
            for name in ("organisation_kind", "organisation_name"):
                if not data.get(name):
                    self.add_error(name, _("Needed for a new network."))
        return data


class WithdrawForm(ReasonForm):
    help_text = _("It stays in the record with the application.")
    is_required = False


class CorrectionForm(PortalForm, forms.Form):
    """One answer to put right after the close, and why."""

    question_key = forms.ChoiceField(label=_("Question"))
    value = forms.CharField(
        label=_("What the answer says when it is right"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The whole answer, as the applicant would write it."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who asked for the correction, how, and why it is only a fact."),
    )

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["question_key"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.key, str(row.label)) for row in questions]


class RegistryForm(PortalForm, forms.Form):
    """Number and date given by the body's own registry."""

    number = forms.CharField(label=_("Registry number"), max_length=40)
    date = forms.DateField(label=_("Registry date"), widget=DateInput)

    def clean_date(self) -> Any:
        date = self.cleaned_data["date"]
        if date > clock.today():
            raise forms.ValidationError(_("The date is still to come."), code="future")
        return date


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField | forms.ModelMultipleChoiceField)
    field.queryset = rows
