"""How a person hears of each kind of notice."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.notices.enums import Channel
from core.notices.kinds import NOTICE_KINDS, NoticeKind
from core.notices.queries import preferences_of
from core.ui.forms import PortalForm

if TYPE_CHECKING:
    from core.access.blocked import Text


class PreferencesForm(PortalForm, forms.Form):
    """One question per kind that a person may choose for; the kinds are code, so the fields are too."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        chosen = preferences_of(person)
        super().__init__(*args, **kwargs)
        for kind in chosen_kinds():
            self.fields[field_name(kind.kind)] = forms.ChoiceField(
                label=kind.label,
                choices=Channel.choices,
                initial=chosen.get(kind.kind, Channel.NOW),
            )

    def groups(self) -> list[tuple["Text", list[BoundField]]]:
        """The questions by the part that sends the notice, each part under its own name."""
        found: dict[str, list[BoundField]] = {}
        for kind in chosen_kinds():
            found.setdefault(kind.kind.partition(".")[0], []).append(self[field_name(kind.kind)])
        return [(_part_name(label), rows) for label, rows in found.items()]

    def channels(self) -> dict[str, Channel]:
        """The answers by kind."""
        return {
            kind.kind: Channel(self.cleaned_data[field_name(kind.kind)]) for kind in chosen_kinds()
        }


def _part_name(label: str) -> "Text":
    known = apps.app_configs.get(label)
    return known.verbose_name if known else _("Other notices")


def chosen_kinds() -> list[NoticeKind]:
    return sorted((kind for kind in NOTICE_KINDS.values() if kind.chosen), key=lambda one: one.kind)


def duties() -> list[NoticeKind]:
    return sorted((kind for kind in NOTICE_KINDS.values() if kind.duty), key=lambda one: one.kind)


def field_name(kind: str) -> str:
    return kind.replace(".", "__")
