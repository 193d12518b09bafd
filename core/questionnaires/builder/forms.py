"""Forms of whoever writes a form: a section, a question of each type, its choices and columns."""

from collections.abc import Mapping
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import ValidationError as SpecError

from core.questionnaires.builder.fields import PAIRS, limit_fields
from core.questionnaires.builder.rows import ChoiceRows, ColumnRows, Rows
from core.questionnaires.domain.editing import fresh_key, mark_of
from core.questionnaires.enums import QuestionType, TablePreset
from core.questionnaires.models import Section
from core.questionnaires.presets import PRESETS
from core.questionnaires.sources import bindable
from core.questionnaires.spec import LIMITS_OF, QuestionSpec
from core.ui.bilingual import Bilingual, BilingualFormField
from core.ui.forms import PortalForm

Clash = tuple[str, str]
"""A field's label and what somebody else has saved in it."""
MAIN = ("label", "help", "required", "unit")
READERS = ("ask_once", "identifying", "scoring_hint")


class MarkedForm(PortalForm, forms.Form):
    """Carries the mark of what its author had read (docs/adr/0132)."""

    mark = forms.CharField(required=False, widget=forms.HiddenInput)

    def show_saved(self, saved: Mapping[str, Any] | None = None) -> list[Clash]:
        """What stands there now where something else was typed; a second save then goes over it."""
        now = self.initial if saved is None else saved
        data: Any = copy(self.data)  # a QueryDict's copy can be changed
        data["mark"] = now["mark"]
        self.data = data
        return [
            (str(field.label), _words(field, now.get(name)))
            for name, field in self.fields.items()
            if name != "mark" and not _same(self.cleaned_data.get(name), now.get(name))
        ]


class SectionForm(MarkedForm):
    """A section's words."""

    title = BilingualFormField(label=_("Title of the section"), max_length=200)
    intro = BilingualFormField(
        label=_("Introduction"),
        multiline=True,
        max_length=2000,
        required=False,
        help_text=_("What this part is for. You can use Markdown: **bold**, - lists."),
    )


