"""From a question to the form field that asks it."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.documents.enums import KINDS
from core.documents.queries import urls_of
from core.questionnaires.enums import QuestionType
from core.questionnaires.spec import LimitsSpec, QuestionSpec
from core.questionnaires.widgets import YES_NO, FilesWidget, TableWidget, typed_number
from core.ui.forms import DateInput


def make_field(spec: QuestionSpec, value: Any) -> forms.Field:
    """The field, without rules of its own: `core.questionnaires.reading` reads what is typed."""
    field = forms.Field(
        required=spec.required,
        label=str(spec.label),
        help_text=help_of(spec),
        widget=_widget(spec, value),
    )
    if spec.type == QuestionType.MONEY:
        field.widget.attrs["data-unit"] = "€"
    elif spec.unit:
        field.widget.attrs["data-unit"] = spec.unit
    for limit in ("max_words", "max_chars"):
        if most := getattr(spec.limits, limit):
            # No `maxlength`: the browser would cut a pasted text without a word.
            field.widget.attrs[f"data-{limit.replace('_', '-')}"] = str(most)
    return field


def initial_of(spec: QuestionSpec, value: Any) -> Any:
    """A stored value as the field shows it."""
    match spec.type:
        case QuestionType.YES_NO if isinstance(value, bool):
            return "yes" if value else "no"
        case QuestionType.NUMBER | QuestionType.MONEY:
            return typed_number(value)
        case QuestionType.TABLE | QuestionType.FILE | QuestionType.MULTIPLE_CHOICE:
            return value or []
        case _:
            return "" if value is None else str(value)


def help_of(spec: QuestionSpec) -> SafeString:
    """The question's help, then its limits in words."""
    parts = [str(spec.help)] if spec.help else []
    parts += limits_told(spec)
    if spec.type == QuestionType.LONG_TEXT:
        parts.append(_("**So** becomes bold; lines that begin with - become a list."))
    return format_html_join(" ", "{}", ((part,) for part in parts))


def limits_told(spec: QuestionSpec) -> list[str]:
    """The bounds of an answer, each in a sentence."""
    limits = spec.limits
    told = [*_words_told(limits), *_chars_told(limits)]
    if limits.max_choices:
        told.append(_("Choose at most %(most)s.") % {"most": limits.max_choices})
    if spec.type == QuestionType.FILE:
        told.append(_files_told(spec))
    return told


def _words_told(limits: LimitsSpec) -> Iterator[str]:
    least, most = limits.min_words, limits.max_words
    if least and most:
        yield _("From %(least)s to %(most)s words.") % {"least": least, "most": most}
    elif least:
        text = ngettext("At least %(least)s word.", "At least %(least)s words.", least)
        yield text % {"least": least}
    elif most:
        yield ngettext("At most %(most)s word.", "At most %(most)s words.", most) % {"most": most}


def _chars_told(limits: LimitsSpec) -> Iterator[str]:
    least, most = limits.min_chars, limits.max_chars
    if least and most:
        yield _("From %(least)s to %(most)s characters.") % {"least": least, "most": most}
    elif least:
        yield _("At least %(least)s characters.") % {"least": least}
    elif most:
        yield _("At most %(most)s characters.") % {"most": most}


def _files_told(spec: QuestionSpec) -> str:
    most = spec.limits.max_files or 1
    words = {"most": most, "kinds": ", ".join(sorted(spec.limits.kinds or KINDS))}
    text = ngettext("%(most)s file (%(kinds)s).", "Up to %(most)s files (%(kinds)s).", most) % words
    if spec.limits.max_mb:
        size = filesizeformat(spec.limits.max_mb * 1024 * 1024)
        text += " " + _("Each at most %(size)s.") % {"size": size}
    return text


def _widget(spec: QuestionSpec, value: Any) -> forms.Widget:
    return _WIDGETS[spec.type](spec, value)


def _number_input(spec: QuestionSpec, value: Any) -> forms.Widget:
    return forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})


def _choice_input(spec: QuestionSpec, value: Any) -> forms.Widget:
    if spec.shows_all_choices:
        return forms.RadioSelect(choices=_options(spec))
    return forms.Select(choices=[("", "—"), *_options(spec)])


def _options(spec: QuestionSpec) -> list[tuple[str, str]]:
    return [(choice.key, str(choice.label)) for choice in spec.choices]


_WIDGETS: dict[QuestionType, Callable[[QuestionSpec, Any], forms.Widget]] = {
    QuestionType.TEXT: lambda spec, value: forms.TextInput({"dir": "auto"}),
    QuestionType.LONG_TEXT: lambda spec, value: forms.Textarea({"rows": 8, "dir": "auto"}),
    QuestionType.NUMBER: _number_input,
    QuestionType.MONEY: _number_input,
    QuestionType.DATE: lambda spec, value: DateInput(),
    QuestionType.CHOICE: _choice_input,
    QuestionType.MULTIPLE_CHOICE: lambda spec, value: forms.CheckboxSelectMultiple(
        choices=_options(spec)
    ),
    QuestionType.YES_NO: lambda spec, value: forms.RadioSelect(choices=YES_NO),
    QuestionType.FILE: lambda spec, value: FilesWidget(_attached(value)),
    QuestionType.TABLE: lambda spec, value: TableWidget(spec),
}


def _attached(value: Any) -> list[dict[str, Any]]:
    files = value if isinstance(value, list) else []
    urls = urls_of([each["document"] for each in files]) if files else {}
    return [
        {**each, "url": urls.get(each["document"], ""), "size_text": filesizeformat(each["size"])}
        for each in files
    ]
