"""What a co-design notice must say, and the calls made from an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from calls.enums import CallKind
from calls.forms.calls import NEEDED, TAKEN
from calls.models import Call
from core.access import clock
from core.ui.bilingual import Bilingual, BilingualFormField
from core.ui.forms import DateTimeInput, MoneyField, PortalForm
from core.ui.pieces import Words


class NoticeForm(PortalForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The items of the notice, apart from its texts: those that a co-design call can't do without."""

    budget = MoneyField(
        label=_("Resources"),
        required=False,
        help_text=_("What the call makes available in all, for every territory together."),
    )
    units: ClassVar = {"budget": "€", "questions_days_before": _("days")}

    @property
    def needed(self) -> Mapping[str, Words]:
        if self.instance.kind != CallKind.PROPOSALS:
            return {}
        return dict.fromkeys(("aims", "budget", "duration", "requirements", "partners"), NEEDED)

    class Meta:
        model = Call
        fields: ClassVar = [
            "aims", "budget", "duration", "requirements", "partners", "questions_days_before",
        ]  # fmt: skip
        help_texts: ClassVar = {
            "aims": _("What should be different at the end, and for whom. Markdown."),
            "duration": _("For instance: twelve months from the signature of the agreement."),
            "requirements": _("What an organisation must have or be, to take part. Markdown."),
            "partners": _(
                "Whether companies, schools or informal groups may be partners, and in which part."
            ),
            "questions_days_before": _(
                "Questions are accepted until so many days before the last closing."
            ),
        }

    def clean_budget(self) -> Any:
        budget = self.cleaned_data["budget"]
        if budget is not None and budget <= 0:
            raise ValidationError(_("Write an amount above zero, or leave it empty."))
        return budget

    def validate_constraints(self) -> None:
        """The database's own checks are said above in people's words."""


class CopyForm(PortalForm, forms.Form):
    """A new call from an earlier one: only what can't be the same."""

    title = BilingualFormField(label=_("Title"), max_length=200)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        help_text=_("The last part of the public address: small letters, figures and hyphens."),
    )
    opens_at = forms.DateTimeField(
        label=_("Opens"),
        widget=DateTimeInput,
        help_text=_(
            "Italian time. The closings move by as many days and keep their hour; you can change them."
        ),
    )

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if Call.objects.filter(slug=slug).exists():
            raise ValidationError(TAKEN, code="taken")
        return slug

    def clean_opens_at(self) -> datetime:
        opens_at: datetime = self.cleaned_data["opens_at"]
        if opens_at <= clock.now():
            raise ValidationError(_("The opening is already past."), code="past")
        return opens_at


def suggested(source: Call) -> dict[str, Any]:
    """What the form of a copy starts with: the title, and an address with the year of today."""
    return {
        "title": Bilingual(source.title),
        "slug": f"{slugify(source.title['it'])[:70]}-{clock.today().year}",
    }
