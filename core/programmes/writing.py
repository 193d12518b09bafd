"""Writing a definition back as TOML that a person can read and edit.

Texts in two languages become `name.it = …`, long ones keep their lines, tables of rows become `[[…]]`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import tomlkit

from core.ui.bilingual import LANGUAGES


def write(sections: Mapping[str, Any], *, heading: str = "") -> str:
    """The text of a file with these sections, in their order; `heading` becomes comment lines."""
    lines = [f"# {line}".rstrip() for line in heading.splitlines()]
    for name, content in sections.items():
        lines += (
            _rows((name,), content)
            if isinstance(content, list | tuple)
            else _table((name,), content)
        )
    return "\n".join(lines).lstrip() + "\n"


def _table(path: tuple[str, ...], table: Mapping[str, Any]) -> list[str]:
    return ["", f"[{'.'.join(map(_key, path))}]", *_body(path, table)]


def _rows(path: tuple[str, ...], rows: Iterable[Any]) -> list[str]:
    lines: list[str] = []
    for row in rows:
        lines += ["", f"[[{'.'.join(map(_key, path))}]]", *_body(path, row)]
    return lines


def _body(path: tuple[str, ...], table: Mapping[str, Any]) -> list[str]:
    """Plain values first: in TOML whatever follows a header belongs to that header."""
    here: list[str] = []
    below: list[str] = []
    for name, value in table.items():
        if _is_text(value):
            here += [f"{_key(name)}.{code} = {_scalar(words)}" for code, words in value.items()]
        elif isinstance(value, Mapping) and not _is_flat(value):
            below += _table((*path, name), value)
        elif _is_rows(value):
            below += _rows((*path, name), value)
        else:
            here.append(f"{_key(name)} = {_inline(value)}")
    return here + below


def _is_text(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value) and set(value) <= set(LANGUAGES)


def _is_flat(value: Mapping[str, Any]) -> bool:
    """A small table that reads well on one line: limits, a condition."""
    return all(isinstance(inner, str | bool | int | Decimal) for inner in value.values())


def _is_rows(value: Any) -> bool:
    """A list of tables, unless every row is one text in two languages."""
    return (
        isinstance(value, list | tuple)
        and bool(value)
        and all(isinstance(row, Mapping) for row in value)
        and not all(_is_text(row) for row in value)
    )


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return (
            "{" + ", ".join(f"{_key(key)} = {_inline(inner)}" for key, inner in value.items()) + "}"
        )
    if isinstance(value, list | tuple):
        if any(isinstance(inner, Mapping) for inner in value):
            return "[\n" + "".join(f"    {_inline(inner)},\n" for inner in value) + "]"
        return "[" + ", ".join(map(_inline, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return tomlkit.string(str(value), multiline="\n" in value).as_string()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | int | float):
        return str(value)
    raise TypeError(f"TOML has no {type(value).__name__}")


def _key(name: str) -> str:
    return tomlkit.key(name).as_string()


def plain_number(number: Decimal | None) -> Decimal | int | None:
    """A number as people write it: 20, not 20.00."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else number.normalize()
