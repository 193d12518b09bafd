"""What was decided on the admissibility of an application (*verifica di ammissibilità*)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.enums import ExclusionReason, Verdict
from core.access.tenancy import TenantModel


class AdmissibilityDecision(TenantModel):
    """One decision, also one that was taken back later: append-only, so that every step stays (C12).

    `checks` is the portal's own list as it stood: key of each point and whether it held. `reason` is one
    of the call's list, `words` what the applicant reads beside it.
    """

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="admissibility_decisions"
    )
    verdict = models.CharField(_("decision"), max_length=12, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=20, choices=ExclusionReason, blank=True)
    words = models.TextField(_("in words"), blank=True)
    checks = models.JSONField(default=dict)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["decided_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="admissibility_verdict_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    verdict=Verdict.EXCLUDED, reason__in=ExclusionReason.values, words__gt=""
                )
                | ~Q(verdict=Verdict.EXCLUDED) & Q(reason=""),
                name="admissibility_excluded_with_reason",
            ),
        ]
