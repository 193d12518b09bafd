"""What the schemas find wrong, in words for the person who wrote the file."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

MESSAGES = {
    "extra_forbidden": gettext_noop("unknown key"),
    "missing": gettext_noop("is missing"),
    "date": gettext_noop("%(value)s is not a date"),
    "datetime": gettext_noop("%(value)s is not a date with its hour"),
    "string_type": gettext_noop("a text in quotes is needed, not %(value)s"),
    "string_too_short": gettext_noop("the text is empty or too short (at least %(min_length)s)"),
    "string_too_long": gettext_noop("the text is too long (at most %(max_length)s characters)"),
    "string_pattern_mismatch": gettext_noop(
        "%(value)s is not written as this key needs (%(pattern)s)"
    ),
    "int": gettext_noop("a whole number is needed, not %(value)s"),
    "decimal": gettext_noop("a number is needed, not %(value)s"),
    "float": gettext_noop("a number is needed, not %(value)s"),
    "bool": gettext_noop("true or false is needed, not %(value)s"),
    "list_type": gettext_noop("a list is needed, not %(value)s"),
    "tuple_type": gettext_noop("a list is needed, not %(value)s"),
    "dict_type": gettext_noop("a table is needed, not %(value)s"),
    "model_type": gettext_noop("a table is needed, not %(value)s"),
    "enum": gettext_noop("%(value)s is not one of: %(expected)s"),
    "literal_error": gettext_noop("%(value)s is not one of: %(expected)s"),
    "greater_than": gettext_noop("must be more than %(gt)s"),
    "greater_than_equal": gettext_noop("must be at least %(ge)s"),
    "less_than": gettext_noop("must be less than %(lt)s"),
    "less_than_equal": gettext_noop("must be at most %(le)s"),
    "too_short": gettext_noop("at least %(min_length)s are needed"),
    "too_long": gettext_noop("at most %(max_length)s are allowed"),
    "url": gettext_noop("%(value)s is not a web address"),
}
SHOWN = 60


def message(details: Any) -> str:
    """One of pydantic's error details in words of the active language."""
    kind: str = details["type"]
    context = details.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    template = MESSAGES.get(kind) or MESSAGES.get(kind.split("_", maxsplit=1)[0])
    if template is None:
        return str(details["msg"])
    return _(template) % {"value": shown(details.get("input")), **context}


def syntax(reason: str) -> str:
    """The reader's own words, which are English, behind ours."""
    return _("this is not valid TOML (%(reason)s)") % {"reason": reason}


def meant(name: str, known: Iterable[str]) -> str:
    """ ", did you mean [calls]?" when something known is close, else nothing."""
    close = get_close_matches(name, list(known), n=1)
    return _(", did you mean [%(name)s]?") % {"name": close[0]} if close else ""


def shown(value: Any) -> str:
    """The value as the file has it, shortened."""
    if isinstance(value, dict | list):
        return _("a table") if isinstance(value, dict) else _("a list")
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
