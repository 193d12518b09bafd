"""Forms of whoever prepares an event. Of a month only the month is kept, whatever day was picked."""

from __future__ import annotations  # form fields are not generic at run time

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.programmes.enums import DatePrecision
from core.programmes.models import Funder
from core.ui.bilingual import BilingualFormField
from core.ui.forms import DateInput, DateTimeInput, PortalForm
from labs.models import CanvasTemplate, Event, Series


class _InOrder(PortalForm):
    """A period that begins before it ends."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if last and not first:
            self.add_error("starts_on", _("Say when it begins, too."))
        elif first and last and last < first:
            self.add_error("ends_on", _("It must end after it begins."))
        if data.get("precision") not in {None, DatePrecision.DAY}:
            self._keep_the_month(data)
        return data

    def _keep_the_month(self, data: dict[str, Any]) -> None:
        if not data.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Pick any day of the month: only the month is kept."))
        for name in ("starts_on", "ends_on"):
            if data.get(name):
                data[name] = data[name].replace(day=1)


class EventForm(_InOrder, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Everything that the team can say of an event; the sessions have a page of their own."""

    series: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Series"), required=False
    )
    canvas: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Canvas"), required=False
    )
    partners: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        None,
        label=_("Partners"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who holds or supports the event."),
    )
    field_order = (
        "kind", "series", "title", "description", "outputs", "partners", "starts_on", "ends_on",
        "precision", "mode", "capacity", "max_per_network", "needs_confirmation",
        "registration_closes_at", "offer_hours", "canvas",
    )  # fmt: skip
    units: ClassVar = {"offer_hours": _("hours")}

    class Meta:
        model = Event
        fields: ClassVar = [
            "kind", "title", "description", "outputs", "starts_on", "ends_on", "precision", "mode",
            "capacity", "max_per_network", "needs_confirmation", "registration_closes_at",
            "offer_hours",
        ]  # fmt: skip
        widgets: ClassVar = {
            "starts_on": DateInput,
            "ends_on": DateInput,
            "registration_closes_at": DateTimeInput,
        }
        help_texts: ClassVar = {
            "starts_on": _("If only the month is known, pick any day of it and say so below."),
            "precision": _("Nobody is reminded of a date that is known only to the month."),
            "registration_closes_at": _(
                "Italian time. Empty: until the next session begins, or the day is over."
            ),
            "offer_hours": _("How long a seat that became free is kept for the next in the queue."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("series", Series.objects.order_by("position", "pk"), self.instance.series_id)
        self._offer(
            "canvas", CanvasTemplate.objects.order_by("position", "pk"), self.instance.canvas_id
        )
        exists = bool(self.instance.key)
        held = [row.funder_id for row in self.instance.partners.all()] if exists else []
        self._offer("partners", Funder.objects.order_by("position", "key"), held)

    def _offer(self, name: str, rows: QuerySet[Any], chosen: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        self.initial.setdefault(name, chosen)

    def clean_partners(self) -> list[Funder]:
        return list(self.cleaned_data["partners"])


class PeriodForm(_InOrder, forms.Form):
    """The new date of a postponed event."""

    starts_on = forms.DateField(
        label=_("From"),
        widget=DateInput,
        help_text=_("If only the month is known, pick any day of it and say so below."),
    )
    ends_on = forms.DateField(label=_("To"), required=False, widget=DateInput)
    precision = forms.ChoiceField(
        label=_("Precision of the dates"), choices=DatePrecision.choices, initial=DatePrecision.DAY
    )


class ReasonForm(PortalForm, forms.Form):
    reason = BilingualFormField(
        label=_("Reason"), multiline=True, help_text=_("Everybody can read it on the event's page.")
    )
