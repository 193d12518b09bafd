"""Orders to pay, what the bank did with them, and the ledger: all append-only (T7, T8)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.programmes.enums import PayerKind
from tranches.enums import EntryKind
from tranches.models.grant import Grant
from tranches.models.tranche import Tranche


class PaymentOrder(TenantModel):
    """A payment order (*mandato*) or a transfer order (*disposizione di bonifico*), as it was issued.

    IBAN and beneficiary are frozen here (T7); amounts in euro, also in words (T11). A public payer's
    order cites its budget commitment: number, chapter, year. So are the days of what it rests on (T6):
    publication, clearance, verification of the IBAN, declaration on withholding; none is later.
    """

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="orders")
    ordinal = models.PositiveSmallIntegerField()
    payer_kind = models.CharField(max_length=10, choices=PayerKind)
    number = models.CharField(_("number of the order"), max_length=40)
    date = models.DateField(_("date of the order"))
    value_date = models.DateField(_("value date"))
    gross = models.DecimalField(_("gross"), max_digits=12, decimal_places=2)
    withheld = models.DecimalField(_("withheld"), max_digits=12, decimal_places=2)
    net = models.DecimalField(_("net"), max_digits=12, decimal_places=2)
    net_in_words = models.CharField(_("net, in words"), max_length=200)
    iban = models.CharField(_("IBAN"), max_length=34)
    beneficiary_name = models.CharField(_("beneficiary"), max_length=200)
    cup = models.CharField(_("CUP"), max_length=15, blank=True)
    published_on = models.DateField(_("act published on"))
    cleared_on = models.DateField(_("clearance asked on"))
    iban_verified_on = models.DateField(_("IBAN verified on"))
    declared_on = models.DateField(_("withholding declared on"))
    commitment_number = models.CharField(_("number of the commitment"), max_length=40, blank=True)
    commitment_chapter = models.CharField(_("chapter"), max_length=40, blank=True)
    commitment_year = models.PositiveSmallIntegerField(_("year of the commitment"), null=True)
    issued_at = models.DateTimeField(editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("payment order")
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "tranche", "ordinal"], name="paymentorder_ordinal_once"
            ),
            models.CheckConstraint(
                condition=Q(gross=F("withheld") + F("net"), withheld__gte=0, net__gte=0),
                name="paymentorder_gross_is_withheld_and_net",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(iban="") & ~Q(net_in_words=""),
                name="paymentorder_with_number_iban_words",
            ),
            models.CheckConstraint(
                condition=Q(value_date__gte=F("date")), name="paymentorder_value_after_date"
            ),
            models.CheckConstraint(
                condition=Q(date__gte=F("published_on"))
                & Q(date__gte=F("cleared_on"))
                & Q(date__gte=F("iban_verified_on"))
                & Q(date__gte=F("declared_on")),
                name="paymentorder_after_what_it_rests_on",
            ),
            models.CheckConstraint(
                condition=Q(payer_kind=PayerKind.PRIVATE)
                | Q(
                    payer_kind=PayerKind.PUBLIC,
                    commitment_number__gt="",
                    commitment_chapter__gt="",
                    commitment_year__isnull=False,
                ),
                name="paymentorder_public_with_commitment",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class BankReturn(TenantModel):
    """The bank or the treasury sent an order back, with its reason (T10); once per order."""

    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="returns")
    reason = models.TextField(_("reason"))
    returned_on = models.DateField(_("returned on"))
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("bank return")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "order"], name="bankreturn_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="bankreturn_with_reason"),
        ]


class LedgerEntry(TenantModel):
    """What was paid, or came back. `amount` is gross and in euro, negative for a reversal.

    What a grant or a tranche has received is the sum of its entries, always (T8).
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="entries")
    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="entries")
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    date = models.DateField(_("date"))
    receipt_number = models.CharField(_("number of the receipt"), max_length=40, blank=True)
    reverses = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="reversals"
    )
    reason = models.TextField(_("reason"), blank=True)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering: ClassVar = ["date", "recorded_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["programme", "date"], name="ledgerentry_by_date")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "order", "kind"], name="ledgerentry_once_per_order_and_kind"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=EntryKind.PAYMENT,
                    amount__gte=0,
                    reverses__isnull=True,
                    receipt_number__gt="",
                )
                | Q(kind=EntryKind.REVERSAL, amount__lte=0, reverses__isnull=False) & ~Q(reason=""),
                name="ledgerentry_payment_with_receipt_reversal_with_reason",
            ),
        ]
