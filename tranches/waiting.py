"""What each tranche of a list waits for, and whose hand: read with the rows, however many."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from core.access import hands
from tranches.enums import REQUESTABLE, Condition, TrancheState
from tranches.models import ActPublication, ConditionEvidence, Tranche
from tranches.queries.reports import is_awaited
from tranches.queries.steps import OpinionStep, step_of
from tranches.story import WHO

S = TrancheState
OPEN, OVER = "0", "1"


@dataclass(frozen=True)
class Waiting:
    """`what` is to be done next, by `who`; nothing of a tranche that is paid."""

    what: str = ""
    who: str = ""


def with_standing(rows: QuerySet[Tranche]) -> QuerySet[Any]:
    """With `has_report`, `is_awaited`, `is_published`, `has_earlier`, and `turn` to sort by: first what is
    not paid, in the order of the plan."""
    earlier = Tranche.objects.filter(
        grant=OuterRef("grant"), grant__in_order=True, position__lt=OuterRef("position")
    ).exclude(state=S.PAID)
    report = Condition.REPORT_ACCEPTED.value
    accepted = ConditionEvidence.objects.filter(tranche=OuterRef("pk"), condition=report)
    published = ActPublication.objects.filter(act__tranche=OuterRef("pk"))
    first = Case(When(state=S.PAID, then=Value(OVER)), default=Value(OPEN))
    return rows.annotate(
        has_report=Exists(accepted),
        is_awaited=is_awaited(),
        is_published=Exists(published),
        has_earlier=Exists(earlier),
        turn=Concat(first, Cast(F("starts_on"), CharField()), output_field=CharField()),
    )


def waiting(row: Any, opinion: OpinionStep) -> Waiting:
    """Of a row that comes from `with_standing`: no query."""
    if row.state == S.SUSPENDED:
        return Waiting(_("Its resumption, once the reason is gone"), hands.official())
    if row.state in REQUESTABLE and row.has_earlier:
        return Waiting(_("The payment of the one before"))
    if (
        row.state in REQUESTABLE
        and Condition.REPORT_ACCEPTED in row.conditions
        and not row.has_report
    ):
        if row.is_awaited:
            return Waiting(str(Condition.REPORT_ACCEPTED.label), hands.verifier())
        return Waiting(_("The report of the previous period"), hands.lead())
    step = step_of(row, opinion, is_published=row.is_published)
    if step is None:
        return Waiting()
    words = str(step.label)
    return Waiting(words[:1].upper() + words[1:], WHO[step]())
