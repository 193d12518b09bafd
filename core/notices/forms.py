"""How a person hears of each kind of notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.notices.enums import Channel
from core.notices.kinds import NOTICE_KINDS, NoticeKind
from core.notices.queries import kinds_received, preferences_of
from core.ui.forms import PortalForm

if TYPE_CHECKING:
    from core.access.blocked import Text


LATELY = 90
"""Days of notices in which to look for what a person would switch off."""
OFTEN = 8


@dataclass(frozen=True)
class Group:
    """Kinds that stand together under a title, folded or not."""

    label: Text
    fields: Sequence[BoundField]
    is_open: bool = False

    @property
    def open(self) -> bool:
        return self.is_open or any(field.errors for field in self.fields)

    @property
    def quieter(self) -> int:
        """How many of them no longer come at once."""
        return sum(field.value() != Channel.NOW for field in self.fields)


class PreferencesForm(PortalForm, forms.Form):
    """One question per kind that a person may choose for; the kinds are code, so the fields are too."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self._person = person
        chosen = preferences_of(person)
        super().__init__(*args, **kwargs)
        for kind in chosen_kinds():
            self.fields[field_name(kind.kind)] = forms.ChoiceField(
                label=kind.label,
                choices=Channel.choices,
                initial=chosen.get(kind.kind, Channel.NOW),
            )

    def groups(self) -> list[Group]:
        """First what reached the person most of late, then the rest by the part that sends it."""
        lately = kinds_received(self._person, days=LATELY)
        kinds = {kind.kind: self[field_name(kind.kind)] for kind in chosen_kinds()}
        often = [kinds.pop(kind) for kind in [one for one in lately if one in kinds][:OFTEN]]
        found: dict[str, list[BoundField]] = {}
        for kind, field in kinds.items():
            found.setdefault(kind.partition(".")[0], []).append(field)
        parts = sorted(
            (Group(_part_name(label), rows) for label, rows in found.items()),
            key=lambda group: str(group.label),
        )
        return (
            [Group(_("What reached you lately"), often, is_open=True), *parts] if often else parts
        )

    def channels(self) -> dict[str, Channel]:
        """The answers by kind."""
        return {
            kind.kind: Channel(self.cleaned_data[field_name(kind.kind)]) for kind in chosen_kinds()
        }


def _part_name(label: str) -> Text:
    known = apps.app_configs.get(label)
    return known.verbose_name if known else _("Other notices")


def chosen_kinds() -> list[NoticeKind]:
    return sorted((kind for kind in NOTICE_KINDS.values() if kind.chosen), key=lambda one: one.kind)


def duties() -> list[NoticeKind]:
    return sorted((kind for kind in NOTICE_KINDS.values() if kind.duty), key=lambda one: one.kind)


def field_name(kind: str) -> str:
    return kind.replace(".", "__")
