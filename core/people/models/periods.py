"""Rows that hold from one day to another. The last day is not included: who leaves today has left."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Func, Q, Value
from django.utils.translation import gettext_lazy as _

from core.access import clock
from core.access.tenancy import TenantModel


class PeriodModel(TenantModel):
    """A tenant row that holds from `starts_on`, included, to `ends_on`, excluded (None: still)."""

    starts_on = models.DateField(_("from"), default=clock.today)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="%(class)s_ends_after_it_starts",
            )
        ]

    @property
    def is_current(self) -> bool:
        today = clock.today()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on > today)


def current(prefix: str = "", *, on: date | None = None) -> Q:
    """The condition that a period holds on a day; `prefix` is a lookup path such as "role__"."""
    day = on or clock.today()
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": day})
    )


class Period(Func):
    """The row's days as a PostgreSQL range, for exclusion constraints."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        super().__init__(*(expressions or ("starts_on", "ends_on", Value("[)"))), **extra)
