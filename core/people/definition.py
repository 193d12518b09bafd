"""Who takes each step of the programme, in its definition.

A step without anybody waits for nobody; an opinion that is not given in time is deemed skipped after
the silence term (L. 241/1990 art. 16), which is data of the programme.
"""

from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from core.people.enums import RoleName
from core.programmes.definition import Key, Misplaced, Strict, Words, each_once, kept


class StepSection(Strict):
    """`silence_days`: calendar days after which the step goes on without the opinion."""

    key: Key
    title: Words
    roles: Annotated[tuple[RoleName, ...], Field(min_length=1)]
    optional: bool = False
    silence_days: Annotated[int, Field(ge=1, le=365)] | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _only_opinions_fall_silent(self) -> Self:
        if self.silence_days and not self.optional:
            raise Misplaced(_("only an optional step has a silence term"), "silence_days")
        return self


SECTIONS = [kept("steps", Annotated[tuple[StepSection, ...], each_once("key")], required=False)]
