"""Forms as the portal draws them: label above, help under it, unit beside, counter below, errors on top with links.

    class CallForm(PortalForm, forms.ModelForm): …                 {% crispy form %} inside a <form> of the page

`units` names the suffix of a field ("€", "mesi"); `needed` says beside a field that may be left empty now when
it will be asked for, instead of "optional". A text area with `maxlength` has a counter; a one-line input has one
when its widget says `data-counter`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, TypeVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from core.access.blocked import Blocked
from core.ui.bilingual import Bilingual, BilingualWidget
from core.ui.pieces import Words
from core.ui.unseen import is_unseen

Made = TypeVar("Made", bound=models.Model)
DASHES = BLANK_CHOICE_DASH[0][1]
WRITTEN_IN = (forms.TextInput, forms.Textarea, BilingualWidget)
UNSEEN = _("This holds only invisible characters: write something that can be read.")
CONTROLS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
ITALIAN_AMOUNT = re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d{1,2})?$|^-?\d+(,\d{1,2})?$")
ENGLISH_AMOUNT = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d{1,2})?$|^-?\d+\.\d{1,2}$")


class DateInput(forms.DateInput):
    """The browser's own calendar; its value is always ISO, whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class AmountInput(forms.TextInput):
    """Shows "9000,00" as people type it; the thousands' dots are accepted, not forced on who is typing."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal | int | float):
            return f"{Decimal(str(value)):.2f}".replace(".", ",")
        return None if value in (None, "") else str(value)


class MoneyField(forms.DecimalField):
    """Euro, two places. Reads "9.000,00", "9000", "9,000.00"; anything else is asked again."""

    widget = AmountInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Write an amount in euro, such as 9.000,00."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"max_digits": 12, "decimal_places": 2, "min_value": Decimal(0), **kwargs}
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs keep IntegerField's
        if isinstance(value, Decimal):
            return value
        if value in self.empty_values:
            return None
        text = re.sub(r"[\s€]|EUR", "", str(value))
        if ITALIAN_AMOUNT.match(text):
            text = text.replace(".", "").replace(",", ".")
        elif ENGLISH_AMOUNT.match(text):
            text = text.replace(",", "")
        else:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return Decimal(text)
        except InvalidOperation as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def _say_what_nothing_is(field: forms.Field) -> None:
    """A list to choose from begins with a word, not with Django's nine dashes."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = _("choose")
    elif isinstance(field, forms.ChoiceField):
        choices: list[Any] = list(field.choices)  # type: ignore[arg-type]  # Django has called a function by now
        if choices and choices[0][1] == DASHES:
            field.choices = [(choices[0][0], _("choose")), *choices[1:]]


def _shows_nothing(value: Any) -> bool:
    """Whether something was typed that nobody can see."""
    return isinstance(value, str) and value != "" and is_unseen(value)


class PortalForm(forms.BaseForm):
    """Mixin, first in the bases of every form."""

    units: ClassVar[dict[str, Words]] = {}

    @property
    def needed(self) -> Mapping[str, Words]:
        """Names of fields that may be empty now, each with the words that say when it is asked for."""
        return {}

    use_required_attribute = False  # the server's words explain better than the browser's bubble

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if (
                field.error_messages.get("required")
                == forms.Field.default_error_messages["required"]
            ):
                field.error_messages["required"] = _("This answer is missing.")
            _say_what_nothing_is(field)
            if unit := self.units.get(name):
                field.widget.attrs["data-unit"] = str(unit)
            if type(field.widget) is forms.DateInput:
                field.widget = DateInput(field.widget.attrs)
            elif type(field.widget) is forms.DateTimeInput:
                field.widget = DateTimeInput(field.widget.attrs)

    def _clean_fields(self) -> None:
        """A name on two lines is no name: it would stop every e-mail that greets the person. Nor is one that
        nobody can see."""
        super()._clean_fields()  # type: ignore[misc]  # not in the stubs
        for name, value in list(self.cleaned_data.items()):
            widget = self.fields[name].widget
            texts = value.values() if isinstance(value, Bilingual) else [value]
            if isinstance(widget, WRITTEN_IN) and any(map(_shows_nothing, texts)):
                self.add_error(name, ValidationError(UNSEEN, code="unseen"))
            elif isinstance(value, str) and isinstance(widget, forms.TextInput):
                self.cleaned_data[name] = CONTROLS.sub(" ", value).strip()

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.include_media = False
        return helper


@dataclass(frozen=True)
class FieldLook:
    """How a field is drawn; `kind` is text, choices, checkbox, select, file or group."""

    kind: str
    unit: str
    limit: int | None
    optional: bool
    fieldset: bool
    needed: Words = ""
    chosen_before: str = ""
    """Name of the file that came with a form that is shown again."""


def look_of(field: forms.BoundField) -> FieldLook:
    widget = field.field.widget
    attrs = widget.attrs
    limit = attrs.get("maxlength")
    return FieldLook(
        kind=kind_of(widget),
        unit=str(attrs.get("data-unit", "")),
        limit=int(limit)
        if limit and (isinstance(widget, forms.Textarea) or attrs.get("data-counter"))
        else None,
        optional=not field.field.required,
        fieldset=bool(field.use_fieldset),
        needed=getattr(field.form, "needed", {}).get(field.name, ""),
        chosen_before=_chosen_before(field),
    )


def _chosen_before(field: forms.BoundField) -> str:
    upload = field.form.files.get(field.html_name) if field.form.is_bound else None
    return "" if upload is None or field.errors else str(upload.name)


def kind_of(widget: forms.Widget) -> str:
    kinds: list[tuple[type[forms.Widget], str]] = [
        (forms.CheckboxSelectMultiple, "choices"),
        (forms.RadioSelect, "choices"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.FileInput, "file"),
        (forms.MultiWidget, "group"),
    ]
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "text")


@dataclass(frozen=True)
class FormError:
    """A line of the summary: which field, what is wrong, the anchor that leads there ("" for the whole form)."""

    label: Words
    message: str
    anchor: str


def form_errors(form: forms.BaseForm) -> Iterator[FormError]:
    for message in form.non_field_errors():
        yield FormError("", str(message), "")
    for field in [*form.visible_fields(), *form.hidden_fields()]:
        anchor = "" if field.is_hidden else field.id_for_label or f"{field.auto_id}_0"
        for message in field.errors:
            yield FormError(field.label, str(message), anchor)


class VerbForm(PortalForm):
    """A form whose verb has the last word; a refusal stands beside the field that it speaks of.

    `field_of_code` names the field for errors that carry a code and no field.
    """

    field_of_code: ClassVar[dict[str, str]] = {}

    def add_error(self, field: str | None, error: Any) -> None:
        if field is not None or not isinstance(error, ValidationError):
            super().add_error(field, error)
            return
        known = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for name, errors in known.items():
            for one in errors:
                place = self.field_of_code.get(one.code or "", name)
                super().add_error(place if place in self.fields else None, one)

    def taken_by(self, verb: Callable[..., Made]) -> Made | None:
        """The row that the verb answers, called with what was typed; None where something is wrong, which
        the form then says, or nothing was sent yet.
        """
        if not self.is_valid():
            return None
        try:
            return verb(**self.cleaned_data)
        except ValidationError as error:
            self.add_error(None, error)
        except Blocked as refusal:
            for blocker in refusal.blockers:
                self.add_error(None, ValidationError(str(blocker.message), code=blocker.code))
        return None


class WebsiteField(forms.URLField):
    """An address typed without its scheme is taken as https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})
