"""Pilots and how they are accompanied, in a programme's definition."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from core.access.models import User
from core.programmes.definition import (
    Period,
    Section,
    Strict,
    When,
    said,
)
from core.programmes.enums import DatePrecision
from projects.domain.settings import set_pilots
from projects.mentorship_definition import ACCOMPANIMENT
from projects.models import PilotSettings


class PilotsSection(Strict):
    """`variation_percent` of a budget line may move with a notice only; above it needs approval (P3)."""

    per_territory: Annotated[int, Field(ge=1)] = 1
    when: When
    relaunch: bool = False
    variation_percent: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    cup_required: bool = True


def load_pilots(data: PilotsSection, *, by: User | None) -> None:
    set_pilots(
        by=by,
        per_territory=data.per_territory,
        starts_on=data.when.starts_on,
        ends_on=data.when.ends_on,
        precision=data.when.precision,
        relaunch=data.relaunch,
        variation_percent=data.variation_percent,
        cup_required=data.cup_required,
    )


def export_pilots() -> dict[str, Any] | None:
    row = PilotSettings.objects.exclude(starts_on=None).order_by().first()
    if row is None or row.starts_on is None:
        return None
    period = Period(row.starts_on, row.ends_on, DatePrecision(row.precision))
    written = said(
        per_territory=row.per_territory if row.per_territory != 1 else None,
        when=period.written(),
        variation_percent=row.variation_percent,
    )
    if row.relaunch:
        written["relaunch"] = True
    if not row.cup_required:
        written["cup_required"] = False
    return written


SECTIONS = [
    Section("pilots", PilotsSection, load_pilots, export_pilots, required=False),
    ACCOMPANIMENT,
]
