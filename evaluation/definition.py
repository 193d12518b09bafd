"""Evaluation questions, dimensions and first indicators, in a programme's definition."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from core.programmes.definition import (
    FunderKey,
    Key,
    Misplaced,
    Strict,
    When,
    Words,
    each_once,
    kept,
    refers_to,
)

LabKey = Annotated[str, refers_to("labs")]


class CommonsType(StrEnum):
    """What people can use whatever they can pay."""

    SERVICES = "services"
    SPACES = "spaces"
    VALUES = "values"
    KNOWLEDGE = "knowledge"
    RELATIONS = "relations"


class IndicatorType(StrEnum):
    QUANTITY = "quantity"
    RATIO = "ratio"
    SCALE = "scale"
    QUALITY = "quality"


class Direction(StrEnum):
    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"
    NEUTRAL = "neutral"


class Reporting(StrEnum):
    INCREMENTAL = "incremental"
    TO_DATE = "to_date"
    SNAPSHOT = "snapshot"


class Aggregation(StrEnum):
    SUM = "sum"
    LATEST = "latest"
    RATIO = "ratio"
    NONE = "none"


class BaselineStatus(StrEnum):
    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class QuestionSection(Strict):
    key: Key
    text: Words


class CommonsSection(Strict):
    type: CommonsType
    title: Words
    description: Words | None = None


class IndicatorSection(Strict):
    """`proposed` until the lab named by `agreed_in` has agreed on it."""

    key: Key
    question: Key
    commons: CommonsType | None = None
    title: Words
    definition: Words
    type: IndicatorType
    unit: Words | None = None
    direction: Direction
    reporting: Reporting
    over_time: Aggregation
    over_territories: Aggregation
    baseline_status: BaselineStatus = BaselineStatus.UNKNOWN
    baseline: Decimal | None = None
    source: Words
    agreed_in: LabKey | None = None
    proposed: bool = True

    @model_validator(mode="after")
    def _can_be_added_up(self) -> Self:
        """Snapshots never sum over time; a ratio aggregates numerators and denominators (R27, R28)."""
        if self.reporting == Reporting.SNAPSHOT and self.over_time == Aggregation.SUM:
            raise Misplaced(_("a snapshot can't be added up over time"), "over_time")
        if self.type == IndicatorType.RATIO and Aggregation.SUM in {
            self.over_time,
            self.over_territories,
        }:
            raise Misplaced(_("ratios are not added up"), "over_territories")
        if (self.baseline_status == BaselineStatus.KNOWN) != (self.baseline is not None):
            raise Misplaced(_("a known baseline has its value, and only that"), "baseline_status")
        return self


class EvaluationSection(Strict):
    by: FunderKey | None = None
    when: When
    summary: Words | None = None
    rules_of_the_game: Words | None = None
    reflexivity: Words | None = None
    questions: Annotated[tuple[QuestionSection, ...], Field(min_length=1), each_once("key")]
    commons: Annotated[tuple[CommonsSection, ...], each_once("type")] = ()
    indicators: Annotated[tuple[IndicatorSection, ...], each_once("key")] = ()

    @model_validator(mode="after")
    def _indicators_answer_questions(self) -> Self:
        known = {row.key for row in self.questions}
        for index, row in enumerate(self.indicators):
            if row.question not in known:
                message = _("%(key)s is not a question of this file") % {"key": row.question}
                raise Misplaced(message, "indicators", index, "question")
        return self


SECTIONS = [kept("evaluation", EvaluationSection, required=False, keys=("questions", "key"))]
