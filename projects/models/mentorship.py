"""Mentorship of networks: what is offered, and who accompanies whom."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.programmes import dates
from core.programmes.enums import DatePrecision
from core.programmes.models import KEY_SHAPE
from core.ui.bilingual import BilingualField
from core.ui.tones import Tone
from projects.mentorship_enums import (
    ASSIGNMENT_TONES,
    AT_WORK,
    ENDED,
    HOLDS_THE_ROLE,
    OPEN,
    AssignmentState,
    SupportKind,
)


class SupportOffer(TenantModel):
    """One way in which networks are accompanied, as the programme's definition has it."""

    key = models.CharField(max_length=40, validators=[RegexValidator(KEY_SHAPE)])
    title = BilingualField(_("title"), max_length=200)
    description = BilingualField(_("description"), blank=True, multiline=True)
    audience = BilingualField(_("who receives it"), max_length=300)
    given_by = models.ForeignKey(
        "programmes.Funder",
        verbose_name=_("who gives it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    support_kinds = ArrayField(
        models.CharField(max_length=20, choices=SupportKind),
        verbose_name=_("what it helps with"),
        default=list,
        blank=True,
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=DatePrecision, default=DatePrecision.DAY
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("kind of accompaniment")
        verbose_name_plural = _("kinds of accompaniment")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "key"], name="support_offer_key_once"),
            models.CheckConstraint(
                condition=Q(precision__in=DatePrecision.values), name="support_offer_precision"
            ),
            models.CheckConstraint(
                condition=Q(precision=DatePrecision.DAY)
                | (Q(starts_on__day=1) & (Q(ends_on=None) | Q(ends_on__day=1))),
                name="support_offer_month_has_no_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="support_offer_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def when(self) -> str:
        """Its period in words; empty while nobody has said."""
        return (
            dates.describe(self.starts_on, self.ends_on, self.precision) if self.starts_on else ""
        )


class MentorshipAssignment(TenantModel):
    """A mentor for a network. It ends, and another one that cites it begins: never rewritten (R15)."""

    network = models.ForeignKey(
        "people.Network",
        verbose_name=_("network"),
        on_delete=models.PROTECT,
        related_name="mentorships",
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("mentor"),
        on_delete=models.PROTECT,
        related_name="mentorships",
    )
    phase = models.ForeignKey(
        SupportOffer,
        verbose_name=_("phase"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    support_kind = models.CharField(_("what to help with"), max_length=20, choices=SupportKind)
    goals = models.TextField(_("goals"), max_length=2000)
    hours_planned = models.DecimalField(
        _("hours planned"),
        max_digits=5,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(999))],
    )
    state = models.CharField(
        max_length=10, choices=AssignmentState, default=AssignmentState.PROPOSED
    )
    cites = models.ForeignKey(
        "self",
        verbose_name=_("takes over from"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
    )
    proposed_at = models.DateTimeField(editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, editable=False)
    has_conflict = models.BooleanField(_("conflict of interest"), null=True, blank=True)
    conflict_declaration = models.TextField(
        _("declaration on conflicts"), max_length=1000, blank=True
    )
    started_at = models.DateTimeField(null=True, editable=False)
    suspended_at = models.DateTimeField(null=True, editable=False)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    suspend_reason = models.TextField(_("reason"), max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.TextField(_("reason"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("mentorship")
        verbose_name_plural = _("mentorships")
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "network", "mentor", "phase", "support_kind"],
                condition=Q(state__in=sorted(OPEN)),
                nulls_distinct=False,
                name="mentorship_once_while_open",
            ),
            models.UniqueConstraint(
                fields=["programme", "cites"], name="mentorship_taken_over_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AssignmentState.values), name="mentorship_state_known"
            ),
            models.CheckConstraint(
                condition=Q(support_kind__in=SupportKind.values), name="mentorship_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(hours_planned__gt=0), name="mentorship_hours_positive"
            ),
            models.CheckConstraint(condition=~Q(goals=""), name="mentorship_goals_present"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(HOLDS_THE_ROLE)) | Q(accepted_at__isnull=False),
                name="mentorship_accepted_with_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AssignmentState.PROPOSED, AssignmentState.DECLINED])
                | Q(accepted_at__isnull=True),
                name="mentorship_not_accepted_yet",
            ),
            models.CheckConstraint(
                condition=Q(
                    accepted_at__isnull=True, has_conflict__isnull=True, conflict_declaration=""
                )
                | Q(accepted_at__isnull=False, has_conflict=False)
                | Q(accepted_at__isnull=False, has_conflict=True) & ~Q(conflict_declaration=""),
                name="mentorship_accepted_with_declaration",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.ACTIVE) | Q(started_at__isnull=False),
                name="mentorship_under_way_since",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.SUSPENDED)
                & Q(suspended_at__isnull=True, suspended_by__isnull=True, suspend_reason="")
                | Q(
                    state=AssignmentState.SUSPENDED,
                    suspended_at__isnull=False,
                    suspended_by__isnull=False,
                )
                & ~Q(suspend_reason=""),
                name="mentorship_suspended_with_date_actor_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ENDED), ended_at__isnull=False, ended_by__isnull=False)
                | ~Q(state__in=sorted(ENDED))
                & Q(ended_at__isnull=True, ended_by__isnull=True, end_reason=""),
                name="mentorship_ended_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AssignmentState.REASSIGNED, AssignmentState.DECLINED])
                | ~Q(end_reason=""),
                name="mentorship_handed_on_with_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "network", "state"], name="mentorship_by_network"),
            models.Index(fields=["programme", "mentor", "state"], name="mentorship_by_mentor"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} · {self.network}"

    @property
    def tone(self) -> Tone:
        return ASSIGNMENT_TONES[AssignmentState(self.state)]

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK
