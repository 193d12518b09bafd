"""Values of indicators (*dati rilevati*), each with its status and its review."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.ui.tones import Tone
from evaluation.enums import REVIEW_TONES, UNDER_WAY, ReviewState, ValueStatus

HAS_VALUE = Q(value__isnull=False) | ~Q(told="")
SUBJECT_AND_PERIOD = ["programme", "indicator", "project", "territory", "starts_on", "ends_on"]


class Measurement(TenantModel):
    """What one subject reports of an indicator for a period; both days belong to it.

    The subject is a project, or a territory, or the whole programme when both are empty. A figure is
    there if and only if it was recorded: a missing one is null with its status, never zero (R24), and
    a recorded zero is a figure (R25). A ratio keeps its two counts, and `value` is the percentage; a
    quality is `told` in words. A correction supersedes: what was approved stays in the record (R31).
    """

    indicator = models.ForeignKey(
        "evaluation.Indicator",
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="measurements",
    )
    project = models.ForeignKey(
        "projects.Project",
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    territory = models.ForeignKey(
        "programmes.Territory",
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    value_status = models.CharField(_("is there a value?"), max_length=15, choices=ValueStatus)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(
        _("how many"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("out of how many"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    told = models.TextField(_("in words"), blank=True)
    note = models.TextField(_("note"), blank=True)
    review_state = models.CharField(
        _("review"), max_length=10, choices=ReviewState, default=ReviewState.DRAFT
    )
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="corrections"
    )
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    return_reason = models.TextField(_("reason"), blank=True)
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        indexes: ClassVar = [
            models.Index(fields=["programme", "review_state"], name="measurement_review"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=SUBJECT_AND_PERIOD,
                condition=Q(review_state=ReviewState.APPROVED),
                nulls_distinct=False,
                name="measurement_one_approved",
            ),
            models.UniqueConstraint(
                fields=SUBJECT_AND_PERIOD,
                condition=Q(review_state__in=sorted(UNDER_WAY)),
                nulls_distinct=False,
                name="measurement_one_under_way",
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=True) | Q(territory__isnull=True),
                name="measurement_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="measurement_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(value_status__in=ValueStatus.values), name="measurement_status_known"
            ),
            models.CheckConstraint(
                condition=Q(value_status=ValueStatus.RECORDED) & HAS_VALUE
                | ~Q(value_status=ValueStatus.RECORDED) & ~HAS_VALUE,
                name="measurement_value_iff_recorded",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(
                    value__isnull=False,
                    numerator__gte=0,
                    denominator__gt=0,
                    numerator__lte=F("denominator"),
                ),
                name="measurement_counts_of_a_ratio",
            ),
            models.CheckConstraint(
                condition=Q(review_state__in=ReviewState.values),
                name="measurement_review_state_known",
            ),
            models.CheckConstraint(
                condition=Q(review_state=ReviewState.DRAFT)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="measurement_submitted_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=Q(review_state__in=[ReviewState.DRAFT, ReviewState.SUBMITTED])
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="measurement_reviewed_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=~Q(review_state=ReviewState.RETURNED) | ~Q(return_reason=""),
                name="measurement_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(review_state=ReviewState.SUPERSEDED, superseded_at__isnull=False)
                | ~Q(review_state=ReviewState.SUPERSEDED) & Q(superseded_at__isnull=True),
                name="measurement_superseded_with_date",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | ~Q(reviewed_by=F("recorded_by")) & ~Q(reviewed_by=F("submitted_by")),
                name="measurement_reviewer_is_another_person",
            ),
        ]

    @property
    def tone(self) -> Tone:
        return REVIEW_TONES[ReviewState(self.review_state)]

    @property
    def subject_words(self) -> str:
        """Whose value it is; empty for the whole programme."""
        return str(self.project or self.territory or "")
