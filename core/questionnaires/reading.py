"""Reads what a person typed: the value when it can be used, the words of the error when it can't.

Nothing typed is ever thrown away: a value that can't be read is kept as it was written, with its error.
Amounts and numbers are read the Italian way ("1.234,50"), and the English way where it is certain.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.questionnaires.enums import ColumnType, QuestionType
from core.questionnaires.spec import ChoiceSpec, ColumnSpec, QuestionSpec
from core.ui.unseen import is_unseen
from core.ui.wording import is_english, money_text

MAX_CHARS = 200_000
"""Of one answer: about thirty thousand words. More is no answer but a mistake of the clipboard."""
MAX_MONEY = Decimal("9999999999.99")
MAX_NUMBER = Decimal("999999999999")
_ITALIAN = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_ENGLISH = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_TRUE = frozenset({"true", "yes", "on", "1", "sì", "si"})
_FALSE = frozenset({"false", "no", "off", "0"})


@dataclass(frozen=True)
class Reading:
    """`value` to use (None: no answer), or `raw` as typed with its `error`."""

    value: Any = None
    raw: Any = None
    error: str = ""


def read(spec: QuestionSpec, raw: Any) -> Reading:
    """The reading of one answer. Limits are checked; whether an answer is required is not."""
    typed = clean(raw)
    try:
        value = _READERS[spec.type](spec, typed)
    except ValidationError as error:
        return Reading(raw=typed, error=" ".join(error.messages))
    return Reading(value=value)


def clean(raw: Any) -> Any:
    """JSON as PostgreSQL can keep it: no NUL, no lone surrogates, one kind of line end, NFC."""
    if isinstance(raw, str):
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        kept = "".join(c for c in text if c in "\n\t" or c not in _CONTROLS)
        return unicodedata.normalize("NFC", kept)
    if isinstance(raw, Mapping):
        return {str(clean(str(key))): clean(value) for key, value in raw.items()}
    if isinstance(raw, list | tuple):
        return [clean(value) for value in raw]
    if isinstance(raw, Decimal | date):
        return str(raw)
    return raw


_CONTROLS = frozenset(chr(code) for code in (*range(32), 127))


def is_empty(value: Any) -> bool:
    """Whether this is no answer; `false` and "0" are answers."""
    if isinstance(value, str):
        return is_unseen(value)
    if isinstance(value, list):
        return all(is_empty(each) for each in value)
    if isinstance(value, Mapping):
        return all(is_empty(each) for each in value.values())
    return value is None


def words_in(text: str) -> int:
    return len(text.split())


def decimal_of(raw: Any) -> Decimal:
    """The number a person wrote; ValidationError when it could be no number or two."""
    text = re.sub(r"[\s\u00a0\u202f'€]|EUR", "", str(raw)).replace("\N{MINUS SIGN}", "-")
    if _ITALIAN.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(text):
        return Decimal(text.replace(",", ""))
    raise ValidationError(_("Write a number, such as 1.234,5."))


def _text(spec: QuestionSpec, typed: Any) -> str | None:
    if is_empty(typed):
        return None
    text = str(typed).strip()
    limits, chars, words = spec.limits, len(text), words_in(text)
    most = limits.max_chars or MAX_CHARS
    if chars > most:
        raise ValidationError(
            _(
                "The text has %(is)s characters: at most %(most)s are read. It is kept as you wrote it."
            )
            % {"is": chars, "most": most}
        )
    if limits.max_words and words > limits.max_words:
        raise ValidationError(
            _("The text has %(is)s words: at most %(most)s are read. It is kept as you wrote it.")
            % {"is": words, "most": limits.max_words}
        )
    if limits.min_chars and chars < limits.min_chars:
        raise ValidationError(
            _("The text has %(is)s characters: at least %(least)s are asked.")
            % {"is": chars, "least": limits.min_chars}
        )
    if limits.min_words and words < limits.min_words:
        raise ValidationError(
            _("The text has %(is)s words: at least %(least)s are asked.")
            % {"is": words, "least": limits.min_words}
        )
    return text


def _number(spec: QuestionSpec, typed: Any) -> str | None:
    if is_empty(typed):
        return None
    number = decimal_of(typed)
    places = spec.limits.decimals
    exponent = number.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    if places is not None and decimals > places:
        raise ValidationError(
            _("Write a whole number.")
            if places == 0
            else _("Write at most %(places)s decimals.") % {"places": places}
        )
    _check_bounds(number, spec.limits.min_value, spec.limits.max_value, MAX_NUMBER, _plain)
    return _digits(number)


def _money(spec: QuestionSpec, typed: Any) -> str | None:
    if is_empty(typed):
        return None
    low = Decimal(0) if spec.limits.min_value is None else spec.limits.min_value
    return _amount(typed, low, spec.limits.max_value)


def _amount(typed: Any, low: Decimal, high: Decimal | None = None) -> str:
    try:
        amount = decimal_of(typed)
    except ValidationError as error:
        raise ValidationError(_("Write an amount in euro, such as 1.234,50.")) from error
    if amount != amount.quantize(Decimal("0.01")):
        raise ValidationError(_("Write the amount with at most two decimals, such as 1.234,50."))
    if low == 0 and amount < 0:
        raise ValidationError(_("The amount can't be negative."))
    _check_bounds(amount, low, high, MAX_MONEY, money_text)
    return f"{amount:.2f}"


def _check_bounds(
    number: Decimal,
    low: Decimal | None,
    high: Decimal | None,
    ceiling: Decimal,
    say: Callable[[Decimal], str],
) -> None:
    least = -ceiling if low is None else low
    most = ceiling if high is None else high
    if number < least:
        raise ValidationError(_("It must be at least %(least)s.") % {"least": say(least)})
    if number > most:
        raise ValidationError(_("It can be at most %(most)s.") % {"most": say(most)})


def _plain(number: Decimal) -> str:
    return formats.number_format(number.normalize(), use_l10n=True)


def _digits(number: Decimal) -> str:
    """Plain digits without an exponent or trailing zeros: the same number is the same text."""
    return f"{number.normalize() + 0:f}"


def _date(spec: QuestionSpec, typed: Any) -> str | None:
    if is_empty(typed):
        return None
    day = _day(typed)
    if spec.limits.earliest and day < spec.limits.earliest:
        raise ValidationError(
            _("It can't be before %(day)s.") % {"day": day_said(spec.limits.earliest)}
        )
    if spec.limits.latest and day > spec.limits.latest:
        raise ValidationError(
            _("It can't be after %(day)s.") % {"day": day_said(spec.limits.latest)}
        )
    return day


def _day(typed: Any) -> str:
    text = str(typed).strip()
    if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        text = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValidationError(_("Write a day that exists, such as 15/02/2021.")) from error


def day_said(day: str) -> str:
    """An ISO day in words: "1 marzo 2021"."""
    said = formats.date_format(date.fromisoformat(day), "j F Y")
    return said if is_english() else said.lower()  # Django's Italian writes months with a capital


def _choice(spec: QuestionSpec, typed: Any) -> str | None:
    return None if is_empty(typed) else _one_of(spec.choices, typed)


def _one_of(choices: tuple[ChoiceSpec, ...], typed: Any) -> str:
    if typed not in {choice.key for choice in choices}:
        raise ValidationError(_("Choose one of the answers of the list."))
    return str(typed)


def _choices(spec: QuestionSpec, typed: Any) -> list[str] | None:
    if is_empty(typed):
        return None
    chosen = {
        _one_of(spec.choices, each) for each in (typed if isinstance(typed, list) else [typed])
    }
    least, most = spec.limits.min_choices, spec.limits.max_choices
    if least and len(chosen) < least:
        raise ValidationError(_("Choose at least %(least)s.") % {"least": least})
    if most and len(chosen) > most:
        raise ValidationError(_("Choose at most %(most)s.") % {"most": most})
    return [choice.key for choice in spec.choices if choice.key in chosen]


def _yes_no(spec: QuestionSpec, typed: Any) -> bool | None:
    return _truth(typed)


def _truth(typed: Any) -> bool | None:
    if is_empty(typed):
        return None
    said = str(typed).strip().lower()
    if said not in _TRUE | _FALSE:
        raise ValidationError(_("Answer yes or no."))
    return said in _TRUE


def _files(spec: QuestionSpec, typed: Any) -> list[dict[str, Any]] | None:
    """Files are stored before they come here: each is the description that core.documents gave."""
    if is_empty(typed):
        return None
    if not isinstance(typed, list) or any(not _is_file(each) for each in typed):
        raise ValidationError(_("Choose a file."))
    least, most = spec.limits.min_files, spec.limits.max_files or 1
    if len(typed) > most:
        raise ValidationError(
            ngettext("Attach only %(most)s file.", "Attach at most %(most)s files.", most)
            % {"most": most}
        )
    if least and len(typed) < least:
        raise ValidationError(_("Attach at least %(least)s files.") % {"least": least})
    return typed


def _is_file(each: Any) -> bool:
    return isinstance(each, dict) and each.keys() == {
        "document",
        "version",
        "name",
        "sha256",
        "size",
    }


def _table(spec: QuestionSpec, typed: Any) -> list[dict[str, Any]] | None:
    if is_empty(typed):
        return None
    if not isinstance(typed, list) or any(not isinstance(row, dict) for row in typed):
        raise ValidationError(_("Fill in the rows of the table."))
    filled = [row for row in typed if not is_empty(row)]
    if spec.limits.max_rows and len(filled) > spec.limits.max_rows:
        raise ValidationError(_("At most %(most)s rows.") % {"most": spec.limits.max_rows})
    if spec.limits.min_rows and len(filled) < spec.limits.min_rows:
        raise ValidationError(_("At least %(least)s rows.") % {"least": spec.limits.min_rows})
    rows, errors = [], []
    for number, row in enumerate(filled, start=1):
        cells = {}
        for column in spec.columns:
            try:
                cells[column.key] = _cell(column, row.get(column.key))
            except ValidationError as error:
                place = {"row": number, "column": column.label, "error": " ".join(error.messages)}
                errors.append(_("Row %(row)s, %(column)s: %(error)s") % place)
        rows.append(cells)
    if errors:
        raise ValidationError(errors)
    _check_total(spec, rows)
    return rows


def _cell(column: ColumnSpec, typed: Any) -> Any:
    if is_empty(typed):
        if column.required:
            raise ValidationError(_("it is empty."))
        return None
    return _CELLS[column.type](column, typed)


def _number_cell(column: ColumnSpec, typed: Any) -> str:
    number = decimal_of(typed)
    _check_bounds(number, None, None, MAX_NUMBER, _plain)
    return _digits(number)


_CELLS: dict[ColumnType, Callable[[ColumnSpec, Any], Any]] = {
    ColumnType.TEXT: lambda column, typed: str(typed).strip(),
    ColumnType.NUMBER: _number_cell,
    ColumnType.MONEY: lambda column, typed: _amount(typed, Decimal(0)),
    ColumnType.DATE: lambda column, typed: _day(typed),
    ColumnType.CHOICE: lambda column, typed: _one_of(column.choices, typed),
    ColumnType.YES_NO: lambda column, typed: _truth(typed),
}


def _check_total(spec: QuestionSpec, rows: list[dict[str, Any]]) -> None:
    most = spec.limits.max_total
    summed = next((column for column in spec.columns if column.total), None)
    if most is None or summed is None:
        return
    total = sum((Decimal(row[summed.key] or 0) for row in rows), Decimal(0))
    if total > most:
        say = money_text if summed.type == ColumnType.MONEY else _plain
        raise ValidationError(
            _("%(column)s adds up to %(is)s: at most %(most)s.")
            % {"column": summed.label, "is": say(total), "most": say(most)}
        )


_READERS: dict[QuestionType, Callable[[QuestionSpec, Any], Any]] = {
    QuestionType.TEXT: _text,
    QuestionType.LONG_TEXT: _text,
    QuestionType.NUMBER: _number,
    QuestionType.MONEY: _money,
    QuestionType.DATE: _date,
    QuestionType.CHOICE: _choice,
    QuestionType.MULTIPLE_CHOICE: _choices,
    QuestionType.YES_NO: _yes_no,
    QuestionType.FILE: _files,
    QuestionType.TABLE: _table,
}
