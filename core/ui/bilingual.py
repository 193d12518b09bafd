"""A text that exists in Italian and, when somebody has written it, in English.

`Bilingual` is the value, `BilingualField` keeps it in a JSON column, `BilingualFormField` asks for it with
one input per language. Italian is the language of record: a text without it is incomplete, a text
without English is shown in Italian.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("it", "en")


class Bilingual(dict[str, str]):
    """`Bilingual(it="Avviso", en="Notice")`; `str()` speaks the active language."""

    def __init__(
        self,
        value: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        /,
        *,
        it: str = "",
        en: str = "",
    ) -> None:
        super().__init__({"it": it, "en": en})
        self.update(value)

    @property
    def language(self) -> str:
        """The language that `str()` answers in now: for the `lang` attribute of a text that fell back."""
        active = (get_language() or "it").partition("-")[0]
        if self.get(active):
            return active
        return next((code for code in LANGUAGES if self.get(code)), active)

    def __str__(self) -> str:
        return self.get(self.language, "")

    def __bool__(self) -> bool:
        return any(self.values())


def as_bilingual(value: object) -> Bilingual | None:
    """Read what a form, a definition file or the database holds; a bare text is Italian."""
    if value is None or isinstance(value, Bilingual):
        return value
    if isinstance(value, Mapping):
        return Bilingual({str(key): str(text or "") for key, text in value.items()})
    if isinstance(value, str | Promise):
        return Bilingual(it=str(value))
    raise ValidationError(_("Write a text in Italian and one in English."), code="invalid")


if TYPE_CHECKING:
    BilingualColumn = models.JSONField[Bilingual | Mapping[str, str] | str, Bilingual]
else:
    BilingualColumn = (
        models.JSONField
    )  # Django's fields cannot be subscripted when the program runs


class BilingualAttribute(DeferredAttribute):
    """Makes `call.title` a `Bilingual` from the moment it is assigned, not only after a reload."""

    def __set__(self, instance: models.Model, value: object) -> None:
        kept = value if hasattr(value, "resolve_expression") else as_bilingual(value)
        instance.__dict__[self.field.attname] = kept


class BilingualField(BilingualColumn):
    """A JSON column `{"it": …, "en": …}`. `multiline` and `max_length` only shape the form field."""

    description = _("Text in Italian and English")
    descriptor_class = BilingualAttribute
    default_error_messages: ClassVar[dict[str, Any]] = {
        "languages": _("Only Italian and English texts can be kept here."),
        "italian": _("The Italian text is missing."),
    }

    def __init__(self, *args: Any, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        kwargs.setdefault("default", Bilingual)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        loaded = super().from_db_value(value, expression, connection)
        # A key transform (title__it) arrives here as a bare string and stays one.
        return as_bilingual(loaded) if isinstance(loaded, dict) else loaded

    def to_python(self, value: Any) -> Bilingual | None:
        return as_bilingual(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if value is None and self.null:
            return
        text = as_bilingual(value) or Bilingual()
        if set(text) - set(LANGUAGES):
            raise ValidationError(self.error_messages["languages"], code="languages")
        if not text["it"].strip() and not self.blank:
            raise ValidationError(self.error_messages["italian"], code="italian")

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        options: dict[str, Any] = {
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "multiline": self.multiline,
            "max_length": self.max_length,
        }
        if self.has_default():
            options["initial"] = self.get_default()
        options.update(
            {
                key: value
                for key, value in kwargs.items()
                if key not in {"form_class", "choices_form_class"}
            }
        )
        return BilingualFormField(**options)


class BilingualWidget(forms.MultiWidget):
    """Two inputs, each with its language as label."""

    template_name = "ui/widgets/bilingual.html"
    use_fieldset = True

    def __init__(
        self,
        *,
        multiline: bool = False,
        max_length: int | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        common: dict[str, Any] = {"maxlength": max_length} if max_length else {}
        if multiline:
            common["rows"] = 4
        kind: type[forms.Widget] = forms.Textarea if multiline else forms.TextInput
        super().__init__({code: kind(attrs={**common, "lang": code}) for code in LANGUAGES}, attrs)

    def decompress(self, value: Any) -> list[str]:
        text = as_bilingual(value) or Bilingual()
        return [text[code] for code in LANGUAGES]


class BilingualFormField(forms.MultiValueField):
    """Italian required when the field is; English always optional, shown as such."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "incomplete": _("The Italian text is missing.")
    }

    def __init__(
        self, *, multiline: bool = False, max_length: int | None = None, **kwargs: Any
    ) -> None:
        required = kwargs.get("required", True)
        parts = [
            forms.CharField(required=required and code == "it", max_length=max_length, strip=True)
            for code in LANGUAGES
        ]
        kwargs.setdefault("widget", BilingualWidget(multiline=multiline, max_length=max_length))
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> Bilingual:
        return Bilingual(zip(LANGUAGES, data_list or ("", ""), strict=True))
