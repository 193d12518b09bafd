"""The whole contribution of one project (*contributo concesso*)."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.programmes.enums import PayerKind


class Grant(TenantModel):
    """One per project, split into instalments when it is awarded. `amount` is in euro.

    The beneficiary is the lead organisation, which answers for the network and passes the money on.
    `payer_kind` decides the chain: orders to the treasury, or bank transfers.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="grants")
    beneficiary = models.ForeignKey(
        "people.Organisation",
        verbose_name=_("beneficiary"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    payer = models.ForeignKey(
        "programmes.Funder", verbose_name=_("payer"), on_delete=models.PROTECT, related_name="+"
    )
    payer_kind = models.CharField(_("pays as"), max_length=10, choices=PayerKind)
    amount = models.DecimalField(_("granted"), max_digits=12, decimal_places=2)
    in_order = models.BooleanField(_("one after the other"), default=True)
    awarded_at = models.DateTimeField(_("awarded"), editable=False)
    awarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "project"], name="grant_one_per_project"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="grant_amount_positive"),
            models.CheckConstraint(
                condition=Q(payer_kind__in=PayerKind.values), name="grant_payer_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)

    @property
    def paid(self) -> Decimal:
        """The sum of the ledger's entries (T8): there is no other figure."""
        found = self.entries.aggregate(total=models.Sum("amount"))["total"]
        return found or Decimal("0.00")
