"""Verbs of indicators: created as proposals, agreed upon in a lab, changed by a new version.

What an indicator counts does not change under its values (R32): once something was recorded, a changed
definition is a further version, and the series is shown broken.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.access import clock, hands
from core.access.blocked import Blocker, refuse
from core.access.fields import refuse_unknown
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.notices.domain.deadlines import drop_deadline
from core.ui.bilingual import Bilingual
from evaluation.enums import IndicatorState, IndicatorType
from evaluation.models import Dimension, EvaluationQuestion, Indicator
from evaluation.notifications import VALUES_DUE

WORDING = frozenset({"title", "source", "agreed_in"})
"""What may be put in better words without changing what is counted."""

DEFINING = frozenset(
    {
        "definition", "type", "unit", "direction", "reporting", "over_time", "over_territories",
        "baseline_status", "baseline",
    }
)  # fmt: skip
CHANGEABLE = WORDING | DEFINING


@transaction.atomic
def create_indicator(
    *,
    key: str,
    question_id: UUID,
    title: Bilingual,
    by: User | None,
    commons_type: str = "",
    state: IndicatorState = IndicatorState.PROPOSED,
    **fields: Any,
) -> Indicator:
    """A first version, proposed unless it comes agreed from a definition; `fields` are `CHANGEABLE`."""
    refuse_unknown(fields, CHANGEABLE)
    indicator = Indicator.objects.create(
        key=key,
        title=title,
        dimension=dimension_of(question_id, commons_type),
        position=(Indicator.objects.aggregate(last=Max("position"))["last"] or 0) + 1,
        state=state,
        agreed_at=clock.now() if state == IndicatorState.AGREED else None,
        agreed_by=by if state == IndicatorState.AGREED else None,
        created_at=clock.now(),
        created_by=by,
        **fields,
    )
    record(indicator, Verb.CREATE, by=by, data={"key": key, "state": state})
    return indicator


def dimension_of(question_id: UUID, commons_type: str) -> Dimension:
    """The place where a question meets a type of commons, made when first needed."""
    question = EvaluationQuestion.objects.get(pk=question_id)
    found, _created = Dimension.objects.get_or_create(question=question, commons_type=commons_type)
    return found


def change_blockers(indicator: Indicator) -> list[Blocker]:
    if indicator.is_current:
        return []
    text = _("A newer version took the place of this one: change that.")
    return [Blocker("replaced", text)]


@transaction.atomic
def change_indicator(
    *, indicator_id: UUID, by: User, dimension: Dimension | None = None, **fields: Any
) -> Indicator:
    """Change an indicator; answers the version that holds now, which is a new one if its definition
    changed and something had been recorded. `fields` are those of `CHANGEABLE`."""
    refuse_unknown(fields, CHANGEABLE)
    indicator = lock(Indicator, indicator_id)
    refuse(change_blockers(indicator))
    changed = {name for name, value in fields.items() if getattr(indicator, name) != value}
    moves = dimension is not None and dimension.pk != indicator.dimension_id
    if not changed and not moves:
        return indicator
    if dimension is not None:
        indicator.dimension = dimension
    if changed & DEFINING and indicator.measurements.exists():
        return _next_version(indicator, fields, by)
    for name in changed:
        setattr(indicator, name, fields[name])
    indicator.save()
    names = sorted(changed | ({"dimension"} if moves else set()))
    record(indicator, Verb.CHANGE, by=by, data={"fields": names})
    return indicator


def _next_version(old: Indicator, fields: Mapping[str, Any], by: User) -> Indicator:
    """The new version is a proposal: what was agreed upon was the old one."""
    Indicator.objects.filter(pk=old.pk).update(replaced_at=clock.now())
    for target in old.targets.all():
        drop_deadline(about=target, kind=VALUES_DUE)
    kept = {name: getattr(old, name) for name in CHANGEABLE} | dict(fields)
    new = Indicator.objects.create(
        key=old.key,
        version=old.version + 1,
        dimension=old.dimension,
        position=old.position,
        created_at=clock.now(),
        created_by=by,
        **kept,
    )
    record(new, Verb.REPLACE, by=by, data={"key": old.key, "version": new.version})
    return new


def agree_blockers(indicator: Indicator) -> list[Blocker]:
    """An indicator is agreed upon in a lab that has begun, not on paper."""
    if not indicator.is_current:
        return change_blockers(indicator)
    if indicator.state == IndicatorState.AGREED:
        return [Blocker("agreed", _("This indicator has already been agreed upon."))]
    found = []
    event = indicator.agreed_in
    evaluator = hands.evaluator()
    if event is None:
        text = _("Say first in which lab it is agreed upon.")
        found.append(Blocker("no_lab", text, evaluator))
    elif event.starts_on is None or event.starts_on > clock.today():
        text = _("The lab that agrees upon it has not been held yet: %(lab)s.")
        found.append(Blocker("lab_to_come", text % {"lab": event.title}))
    if indicator.type != IndicatorType.QUALITY and not indicator.unit_words:
        found.append(Blocker("no_unit", _("The unit is missing."), evaluator))
    return found


@transaction.atomic
def agree_on_indicator(*, indicator_id: UUID, by: User) -> Indicator:
    """Record that the lab agreed: from now on it is no proposal."""
    indicator = lock(Indicator, indicator_id)
    refuse(agree_blockers(indicator))
    indicator.state = IndicatorState.AGREED
    indicator.agreed_at, indicator.agreed_by = clock.now(), by
    indicator.save()
    record(indicator, Verb.APPROVE, by=by, data={"key": indicator.key})
    return indicator
