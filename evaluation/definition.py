"""The evaluation in a programme's definition: its plan, questions, commons and first indicators.

Indicators are loaded as proposals: agreeing on them is an act of a lab, not of a file. One that the file
calls agreed belongs to a programme where the lab was held before the portal.
"""

from decimal import Decimal
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from core.access.models import User
from core.programmes import queries as programmes
from core.programmes.definition import (
    FunderKey,
    Key,
    Misplaced,
    Period,
    Section,
    Strict,
    Text,
    When,
    Words,
    each_once,
    refers_to,
    said,
    written,
)
from core.programmes.enums import DatePrecision
from core.programmes.writing import plain_number
from core.ui.bilingual import Bilingual
from evaluation.domain.indicators import create_indicator
from evaluation.enums import (
    Aggregation,
    BaselineStatus,
    CommonsType,
    Direction,
    IndicatorState,
    IndicatorType,
    Reporting,
)
from evaluation.models import CommonGood, EvaluationPlan, EvaluationQuestion, Indicator
from labs import queries as labs

LabKey = Annotated[str, refers_to("labs")]


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


def load_evaluation(data: EvaluationSection, *, by: User | None) -> None:
    EvaluationPlan.objects.create(
        evaluator=programmes.funders().get(key=data.by) if data.by else None,
        starts_on=data.when.starts_on,
        ends_on=data.when.ends_on,
        precision=data.when.precision,
        summary=_words(data.summary),
        rules_of_the_game=_words(data.rules_of_the_game),
        reflexivity=_words(data.reflexivity),
    )
    for position, common in enumerate(data.commons):
        CommonGood.objects.create(
            type=common.type,
            title=common.title.bilingual,
            description=_words(common.description),
            position=position,
        )
    questions = {
        row.key: EvaluationQuestion.objects.create(
            key=row.key, text=row.text.bilingual, position=position
        )
        for position, row in enumerate(data.questions)
    }
    for row in data.indicators:
        _load_indicator(row, questions[row.question], by)


def _load_indicator(row: IndicatorSection, question: EvaluationQuestion, by: User | None) -> None:
    create_indicator(
        key=row.key,
        question_id=question.pk,
        commons_type=row.commons or "",
        title=row.title.bilingual,
        by=by,
        definition=row.definition.bilingual,
        type=row.type,
        unit=_words(row.unit),
        direction=row.direction,
        reporting=row.reporting,
        over_time=row.over_time,
        over_territories=row.over_territories,
        baseline_status=row.baseline_status,
        baseline=row.baseline,
        source=row.source.bilingual,
        agreed_in=labs.event_by_key(row.agreed_in) if row.agreed_in else None,
        state=IndicatorState.PROPOSED if row.proposed else IndicatorState.AGREED,
    )


def export_evaluation() -> dict[str, Any] | None:
    plan = EvaluationPlan.objects.select_related("evaluator").first()
    if plan is None:
        return None
    period = Period(plan.starts_on, plan.ends_on, DatePrecision(plan.precision))
    current = Indicator.objects.filter(replaced_at=None).select_related(
        "dimension__question", "agreed_in"
    )
    return said(
        by=plan.evaluator.key if plan.evaluator else None,
        when=period.written(),
        summary=written(plan.summary),
        rules_of_the_game=written(plan.rules_of_the_game),
        reflexivity=written(plan.reflexivity),
        questions=[
            {"key": row.key, "text": written(row.text)}
            for row in EvaluationQuestion.objects.order_by("position", "pk")
        ],
        commons=[
            said(type=row.type, title=written(row.title), description=written(row.description))
            for row in CommonGood.objects.order_by("position", "pk")
        ],
        indicators=[_exported(row) for row in current.order_by("position", "pk")],
    )


def _exported(row: Indicator) -> dict[str, Any]:
    known = row.baseline_status != BaselineStatus.UNKNOWN
    exported = said(
        key=row.key,
        question=row.dimension.question.key,
        commons=row.dimension.commons_type,
        type=row.type,
        direction=row.direction,
        reporting=row.reporting,
        over_time=row.over_time,
        over_territories=row.over_territories,
        baseline_status=row.baseline_status if known else "",
        agreed_in=row.agreed_in.key if row.agreed_in else None,
        title=written(row.title),
        definition=written(row.definition),
        unit=written(row.unit),
        source=written(row.source),
    )
    if row.baseline is not None:
        exported["baseline"] = plain_number(row.baseline)
    if row.state == IndicatorState.AGREED:
        exported["proposed"] = False
    return exported


def _words(text: Text | None) -> Bilingual:
    return text.bilingual if text else Bilingual()


SECTIONS = [
    Section(
        "evaluation",
        EvaluationSection,
        load_evaluation,
        export_evaluation,
        required=False,
        keys=("questions", "key"),
    )
]
