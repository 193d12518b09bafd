"""The terms of a call's examination in a programme's definition: requirements, days, what is offered."""

from typing import Annotated, Any

from django.db.models import Field as ModelField
from pydantic import Field

from calls.domain.procedure import RequirementRow, change_examination
from calls.integration_enums import INTEGRATION_DAYS_MOST, OBSERVATION_DAYS_LEAST
from calls.models import Call, ExaminationRule
from calls.models.procedure import DAYS_MOST
from calls.queries.admissibility import requirements_of
from calls.queries.integration import judged_questions
from core.access.models import User
from core.programmes.definition import Key, Strict, Words, each_once, said, written
from core.questionnaires.spec import Key as QuestionKey
from core.ui.bilingual import Bilingual


def _usual(name: str) -> Any:
    """What a call follows that says nothing."""
    field = ExaminationRule._meta.get_field(name)
    assert isinstance(field, ModelField)
    return field.default


class RequirementSection(Strict):
    """What only a person can read in the papers."""

    key: Key
    label: Words


class ExaminationSection(Strict):
    """`untouchable` left out: the questions whose form says how they are scored."""

    integration_days: Annotated[int, Field(ge=1, le=INTEGRATION_DAYS_MOST)] = _usual(
        "integration_days"
    )
    untouchable: tuple[QuestionKey, ...] | None = None
    offers_observations: bool = _usual("offers_observations")
    observation_days: Annotated[int, Field(ge=OBSERVATION_DAYS_LEAST, le=DAYS_MOST)] = _usual(
        "observation_days"
    )
    review_days: Annotated[int, Field(ge=1, le=DAYS_MOST)] = _usual("review_days")
    shows_comments: bool = _usual("shows_comments")
    talk: Words | None = None
    requirements: Annotated[tuple[RequirementSection, ...], each_once("key")] = ()


def load_examination(call: Call, row: ExaminationSection, by: User | None) -> None:
    change_examination(
        call_id=call.pk,
        requirements=[RequirementRow(one.key, one.label.bilingual) for one in row.requirements],
        by=by,
        integration_days=row.integration_days,
        untouchable=judged_questions(call) if row.untouchable is None else list(row.untouchable),
        offers_observations=row.offers_observations,
        observation_days=row.observation_days,
        review_days=row.review_days,
        shows_comments=row.shows_comments,
        talk=row.talk.bilingual if row.talk else Bilingual(),
    )


def exported_examination(call: Call) -> dict[str, Any] | None:
    """As the file has it; None for a call that follows the usual terms."""
    rule = ExaminationRule.objects.filter(call=call).order_by("pk").first()
    if rule is None:
        return None
    return {
        "integration_days": rule.integration_days,
        **({} if _are_the_judged(rule) else {"untouchable": rule.untouchable}),
        **said(
            offers_observations=rule.offers_observations or None,
            observation_days=rule.observation_days,
            review_days=rule.review_days,
            shows_comments=rule.shows_comments or None,
            talk=written(rule.talk),
            requirements=[
                {"key": row.key, "label": written(row.label)} for row in requirements_of(call)
            ],
        ),
    }


def _are_the_judged(rule: ExaminationRule) -> bool:
    return rule.untouchable == judged_questions(rule.call)
