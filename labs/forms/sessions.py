"""Forms of a session: its hours, and its minutes."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ui.forms import DateTimeInput, PortalForm
from labs.models import EventSession


class SessionForm(PortalForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    online_url = forms.URLField(
        label=_("Address of the online room"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Only who has a confirmed seat sees it."),
    )
    field_order = ("starts_at", "ends_at", "place", "online_url", "objective")

    class Meta:
        model = EventSession
        fields: ClassVar = ["starts_at", "ends_at", "place", "objective"]
        widgets: ClassVar = {
            "starts_at": DateTimeInput,
            "ends_at": DateTimeInput,
            "objective": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {
            "starts_at": _("Italian time."),
            "place": _("With its address, so that people find it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("online_url", self.instance.online_url)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The session must end after it begins."))
        return data


class MinutesForm(PortalForm, forms.Form):
    minutes = forms.CharField(
        label=pgettext_lazy("meeting", "Minutes"),
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Markdown. Read by who has a seat in the event, and by the team."),
    )
    outputs = forms.CharField(
        label=_("What came out of it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Markdown. Of a public event everybody can read it."),
    )
