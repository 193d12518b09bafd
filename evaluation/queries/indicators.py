"""Questions and the indicators that answer them."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from core.ui.bilingual import Bilingual
from evaluation.enums import CommonsType, ReviewState
from evaluation.models import CommonGood, EvaluationPlan, EvaluationQuestion, Indicator

APPROVED = Q(measurements__review_state=ReviewState.APPROVED)


@dataclass(frozen=True)
class IndicatorGroup:
    """The indicators of one dimension, under the name of its commons."""

    title: str
    indicators: list[Indicator]


@dataclass(frozen=True)
class QuestionGroup:
    question: EvaluationQuestion
    groups: list[IndicatorGroup]


def evaluation_plan() -> EvaluationPlan | None:
    return EvaluationPlan.objects.select_related("evaluator").order_by("pk").first()


def public_questions() -> QuerySet[EvaluationQuestion]:
    """The key questions, in their order: public from the day the programme is."""
    return EvaluationQuestion.objects.order_by("position", "pk")


def public_indicators() -> QuerySet[Indicator]:
    """The versions that hold now, proposed ones included: that a proposal is one is said beside it."""
    return (
        Indicator.objects.filter(replaced_at=None)
        .select_related("dimension__question", "agreed_in", "programme")
        .order_by("dimension__question__position", "position", "pk")
    )


def with_numbers(rows: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """Each with how many values are `approved_count`, `waiting_count` (for review), `draft_count`."""
    return rows.annotate(
        approved_count=Count("measurements", filter=APPROVED),
        waiting_count=Count(
            "measurements", filter=Q(measurements__review_state=ReviewState.SUBMITTED)
        ),
        draft_count=Count(
            "measurements",
            filter=Q(measurements__review_state__in=[ReviewState.DRAFT, ReviewState.RETURNED]),
        ),
    )


def commons() -> QuerySet[CommonGood]:
    return CommonGood.objects.order_by("position", "pk")


def commons_titles() -> dict[str, Bilingual]:
    """What this programme calls each type of commons."""
    return dict(CommonGood.objects.order_by("position", "pk").values_list("type", "title"))


def by_question() -> list[QuestionGroup]:
    """Every question with its indicators, by type of commons in the programme's order. Three queries."""
    titles = commons_titles()
    order = {commons: place for place, commons in enumerate([*titles, *CommonsType.values])}
    found: dict[UUID, dict[str, list[Indicator]]] = defaultdict(lambda: defaultdict(list))
    for indicator in public_indicators():
        dimension = indicator.dimension
        found[dimension.question_id][dimension.commons_type].append(indicator)
    return [
        QuestionGroup(
            question,
            [
                IndicatorGroup(_title(commons, titles), rows)
                for commons, rows in sorted(
                    found[question.pk].items(), key=lambda pair: order.get(pair[0], len(order))
                )
            ],
        )
        for question in public_questions()
    ]


def _title(commons: str, titles: dict[str, Bilingual]) -> str:
    if not commons:
        return _("Every type of commons")
    return str(titles.get(commons) or CommonsType(commons).label).capitalize()
