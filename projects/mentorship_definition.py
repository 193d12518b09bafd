"""How networks are accompanied, in a programme's definition."""

from typing import Annotated, Any

from core.access.models import User
from core.programmes.definition import (
    FunderKey,
    Key,
    Period,
    Section,
    Strict,
    When,
    Words,
    each_once,
    said,
    written,
)
from core.programmes.enums import DatePrecision
from core.programmes.models import Funder
from core.ui.bilingual import Bilingual
from projects.domain.mentorship_offers import create_offer
from projects.mentorship_enums import SupportKind
from projects.models import SupportOffer


class AccompanimentSection(Strict):
    """One way in which networks are accompanied; `who` receives it, `by` gives it."""

    key: Key
    title: Words
    description: Words | None = None
    who: Words
    by: FunderKey | None = None
    support: tuple[SupportKind, ...] = ()
    when: When | None = None


def load_accompaniment(data: tuple[AccompanimentSection, ...], *, by: User | None) -> None:
    funders = {funder.key: funder for funder in Funder.objects.order_by("position", "pk")}
    for row in data:
        create_offer(
            key=row.key,
            by=by,
            title=row.title.bilingual,
            description=row.description.bilingual if row.description else Bilingual(),
            audience=row.who.bilingual,
            given_by=funders.get(row.by or ""),
            support_kinds=[kind.value for kind in row.support],
            starts_on=row.when.starts_on if row.when else None,
            ends_on=row.when.ends_on if row.when else None,
            precision=row.when.precision if row.when else DatePrecision.DAY,
        )


def export_accompaniment() -> list[dict[str, Any]]:
    rows = SupportOffer.objects.select_related("given_by").order_by("position", "pk")
    return [_exported(row) for row in rows]


def _exported(row: SupportOffer) -> dict[str, Any]:
    period = (
        Period(row.starts_on, row.ends_on, DatePrecision(row.precision)) if row.starts_on else None
    )
    return said(
        key=row.key,
        when=period.written() if period else None,
        by=row.given_by.key if row.given_by else None,
        support=row.support_kinds,
        title=written(row.title),
        description=written(row.description),
        who=written(row.audience),
    )


ACCOMPANIMENT = Section(
    "accompaniment",
    Annotated[tuple[AccompanimentSection, ...], each_once("key")],
    load_accompaniment,
    export_accompaniment,
    required=False,
    keys=("key",),
)
