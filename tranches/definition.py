"""The plan by which each pilot receives its contribution, in a programme's definition.

Percentages, months, amount and conditions are data of a programme. Shares must make 100 (RULES T1).
"""

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, model_validator

from core.access.models import User
from core.programmes.definition import (
    Misplaced,
    Period,
    Section,
    Strict,
    When,
    Words,
    said,
    written,
)
from core.programmes.enums import DatePrecision
from core.ui.bilingual import Bilingual
from projects.domain.settings import set_pilots
from tranches.enums import Condition, TrancheKind
from tranches.models import PlannedShare, TranchePlan
from tranches.money import WHOLE


class TrancheSection(Strict):
    kind: TrancheKind
    percent: Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]
    when: When
    conditions: tuple[Condition, ...] = ()
    note: Words | None = None


def _in_order(rows: tuple[TrancheSection, ...]) -> tuple[TrancheSection, ...]:
    for index, (before, after) in enumerate(pairwise(rows), start=1):
        if after.when.starts_on < before.when.starts_on:
            raise Misplaced(_("this instalment comes before the one above it"), index, "when")
        if before.kind == TrancheKind.BALANCE:
            raise Misplaced(_("nothing follows the balance"), index, "kind")
    return rows


class TranchePlanSection(Strict):
    """`contribution` is the whole amount of one pilot, in euro."""

    contribution: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
    in_order: bool = True
    tranches: Annotated[tuple[TrancheSection, ...], Field(min_length=1), AfterValidator(_in_order)]

    @model_validator(mode="after")
    def _shares_make_a_whole(self) -> Self:
        total = sum((row.percent for row in self.tranches), Decimal(0))
        if total != WHOLE:
            raise Misplaced(
                _("the shares make %(total)s %%, not 100") % {"total": total}, "tranches"
            )
        return self


def load_plan(data: TranchePlanSection, *, by: User | None) -> None:
    """The plan and its shares; what one project receives is also told to the projects."""
    plan = TranchePlan.objects.create(contribution=data.contribution, in_order=data.in_order)
    PlannedShare.objects.bulk_create(
        PlannedShare(
            plan=plan,
            position=position,
            kind=row.kind,
            percent=row.percent,
            starts_on=row.when.starts_on,
            ends_on=row.when.ends_on,
            precision=row.when.precision,
            conditions=[condition.value for condition in row.conditions],
            note=row.note.bilingual if row.note else Bilingual(),
        )
        for position, row in enumerate(data.tranches, start=1)
    )
    set_pilots(by=by, contribution=data.contribution)


def export_plan() -> dict[str, Any] | None:
    plan = TranchePlan.objects.order_by().first()
    if plan is None:
        return None
    return said(
        contribution=plan.contribution,
        in_order=plan.in_order,
        tranches=[_exported(share) for share in plan.shares.order_by("position")],
    )


def _exported(share: PlannedShare) -> dict[str, Any]:
    precision = DatePrecision(share.precision)
    return said(
        kind=share.kind,
        percent=_short(share.percent),
        when=Period(share.starts_on, share.ends_on, precision).written(),
        conditions=share.conditions,
        note=written(share.note),
    )


def _short(percent: Decimal) -> Decimal:
    """30 and not 30.00, as people write it; 33.33 stays."""
    whole = percent.to_integral_value()
    return whole if whole == percent else percent


SECTIONS = [Section("tranche_plan", TranchePlanSection, load_plan, export_plan, required=False)]
