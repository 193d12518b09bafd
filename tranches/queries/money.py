"""Acts and payments by year, and totals: only what was published, only sums of the ledger (T8)."""

from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from tranches.models import Act, ActPublication, Grant, LedgerEntry
from tranches.money import ZERO

PUBLISHED = Q(publications__isnull=False)
_EURO = DecimalField(max_digits=12, decimal_places=2)


def acts_of_year(year: int) -> QuerySet[Act]:
    """Published acts of that year, oldest first; each with `paid`, `published_on` and `published_url`."""
    paid = (
        LedgerEntry.objects.filter(tranche=OuterRef("tranche"))
        .order_by()
        .values("tranche")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    publication = ActPublication.objects.filter(act=OuterRef("pk")).order_by()
    return (
        Act.objects.filter(PUBLISHED, date__year=year)
        .annotate(
            paid=Coalesce(Subquery(paid, output_field=_EURO), ZERO, output_field=_EURO),
            published_on=Subquery(publication.values("published_on")[:1]),
            published_url=Subquery(publication.values("url")[:1]),
        )
        .select_related("tranche__grant__project__programme", "programme")
        .order_by("date", "number", "pk")
    )


def payments_of_year(year: int) -> QuerySet[LedgerEntry]:
    """Entries of the ledger of that year, reversals included, oldest first."""
    return (
        LedgerEntry.objects.filter(date__year=year)
        .select_related("grant__beneficiary", "grant__project", "tranche", "order")
        .prefetch_related("tranche__acts")
        .order_by("date", "recorded_at", "pk")
    )


def years() -> list[int]:
    """The years that have an act or a payment to show, newest first. Two queries."""
    acts = Act.objects.filter(PUBLISHED).order_by().values_list("date__year", flat=True)
    paid = LedgerEntry.objects.order_by().values_list("date__year", flat=True)
    return sorted({*acts.distinct(), *paid.distinct()}, reverse=True)


def granted_by_acts() -> Decimal:
    """Euro of the published acts of all years: what they have granted so far of `granted_total`."""
    made = Act.objects.filter(PUBLISHED).order_by().aggregate(total=Sum("amount"))["total"]
    return made or ZERO


def granted_total() -> Decimal:
    """Euro awarded to all projects."""
    return Grant.objects.order_by().aggregate(total=Sum("amount"))["total"] or ZERO


def paid_total() -> Decimal:
    """Euro paid, reversals taken off."""
    return LedgerEntry.objects.order_by().aggregate(total=Sum("amount"))["total"] or ZERO
