"""Forms of ideas that grow: feedback, actors to invite, mediation, networks that become one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from calls.domain.idea_mediation import Mediation
from core.people.models import Network
from core.ui.decision_forms import not_to_come
from core.ui.forms import DateInput, PortalForm


def _area(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        max_length=4000,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class FeedbackForm(PortalForm, forms.Form):
    text = _area(
        _("Feedback"),
        rows=6,
        help_text=_("What is strong, what is missing, whom to talk to. The network reads it."),
    )


class ContactForm(PortalForm, forms.Form):
    name = forms.CharField(
        label=_("Who"), max_length=200, help_text=_("An organisation, a group, a person.")
    )
    why = _area(_("Why you would like to have them along"))
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("With it they are invited at once, even without an account."),
    )


class InviteForm(PortalForm, forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_(
            "They receive an invitation to join the network, and need no account. Leave it empty if "
            "you ask in person."
        ),
    )
    full_name = forms.CharField(label=_("Name of the person"), max_length=150, required=False)


class AnswerForm(PortalForm, forms.Form):
    said_yes = forms.TypedChoiceField(
        label=_("What they said"),
        choices=[("yes", _("yes, they are in")), ("no", _("no, not now"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = _area(_("In a few words"), required=False)


class MediationForm(PortalForm, forms.Form):
    held_on = forms.DateField(label=_("Day"), widget=DateInput, validators=[not_to_come])
    topic = forms.CharField(label=_("About what"), max_length=200)
    positions = _area(_("Positions"), help_text=_("Who holds what, in their words."))
    agreements = _area(_("What was agreed"), required=False)
    dissent = _area(
        _("On what people still disagree"),
        required=False,
        help_text=_("It is recorded, not solved away."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("agreements") or data.get("dissent")):
            self.add_error(
                "agreements", _("Say what was agreed, or on what people still disagree.")
            )
        return data

    @property
    def said(self) -> Mediation:
        """Only after `is_valid()`."""
        return Mediation(**self.cleaned_data)


class MergeForm(PortalForm, forms.Form):
    networks: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        None, label=_("Networks that go on inside this one"), widget=forms.CheckboxSelectMultiple
    )
    agreement = _area(
        _("How the networks agreed"),
        help_text=_("When, who took part, what was decided. Everybody of the networks reads it."),
    )
    understood = forms.BooleanField(
        label=_("I have read what happens, and the networks agree"),
        help_text=_(
            "At once: the organisations of the chosen networks join this one and can write for it; the"
            " chosen networks answer no further call by themselves; everybody is told by e-mail. Their"
            " ideas stay as they were sent. It can't be undone: if it was a mistake, the networks that"
            " part again begin as new ones, and their organisations leave this one."
        ),
    )

    def __init__(self, *args: Any, networks: QuerySet[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["networks"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = networks
