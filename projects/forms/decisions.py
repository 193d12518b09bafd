"""Forms of whoever opens, judges and approves a project, and of the agreement."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.ui.decision_forms import ActForm, ReasonForm, not_to_come
from core.ui.forms import DateInput, MoneyField, PortalForm
from projects.enums import OpinionKind, Party, SignatureMethod
from projects.forms.stale import RevisedForm
from projects.models.agreement import CUP_SHAPE


class OpenForm(PortalForm, forms.Form):
    """How much each project receives: the programme's own amount unless another is typed."""

    units: ClassVar[dict[str, Any]] = {"contribution": "€"}

    contribution = MoneyField(label=_("Contribution to each project"))


class OpinionForm(PortalForm, forms.Form):
    kind = forms.ChoiceField(
        label=_("Opinion"), choices=OpinionKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Remarks"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text=_("Needed unless the opinion is favourable. The network and the body read it."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind and kind != OpinionKind.FAVOURABLE and not (data.get("text") or "").strip():
            self.add_error("text", _("An opinion with remarks, or contrary, says why."))
        return data


class ReturnForm(ReasonForm):
    label = _("Reasons")
    help_text = _("What is to be changed: the network reads it.")


class RevokeForm(ReasonForm, ActForm):
    """The act by which an approved project ends, and its reason, which everybody reads."""

    help_text = _("It stands on the project's public page.")
    field_order = ("reason", "act_number", "act_date", "act_url")


class AgreementForm(RevisedForm):
    text = forms.CharField(
        label=_("Text and terms"),
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Markdown: parties, object, sums, duties, duration, what ends it."),
    )
    cup = forms.CharField(
        label=_("CUP"),
        max_length=20,
        required=False,
        help_text=_(
            "15 characters, such as J87G21000120005. It can be added until the agreement is approved."
        ),
    )

    def clean_cup(self) -> str:
        cup = re.sub(r"\s", "", str(self.cleaned_data["cup"])).upper()
        if cup and not re.fullmatch(CUP_SHAPE, cup):
            raise ValidationError(
                _("A CUP is a letter, two figures, a letter and eleven figures: check it."),
                code="cup",
            )
        return cup


class SignatureForm(PortalForm, forms.Form):
    party = forms.ChoiceField(label=_("Signed for"), choices=Party.choices)
    name = forms.CharField(label=_("Who signed"), max_length=150)
    role = forms.CharField(
        label=_("As"), max_length=150, help_text=_("For instance: legal representative.")
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput, validators=[not_to_come])
    method = forms.ChoiceField(
        label=_("How"), choices=SignatureMethod.choices, widget=forms.RadioSelect
    )


class SignedFileForm(PortalForm, forms.Form):
    file = forms.FileField(label=_("Signed file"), help_text=_("PDF or .p7m."))
