"""Verbs of targets: what is expected of an indicator by the end of a period, and asked of the projects.

A target that contradicts the indicator's direction is refused (R26).
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.notices.domain.deadlines import drop_deadline, set_deadline
from core.ui.bilingual import Bilingual
from evaluation import paths
from evaluation.domain.indicators import change_blockers
from evaluation.enums import COLLECTION, BaselineStatus, Comparator, Direction, IndicatorType
from evaluation.models import Indicator, Target
from evaluation.notifications import VALUES_DUE, ValuesAsked
from evaluation.progress import Baseline, Contradiction, Expected, contradiction

if TYPE_CHECKING:
    from core.access.blocked import Text

CONTRADICTIONS: "dict[Contradiction, Text]" = {
    Contradiction.NEUTRAL: gettext_lazy(
        "Of this indicator neither more nor less is better: nothing can be expected of it."
    ),
    Contradiction.COMPARATOR: gettext_lazy(
        "The comparison goes against the indicator: “at least” where more is better, “at most” where "
        "less is better, “between” where it is kept within limits."
    ),
    Contradiction.BELOW_BASELINE: gettext_lazy(
        "The expected value is below the initial one, but more is better."
    ),
    Contradiction.ABOVE_BASELINE: gettext_lazy(
        "The expected value is above the initial one, but less is better."
    ),
    Contradiction.BAND_TURNED: gettext_lazy("The upper limit is below the lower one."),
}


def baseline_of(indicator: Indicator) -> Baseline:
    return Baseline(BaselineStatus(indicator.baseline_status), indicator.baseline)


def target_blockers(indicator: Indicator, expected: Expected | None = None) -> list[Blocker]:
    """Why nothing can be expected of the indicator; with `expected`, why not that."""
    found = change_blockers(indicator)
    if indicator.type == IndicatorType.QUALITY:
        found.append(Blocker("told", _("What is told in words has no expected value.")))
    elif indicator.direction == Direction.NEUTRAL:
        found.append(Blocker(Contradiction.NEUTRAL, CONTRADICTIONS[Contradiction.NEUTRAL]))
    elif expected is not None:
        against = contradiction(Direction(indicator.direction), expected, baseline_of(indicator))
        if against:
            found.append(Blocker(against, CONTRADICTIONS[against]))
    return found


@transaction.atomic
def set_target(
    *,
    indicator_id: UUID,
    starts_on: date,
    ends_on: date,
    comparator: Comparator,
    value: Decimal,
    by: User,
    upper: Decimal | None = None,
) -> Target:
    """Expect a value by the end of a period, or change the one expected; the networks are asked for theirs.

    Both days belong to the period. Raises Blocked when it contradicts the indicator.
    """
    indicator = lock(Indicator, indicator_id)
    refuse(target_blockers(indicator, Expected(comparator, value, upper)))
    target, created = Target.objects.update_or_create(
        indicator=indicator,
        starts_on=starts_on,
        ends_on=ends_on,
        defaults={
            "comparator": comparator,
            "value": value,
            "upper": upper,
            "set_at": clock.now(),
            "set_by": by,
        },
    )
    data = {"comparator": comparator, "value": value, "ends_on": ends_on}
    record(indicator, Verb.ADD if created else Verb.CHANGE, by=by, data=data)
    set_deadline(
        about=target,
        kind=VALUES_DUE,
        title=Bilingual(
            it=f"Valori da rilevare: {indicator.title['it']}",
            en=f"Values to record: {indicator.title['en'] or indicator.title['it']}",
        ),
        path=paths.in_italian(paths.manage, indicator),
        on=ends_on + COLLECTION,
    )
    if created:
        ValuesAsked(target).queue()
    return target


@transaction.atomic
def remove_target(*, target_id: UUID, by: User) -> None:
    """Expect nothing any more for that period; what was recorded stays."""
    target = lock(Target, target_id)
    drop_deadline(about=target, kind=VALUES_DUE)
    record(target.indicator, Verb.REMOVE, by=by, data={"ends_on": target.ends_on})
    target.delete()
