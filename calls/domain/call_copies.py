"""A new call from an earlier one: texts, form, rule and terms are taken over, the days move together."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from calls.domain.calls import CHANGEABLE, create_call, set_windows
from calls.domain.draft_signing import set_signing
from calls.domain.procedure import TERMS, RequirementRow, change_examination
from calls.domain.selections import criteria_of, set_selection, settings_of
from calls.draft_enums import SigningMode
from calls.enums import CallKind
from calls.models import Call, ExaminationRule, Requirement
from calls.queries.integration import examination_rule
from calls.queries.scores import selection_of
from core.access.models import User
from core.ui.bilingual import Bilingual

OWN = frozenset({"kind", "slug", "title", "opens_at", "closes_at"})


@transaction.atomic
def copy_call(*, call_id: UUID, slug: str, title: Bilingual, opens_at: datetime, by: User) -> Call:
    """A draft that cites the call it comes from. `opens_at` is aware.

    Closings and the territories' windows move by as many days as the opening and keep their Italian hour,
    also across a change of clock. The form is the same version; documents are not taken over, because
    they name the old days.
    """
    source = Call.objects.prefetch_related("windows").get(pk=call_id)
    days = _days_between(source.opens_at, opens_at)
    fields = {name: getattr(source, name) for name in CHANGEABLE - OWN}
    copy = create_call(
        kind=CallKind(source.kind), slug=slug, title=title, by=by, opens_at=opens_at,
        closes_at=_moved(source.closes_at, days), copied_from=source, **fields,
    )  # fmt: skip
    windows = {
        row.territory_id: (_moved(row.opens_at, days), _moved(row.closes_at, days))
        for row in source.windows.all()
    }
    if windows:
        set_windows(call_id=copy.pk, windows=windows, by=by)
        copy.refresh_from_db()
    _copy_rule(source, copy, by=by)
    _copy_signing(source, copy, by=by)
    _copy_examination(source, copy, by=by)
    return copy


def _copy_rule(source: Call, copy: Call, *, by: User) -> None:
    rule = selection_of(source)
    if rule is None:
        return
    set_selection(call_id=copy.pk, criteria=criteria_of(rule), by=by, **settings_of(rule))


def _copy_signing(source: Call, copy: Call, *, by: User) -> None:
    for rule in source.signing_rules.all():
        set_signing(call_id=copy.pk, mode=SigningMode(rule.mode), by=by)


def _copy_examination(source: Call, copy: Call, *, by: User) -> None:
    """The terms and the requirements, where the call has its own."""
    if not ExaminationRule.objects.filter(call=source).exists():
        return
    required = Requirement.objects.filter(call=source).order_by("position", "pk")
    rows = [RequirementRow(row.key, row.label) for row in required]
    rule = examination_rule(source)
    terms = {name: getattr(rule, name) for name in TERMS}
    change_examination(call_id=copy.pk, requirements=rows, by=by, **terms)


def _days_between(old: datetime | None, new: datetime) -> timedelta:
    if old is None:
        return timedelta(0)
    return timezone.localtime(new).date() - timezone.localtime(old).date()


def _moved(instant: datetime | None, days: timedelta) -> Any:
    """The same hour on the wall, so many days later. A skipped hour becomes the one after it."""
    if instant is None:
        return None
    wall = timezone.localtime(instant).replace(tzinfo=None) + days
    return timezone.make_aware(wall)
