"""What a sending leaves behind: the answers as they were, the receipt, the numbers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel

HEX_DIGEST = r"^[0-9a-f]{64}$"


class Sending(TenantModel):
    """The application as it was sent, each time (C14); append-only.

    After the close a facilitator may accept the correction of a fact: `corrects` is then the key of the
    question, `reason` why, and `sent_by` the facilitator.

    `sheet` is locked; whoever reads the application reads this one, not a copy under way. `canonical`
    is the text that `sha256` was computed on (UTF-8): see `calls.queries.canonical`.
    """

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="sendings"
    )
    sheet = models.ForeignKey(
        "questionnaires.AnswerSheet", on_delete=models.PROTECT, related_name="+"
    )
    ordinal = models.PositiveSmallIntegerField(_("sending"))
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    late = models.BooleanField(default=False)
    corrects = models.CharField(max_length=80, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["ordinal", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission", "ordinal"], name="sending_ordinal_unique"
            ),
            models.UniqueConstraint(fields=["programme", "sheet"], name="sending_sheet_unique"),
            models.CheckConstraint(
                condition=Q(sha256__regex=HEX_DIGEST), name="sending_sha256_is_a_digest"
            ),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="sending_ordinal_from_one"),
            models.CheckConstraint(
                condition=Q(corrects="", reason="") | ~Q(corrects="") & ~Q(reason=""),
                name="sending_correction_with_reason",
            ),
        ]


class Receipt(TenantModel):
    """Proof of a sending: number, time and digest, written in its transaction (C4); append-only."""

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="receipts"
    )
    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="receipts")
    number = models.CharField(_("application number"), max_length=12)
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["issued_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "sending"], name="receipt_one_per_sending"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=HEX_DIGEST), name="receipt_sha256_is_a_digest"
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{4}-[0-9]{4,7}$"), name="receipt_number_form"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class NumberCounter(TenantModel):
    """The last application number given in a year; its row is locked last, and until the commit."""

    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "year"], name="number_counter_one_per_year"
            )
        ]


class RegistryEntry(TenantModel):
    """Number and date given by the body's own registry (*protocollo*, DPR 445/2000 art. 53)."""

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="registry_entries"
    )
    number = models.CharField(_("registry number"), max_length=40)
    date = models.DateField(_("registry date"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission"], name="registry_entry_one_per_submission"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="registry_entry_number_present"),
        ]
