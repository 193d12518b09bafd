"""Questions, indicators and values for tests, made by the real verbs."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.access import clock
from core.access.models import User
from core.people.enums import RoleName
from core.ui.bilingual import Bilingual
from evaluation.domain.indicators import create_indicator
from evaluation.domain.measurements import (
    Given,
    Subject,
    approve_measurement,
    record_measurement,
    submit_measurement,
)
from evaluation.domain.targets import set_target
from evaluation.enums import (
    Aggregation,
    BaselineStatus,
    Comparator,
    Direction,
    IndicatorType,
    Reporting,
    ReviewState,
    ValueStatus,
)
from evaluation.models import EvaluationQuestion, Indicator, Measurement, Target
from projects.models import Project
from tests.factories import people, projects
from tests.factories.calls import DURING

NOW = datetime(2021, 7, 15, 10, 0, tzinfo=clock.ROME)
"""The second quarter has ended."""

FIRST, LAST = date(2021, 4, 1), date(2021, 6, 30)
WHOLE = Subject()


def question(key: str = "benefici") -> EvaluationQuestion:
    text = Bilingual(it="Quali benefici comuni?", en="Which common benefits?")
    return EvaluationQuestion.objects.get_or_create(key=key, defaults={"text": text})[0]


def indicator(key: str = "servizi", **fields: Any) -> Indicator:
    """Services counted to date, more being better, summed over territories; initial value zero."""
    values: dict[str, Any] = {
        "title": Bilingual(it=f"Indicatore {key}", en=f"Indicator {key}"),
        "definition": Bilingual(it="Che cosa si conta.", en="What is counted."),
        "type": IndicatorType.QUANTITY,
        "unit": Bilingual(it="servizi", en="services"),
        "direction": Direction.INCREASE,
        "reporting": Reporting.TO_DATE,
        "over_time": Aggregation.LATEST,
        "over_territories": Aggregation.SUM,
        "baseline_status": BaselineStatus.KNOWN,
        "baseline": Decimal(0),
        "source": Bilingual(it="Rendicontazioni", en="Reports"),
        "by": None,
        **fields,
    }
    if values["baseline_status"] != BaselineStatus.KNOWN:
        values["baseline"] = None
    return create_indicator(key=key, question_id=question().pk, commons_type="services", **values)


def ratio(key: str = "quota") -> Indicator:
    return indicator(
        key,
        type=IndicatorType.RATIO,
        over_time=Aggregation.RATIO,
        over_territories=Aggregation.RATIO,
        baseline_status=BaselineStatus.UNKNOWN,
    )


def quality(key: str = "cambiamenti") -> Indicator:
    return indicator(
        key,
        type=IndicatorType.QUALITY,
        direction=Direction.NEUTRAL,
        reporting=Reporting.SNAPSHOT,
        over_time=Aggregation.NONE,
        over_territories=Aggregation.NONE,
        baseline_status=BaselineStatus.UNKNOWN,
    )


def project(name: str = "Rete Orti", *, territory: Any = None) -> Project:
    """A project under way, of a network that exists since the call."""
    with clock.at(DURING):
        network = people.network(name, territory=territory)
        return projects.active(network)


def evaluator(name: str = "Elena Valuta") -> User:
    """An evaluator, the same one for the same name."""
    found = User.objects.filter(full_name=name).first()
    return found or people.with_role(RoleName.EVALUATOR, people.user(name))


def facilitator(name: str = "Fabio Rileva") -> User:
    found = User.objects.filter(full_name=name).first()
    return found or people.facilitator(name)


def counted(value: int | str) -> Given:
    return Given(ValueStatus.RECORDED, Decimal(value))


def draft(
    of: Indicator | None = None,
    given: Given | None = None,
    *,
    project: Project | None = None,
    territory: Any = None,
    by: User | None = None,
    days: tuple[date, date] = (FIRST, LAST),
) -> Measurement:
    """A draft value of three, of the whole programme unless a subject is given."""
    subject = Subject(project.pk if project else None, territory.pk if territory else None)
    with clock.at(NOW):
        return record_measurement(
            indicator_id=(of or indicator()).pk,
            subject=subject,
            starts_on=days[0],
            ends_on=days[1],
            given=given or counted(3),
            by=by or facilitator(),
        )


def submitted(*args: Any, **kwargs: Any) -> Measurement:
    made = draft(*args, **kwargs)
    with clock.at(NOW):
        return submit_measurement(measurement_id=made.pk, by=made.recorded_by)


def approved(*args: Any, **kwargs: Any) -> Measurement:
    made = submitted(*args, **kwargs)
    with clock.at(NOW):
        return approve_measurement(measurement_id=made.pk, by=evaluator())


def many(person: User, numbers: range) -> None:
    """For each number an indicator, and an approved and a waiting value of one of them; in bulk."""
    now, other = clock.now(), evaluator()
    base = Indicator.objects.filter(key="molti").first() or indicator("molti")
    Indicator.objects.bulk_create(
        Indicator(
            **{
                field.attname: getattr(base, field.attname)
                for field in Indicator._meta.concrete_fields
                if field.name not in {"id", "key"}
            },
            key=f"molti-{number}",
        )
        for number in numbers
    )
    for state, year in ((ReviewState.APPROVED, 2019), (ReviewState.SUBMITTED, 2017)):
        Measurement.objects.bulk_create(
            Measurement(
                indicator=base,
                starts_on=date(year, 1, 1) + timedelta(number),
                ends_on=date(year, 1, 1) + timedelta(number),
                value_status=ValueStatus.RECORDED,
                value=Decimal(number),
                review_state=state,
                recorded_at=now,
                recorded_by=person,
                submitted_at=now,
                submitted_by=person,
                reviewed_at=now if state == ReviewState.APPROVED else None,
                reviewed_by=other if state == ReviewState.APPROVED else None,
            )
            for number in numbers
        )


def target(
    of: Indicator, value: int = 10, *, days: tuple[date, date] = (FIRST, LAST), **fields: Any
) -> Target:
    with clock.at(NOW):
        return set_target(
            indicator_id=of.pk,
            starts_on=days[0],
            ends_on=days[1],
            value=Decimal(value),
            **{"comparator": Comparator.AT_LEAST, "by": evaluator(), **fields},
        )
