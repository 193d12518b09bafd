"""The plan of a project: what is done, by when, and with which money.

Every row carries a `revision`: whoever saves says which one they had read, so that two people who write
in the same row do not overwrite one another.
"""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from projects.enums import BudgetCategory


class PlanRow(TenantModel):
    """A row of the plan, in the order in which it was written."""

    position = models.PositiveSmallIntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )

    class Meta:
        abstract = True


class Activity(PlanRow):
    """Something that the network does, by which of its organisations, from when to when."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="activities"
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    organisation = models.ForeignKey(
        "people.Organisation",
        verbose_name=_("organisation in charge"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering: ClassVar = ["starts_on", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="activity_title_present"),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="activity_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Milestone(PlanRow):
    """A result that can be seen to be there, and by when."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="milestones"
    )
    title = models.CharField(_("title"), max_length=200)
    due = models.DateField(_("due"))
    done_at = models.DateTimeField(_("reached"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering: ClassVar = ["due", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="milestone_title_present"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="milestone_done_with_date_and_actor",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


class BudgetLine(PlanRow):
    """What one thing costs: how much from the contribution, how much from co-financing (euro)."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="budget_lines"
    )
    category = models.CharField(_("category"), max_length=20, choices=BudgetCategory)
    description = models.CharField(_("description"), max_length=300)
    organisation = models.ForeignKey(
        "people.Organisation",
        verbose_name=_("organisation in charge"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    granted = models.DecimalField(
        _("from the contribution"), max_digits=12, decimal_places=2, default=Decimal(0)
    )
    cofinancing = models.DecimalField(
        _("co-financing"), max_digits=12, decimal_places=2, default=Decimal(0)
    )

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(category__in=BudgetCategory.values), name="budget_line_category_known"
            ),
            models.CheckConstraint(
                condition=~Q(description=""), name="budget_line_description_present"
            ),
            models.CheckConstraint(
                condition=Q(granted__gte=0, cofinancing__gte=0), name="budget_line_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(granted__gt=0) | Q(cofinancing__gt=0), name="budget_line_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def total(self) -> Decimal:
        return self.granted + self.cofinancing
