"""The repository of practices in a programme's definition: what is told, and the two ways of collecting."""

from typing import Annotated

from pydantic import Field

from core.programmes.definition import FunderKey, Key, Strict, Words, each_once, kept
from core.programmes.sections import Url


class FieldSection(Strict):
    """What is told of each practice."""

    key: Key
    title: Words
    help: Words | None = None


class WaySection(Strict):
    """A way of collecting and of learning from practices."""

    key: Key
    title: Words
    description: Words


class EducationSection(Strict):
    name: Words
    url: Url | None = None
    purpose: Words
    facilitated_by: FunderKey | None = None
    fields: Annotated[tuple[FieldSection, ...], Field(min_length=1), each_once("key")]
    ways: Annotated[tuple[WaySection, ...], Field(min_length=1), each_once("key")]
    learning: tuple[Words, ...] = ()


SECTIONS = [kept("education", EducationSection, required=False)]
