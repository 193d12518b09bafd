"""The plan by which each pilot receives its contribution, in a programme's definition.

Percentages, months, amount and conditions are data of a programme. Shares must make 100 (RULES T1).
"""

from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, model_validator

from core.programmes.definition import Misplaced, Strict, When, Words, kept

WHOLE = Decimal(100)


class TrancheKind(StrEnum):
    """A balance only follows the final report."""

    ADVANCE = "advance"
    INTERIM = "interim"
    BALANCE = "balance"


class Condition(StrEnum):
    """What the gate of a tranche may ask for."""

    AGREEMENT_IN_FORCE = "agreement_in_force"
    ACT_PUBLISHED = "act_published"
    REPORT_ACCEPTED = "report_accepted"
    CLEARANCE_REGULAR = "clearance_regular"
    IBAN_VERIFIED = "iban_verified"
    WITHHOLDING_DECLARED = "withholding_declared"


class TrancheSection(Strict):
    kind: TrancheKind
    percent: Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]
    when: When
    conditions: tuple[Condition, ...] = ()
    note: Words | None = None


def _in_order(rows: tuple[TrancheSection, ...]) -> tuple[TrancheSection, ...]:
    for index, (before, after) in enumerate(pairwise(rows), start=1):
        if after.when.starts_on < before.when.starts_on:
            raise Misplaced(_("this tranche comes before the one above it"), index, "when")
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


SECTIONS = [kept("tranche_plan", TranchePlanSection, required=False)]