class QuestionForm(MarkedForm):
    """One question of a given type, with its own settings."""

    label = BilingualFormField(label=pgettext_lazy("of a form", "Question"), max_length=500)
    help = BilingualFormField(
        label=_("Help under the question"),
        multiline=True,
        max_length=2000,
        required=False,
        help_text=_("What a good answer holds; the limits below are told by themselves."),
    )
    required = forms.BooleanField(
        label=_("Nobody can send without an answer"), required=False, initial=True
    )

    def __init__(
        self,
        kind: QuestionType,
        data: Mapping[str, Any] | None = None,
        *,
        spec: QuestionSpec | None = None,
        preset: str = "",
    ) -> None:
        self.kind, self.spec, self.preset = kind, spec, (spec.preset or "") if spec else preset
        initial = _initial(spec) if spec else {}
        super().__init__(data, initial=initial)
        self.fields |= self._own_fields()
        self.rows = self._rows(data)

    def _own_fields(self) -> dict[str, forms.Field]:
        own: dict[str, forms.Field] = {}
        if self.kind == QuestionType.NUMBER:
            own["unit"] = forms.CharField(
                label=_("Unit"),
                max_length=30,
                required=False,
                help_text=_("“people”, “kg”, “hours”."),
            )
        own |= limit_fields(self.kind)
        if sources := bindable(self.kind):
            own["ask_once"] = forms.ChoiceField(
                label=_("Fill it in from what the portal knows"),
                required=False,
                choices=[("", _("no: applicants write it")), *((s.key, s.label) for s in sources)],
                help_text=_("Applicants find it written and can correct it."),
            )
        own["identifying"] = forms.BooleanField(
            label=_("The answer tells who applies: mask it where applications are read blind"),
            required=False,
        )
        own["scoring_hint"] = BilingualFormField(
            label=_("Hint for whoever scores"),
            multiline=True,
            max_length=1000,
            required=False,
            help_text=_("Beside the answer, for the commission; applicants never see it."),
        )
        return own

    def _rows(self, data: Mapping[str, Any] | None) -> Rows | None:
        if self.kind in {QuestionType.CHOICE, QuestionType.MULTIPLE_CHOICE}:
            return ChoiceRows(self.spec.choices if self.spec else (), data)
        if self.kind == QuestionType.TABLE:
            return ColumnRows(self.spec.columns if self.spec else _ready(self.preset), data)
        return None

    # ---- how it is drawn

    @property
    def main(self) -> list[forms.BoundField]:
        return [self[name] for name in MAIN if name in self.fields]

    @property
    def bounds(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in LIMITS_OF[self.kind]]

    @property
    def readers(self) -> list[forms.BoundField]:
        return [self[name] for name in READERS if name in self.fields]

    # ---- what was typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in PAIRS:
            low, high = data.get(f"min_{name}"), data.get(f"max_{name}")
            if low is not None and high is not None and low > high:
                self.add_error(f"max_{name}", _("The most can't be less than the least."))
        if data.get("earliest") and data.get("latest") and data["earliest"] > data["latest"]:
            self.add_error("latest", _("The last day comes before the first one."))
        return data

    def is_valid(self) -> bool:
        # Both are asked, so that each shows its own errors.
        rows = self.rows is None or self.rows.is_valid()
        if self.rows is not None and self.is_bound and self.rows.trouble:
            self.add_error(None, str(self.rows.trouble))
        return super().is_valid() and rows

    def unchecked(self) -> None:
        """Show what was typed without a word on it: a row was moved, nothing was sent."""
        self.cleaned_data, self._errors = {}, ErrorDict()
        for row in self.rows.forms if self.rows else ():
            row.unchecked()

    def show_saved(self, saved: Mapping[str, Any] | None = None) -> list[Clash]:
        clashes = super().show_saved(saved)
        if self.rows is not None and (now := self.rows.saved_meanwhile()):
            clashes.append((str(self.rows.legend), now))
        return clashes

    def written(self) -> QuestionSpec | None:
        """The question as it was typed; None, with the reason among the errors, if it does not hold."""
        data = self.cleaned_data
        kept = self.spec.model_dump(mode="json", exclude_defaults=True) if self.spec else {}
        typed = {name: data.get(name) for name in LIMITS_OF[self.kind]}
        bounds = {name: value for name, value in typed.items() if value not in (None, "", [])}
        values = {
            "key": kept.get("key") or fresh_key(data["label"]["it"], ()),
            "type": self.kind.value,
            "label": dict(data["label"]),
            "help": _said(data["help"]),
            "required": data["required"],
            "limits": {name: _plain(value) for name, value in bounds.items()},
            "unit": data.get("unit", ""),
            "ask_once": data.get("ask_once", ""),
            "identifying": data["identifying"],
            "scoring_hint": _said(data["scoring_hint"]),
            "condition": kept.get("condition"),
            "preset": self.preset or None,
            **(self.rows.written() if self.rows else {}),
        }
        try:
            return QuestionSpec.model_validate(values)
        except SpecError as error:
            for each in error.errors():
                self.add_error(None, str(each["msg"]))
            return None


def _same(typed: Any, saved: Any) -> bool:
    """Whether both are the same answer; nothing, "" and an empty list are one."""
    return (typed or None) == (saved or None)


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(value, Bilingual):
        return " / ".join(text for text in value.values() if text) or "—"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value) or "—"
    choices = getattr(field, "choices", None)
    if value and choices:
        return str(dict(choices).get(value, value))
    return "—" if value in (None, "") else str(value)


def section_initial(section: Section) -> dict[str, Any]:
    return {"title": section.title, "intro": section.intro, "mark": mark_of(section)}


def _initial(spec: QuestionSpec) -> dict[str, Any]:
    limits = spec.limits.model_dump(exclude_none=True)
    days: dict[str, Any] = {
        name: date.fromisoformat(limits[name]) for name in ("earliest", "latest") if name in limits
    }
    return {
        **limits,
        **days,
        "kinds": list(spec.limits.kinds or ()),
        "mark": mark_of(spec),
        "label": spec.label.bilingual,
        "help": spec.help.bilingual if spec.help else Bilingual(),
        "required": spec.required,
        "unit": spec.unit,
        "ask_once": spec.ask_once,
        "identifying": spec.identifying,
        "scoring_hint": spec.scoring_hint.bilingual if spec.scoring_hint else Bilingual(),
    }


def _ready(preset: str) -> tuple[Any, ...]:
    """The columns that a new table begins with."""
    if not preset:
        return ()
    probe = {"key": "t", "type": "table", "label": "T", "columns": PRESETS[TablePreset(preset)]}
    return QuestionSpec.model_validate(probe).columns


def _said(text: Bilingual) -> dict[str, str] | None:
    return dict(text) if text["it"].strip() else None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
