"""What people record for the gate because the portal can't read it by itself; append-only, last counts."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from tranches.enums import RECORDED_BY_HAND, ClearanceState, Condition
from tranches.models.grant import Grant
from tranches.models.tranche import Tranche


class RecordedModel(TenantModel):
    """Who recorded it and when, and the file that proves it where there is one."""

    document = models.ForeignKey(
        "documents.Document",
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class ConditionEvidence(RecordedModel):
    """A verifier records that a condition of this tranche is met: what, on which day, with which file."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="evidence")
    condition = models.CharField(_("condition"), max_length=30, choices=Condition)
    reference = models.CharField(_("what was accepted"), max_length=200)
    accepted_on = models.DateField(_("accepted on"))

    class Meta:
        verbose_name = _("evidence of a condition")
        ordering: ClassVar = ["recorded_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(condition__in=sorted(RECORDED_BY_HAND)),
                name="conditionevidence_only_by_hand",
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="conditionevidence_says_what"),
        ]


class Clearance(RecordedModel):
    """A social-security clearance (*DURC*) of the beneficiary, as it was answered or is awaited.

    A public payer acquires it of its own motion (DPR 445/2000 art. 44-bis); `valid_until` is what the
    document itself says.
    """

    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=15, choices=ClearanceState)
    asked_on = models.DateField(_("asked on"))
    valid_until = models.DateField(_("valid until"), null=True)
    reference = models.CharField(_("number or protocol"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("social-security clearance (DURC)")
        ordering: ClassVar = ["recorded_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["programme", "organisation"], name="clearance_by_organisation")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=ClearanceState.values), name="clearance_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ClearanceState.REGULAR, valid_until__gte=F("asked_on"))
                | Q(state=ClearanceState.NOT_SUBJECT)
                | Q(
                    state__in=[ClearanceState.PENDING, ClearanceState.IRREGULAR],
                    valid_until__isnull=True,
                ),
                name="clearance_regular_until_a_day",
            ),
        ]


class WithholdingDeclaration(RecordedModel):
    """The lead declares whether the tax of DPR 600/1973 art. 28 c. 2 is withheld, and why.

    `percent` of the gross is withheld; zero if the beneficiary is not subject.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="declarations")
    subject = models.BooleanField(_("subject to withholding"))
    percent = models.DecimalField(
        _("withheld"), max_digits=5, decimal_places=2, default=Decimal("0.00")
    )
    norm = models.CharField(_("why"), max_length=300)
    signed_by_name = models.CharField(_("signed by"), max_length=150)
    signed_on = models.DateField(_("signed on"))

    class Meta:
        verbose_name = _("declaration on withholding tax")
        ordering: ClassVar = ["recorded_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(subject=True, percent__gt=0, percent__lte=100)
                | Q(subject=False, percent=0),
                name="withholdingdeclaration_percent_follows",
            ),
            models.CheckConstraint(
                condition=~Q(norm="") & ~Q(signed_by_name=""),
                name="withholdingdeclaration_with_norm_and_signer",
            ),
        ]
