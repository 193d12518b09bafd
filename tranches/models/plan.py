"""The plan by which every project of the programme receives its contribution, as its definition says."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.programmes.models import DatedModel
from core.ui.bilingual import BilingualField
from tranches.enums import Condition, TrancheKind


class ShareModel(DatedModel):
    """One instalment as planned: its part of the whole, when, and what its gate asks for.

    `percent` has two places. A month has no day, and none is invented for it (R11).
    """

    position = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=TrancheKind)
    percent = models.DecimalField(_("share"), max_digits=5, decimal_places=2)
    conditions = ArrayField(
        models.CharField(max_length=30, choices=Condition),
        verbose_name=_("conditions"),
        default=list,
        blank=True,
    )

    class Meta(DatedModel.Meta):
        abstract = True
        constraints: ClassVar = [
            *DatedModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=TrancheKind.values), name="%(class)s_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100), name="%(class)s_percent_in_range"
            ),
            models.CheckConstraint(
                condition=Q(conditions__contained_by=Condition.values),
                name="%(class)s_conditions_known",
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1), name="%(class)s_position_from_one"
            ),
        ]


class TranchePlan(TenantModel):
    """`contribution` is the whole amount of one project, in euro; one plan per programme."""

    contribution = models.DecimalField(_("contribution"), max_digits=12, decimal_places=2)
    in_order = models.BooleanField(_("one after the other"), default=True)

    class Meta:
        verbose_name = _("plan of the contribution")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme"], name="trancheplan_one_per_programme"),
            models.CheckConstraint(
                condition=Q(contribution__gt=0), name="trancheplan_contribution_positive"
            ),
        ]


class PlannedShare(ShareModel):
    """One instalment of the plan; the shares of a plan make 100, which the database holds (T1)."""

    plan = models.ForeignKey(TranchePlan, on_delete=models.CASCADE, related_name="shares")
    note = BilingualField(_("note"), multiline=True, blank=True)

    class Meta(ShareModel.Meta):
        verbose_name = _("planned instalment")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            *ShareModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "plan", "position"], name="plannedshare_position_once"
            ),
        ]
