"""The report of the previous period (*rendicontazione*) on its way: handed over, accepted or sent back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from tranches.enums import ReportAnswerKind
from tranches.models.evidence import ConditionEvidence
from tranches.models.tranche import Tranche


class ReportHandover(TenantModel):
    """The lead handed a report over for the gate of this tranche; never changed.

    A later one takes the place of an earlier one, and both stay. `signed_by_name` is who signs the
    report, as whoever hands it over declares.
    """

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="handovers")
    ordinal = models.PositiveSmallIntegerField()
    reference = models.CharField(_("what the report covers"), max_length=200)
    document = models.ForeignKey(
        "documents.Document", verbose_name=_("report"), on_delete=models.PROTECT, related_name="+"
    )
    signed_by_name = models.CharField(_("signed by"), max_length=150)
    note = models.TextField(_("note for the verifier"), blank=True)
    handed_over_at = models.DateTimeField(editable=False)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("report handed over")
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "tranche", "ordinal"], name="reporthandover_ordinal_once"
            ),
            models.CheckConstraint(
                condition=Q(ordinal__gte=1), name="reporthandover_ordinal_from_one"
            ),
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(signed_by_name=""),
                name="reporthandover_says_what_and_who_signs",
            ),
        ]


class ReportAnswer(TenantModel):
    """A verifier accepted a report, or sent it back with the reason; once each, never changed.

    The database holds that it answers the last report handed over, and by another person (P9, T4).
    """

    handover = models.ForeignKey(ReportHandover, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(_("answer"), max_length=10, choices=ReportAnswerKind)
    reason = models.TextField(_("reasons"), blank=True)
    evidence = models.ForeignKey(
        ConditionEvidence, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("answer to a report")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "handover"], name="reportanswer_once"),
            models.CheckConstraint(
                condition=Q(kind=ReportAnswerKind.ACCEPTED, evidence__isnull=False, reason="")
                | Q(kind=ReportAnswerKind.RETURNED, evidence__isnull=True) & ~Q(reason=""),
                name="reportanswer_with_evidence_or_reason",
            ),
        ]
