"""What verbs that change a row ask of the names and values that they are given."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

LONGEST_STEM = 70
"""Characters of a title in an address, before a number that tells it from another."""


def refuse_unknown(fields: Iterable[str], changeable: Iterable[str]) -> None:
    """Raises TypeError, as Python does for an argument that a function does not have."""
    if unknown := set(fields) - set(changeable):
        raise TypeError(f"Not to be changed by this: {', '.join(sorted(unknown))}.")


def free_slug(rows: QuerySet[Any], title: str, *, untitled: str) -> str:
    """The title as an address, with a number where another of the rows has it."""
    stem = slugify(title)[:LONGEST_STEM].strip("-") or untitled
    taken = set(rows.filter(slug__startswith=stem).order_by().values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
