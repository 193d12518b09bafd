"""A save on a row that moved on: the text typed stays, and beside it stands what somebody else saved."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise

from core.ui.bilingual import Bilingual
from core.ui.forms import PortalForm
from core.ui.wording import day_text, money_text


@dataclass(frozen=True)
class Clash:
    """A field whose saved value is not the one typed."""

    label: str
    saved: str


class RevisedForm(PortalForm, forms.Form):
    """Carries the revision of the row that it was filled from."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def values(self) -> dict[str, Any]:
        """What was typed, without the revision."""
        return {key: value for key, value in self.cleaned_data.items() if key != "revision"}

    def read_revision(self) -> int:
        return int(self.cleaned_data.get("revision") or 0)

    def show_stale(self, row: Any) -> list[Clash]:
        """What `row` says now where something else was typed; a second save then goes over it."""
        data: Any = copy(self.data)  # a QueryDict's copy can be changed
        data[self.add_prefix("revision")] = str(row.revision)
        self.data = data
        return [
            Clash(str(self.fields[name].label), self._words(name, getattr(row, name)))
            for name, typed in self.values().items()
            if getattr(row, name) != typed
        ]

    def _words(self, name: str, value: Any) -> str:
        if isinstance(value, Decimal):
            return money_text(value)
        if isinstance(value, date):
            return day_text(value, year=True)
        if isinstance(value, Bilingual):
            return " / ".join(text for text in value.values() if text)
        choices = getattr(self.fields[name], "choices", None)
        if isinstance(value, str) and choices:
            return str(dict(choices).get(value, value))
        return str(value) if isinstance(value, Promise) or value is not None else "—"
