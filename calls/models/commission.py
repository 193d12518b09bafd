"""The commission of a call: its seats, what each declares, who stands in for whom, its sittings."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls.enums import ScorecardState, SeatKind
from core.access.tenancy import TenantModel
from core.people.enums import TieKind

APPOINTED = Q(
    ~Q(act_number=""),
    act_date__isnull=False,
    appointed_at__isnull=False,
    appointed_by__isnull=False,
)
PREPARED = Q(
    act_number="", act_date__isnull=True, appointed_at__isnull=True, appointed_by__isnull=True
)
ASSIGNED = Q(~Q(assignment_seed=""), assigned_at__isnull=False, assigned_by__isnull=False)
NOT_ASSIGNED = Q(assignment_seed="", assigned_at__isnull=True, assigned_by__isnull=True)


class Commission(TenantModel):
    """Prepared by the coordinator, then appointed by an act: only from then on are the seats held.

    `assignment_seed` is that of the draw by which applications were given to seats, where the call's
    rule asks for some scorers and not for all.
    """

    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="+")
    act_number = models.CharField(_("number of the act"), max_length=60, blank=True)
    act_date = models.DateField(_("date of the act"), null=True, blank=True)
    scores_due_on = models.DateField(_("scores are due by"), null=True, blank=True)
    prepared_at = models.DateTimeField(editable=False)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    appointed_at = models.DateTimeField(null=True, editable=False)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    assignment_seed = models.CharField(max_length=32, blank=True)
    assigned_at = models.DateTimeField(null=True, editable=False)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("commission")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=ASSIGNED | NOT_ASSIGNED, name="commission_assigned_with_seed_date_actor"
            ),
            models.UniqueConstraint(fields=["programme", "call"], name="commission_one_per_call"),
            models.CheckConstraint(
                condition=APPOINTED | PREPARED, name="commission_appointed_with_act_date_actor"
            ),
        ]

    @property
    def is_appointed(self) -> bool:
        return self.appointed_at is not None


class CommissionSeat(TenantModel):
    """A place in the commission and who holds it. `position` is the order in which alternates are called."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="seats")
    kind = models.CharField(_("seat"), max_length=10, choices=SeatKind)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("seat of the commission")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "commission", "person"], name="seat_one_per_person"
            ),
            models.UniqueConstraint(
                fields=["programme", "commission", "kind"],
                condition=Q(kind__in=[SeatKind.CHAIR, SeatKind.SECRETARY]),
                name="seat_one_chair_and_one_secretary",
            ),
            models.CheckConstraint(condition=Q(kind__in=SeatKind.values), name="seat_kind_known"),
        ]


class Declaration(TenantModel):
    """What one seat declares on one network: no tie (`ties` empty), or which.

    `bars` is what followed from the call's rule on that day. A tie can be added later, never taken away.
    """

    seat = models.ForeignKey(CommissionSeat, on_delete=models.PROTECT, related_name="declarations")
    network = models.ForeignKey("people.Network", on_delete=models.PROTECT, related_name="+")
    ties = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    bars = models.BooleanField()
    declared_at = models.DateTimeField()

    class Meta:
        verbose_name = _("declaration")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "seat", "network"], name="declaration_one_per_network"
            ),
            models.CheckConstraint(
                condition=Q(ties__contained_by=TieKind.values), name="declaration_ties_known"
            ),
            models.CheckConstraint(
                condition=Q(bars=False) | Q(ties__len__gt=0), name="declaration_bars_by_a_tie"
            ),
        ]


class Substitution(TenantModel):
    """For one application an alternate scores in the place of a seat that may not."""

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="substitutions"
    )
    seat = models.ForeignKey(CommissionSeat, on_delete=models.PROTECT, related_name="+")
    alternate = models.ForeignKey(CommissionSeat, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    ended_at = models.DateTimeField(
        null=True, help_text=_("When the alternate turned out to be tied too.")
    )

    class Meta:
        verbose_name = _("substitution")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission", "seat"],
                condition=Q(ended_at__isnull=True),
                name="substitution_one_per_seat",
            ),
            models.UniqueConstraint(
                fields=["programme", "submission", "alternate"],
                condition=Q(ended_at__isnull=True),
                name="substitution_one_per_alternate",
            ),
            models.CheckConstraint(
                condition=~Q(seat=F("alternate")), name="substitution_by_another"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("called_at")),
                name="substitution_ends_after_it_begins",
            ),
        ]


class CommissionMeeting(TenantModel):
    """A sitting (*seduta*) and its minutes; append-only: what was minuted stays."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("held on"))
    minutes = models.TextField(pgettext_lazy("meeting", "minutes"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("sitting of the commission")
        ordering: ClassVar = ["held_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(minutes=""), name="meeting_with_minutes"),
        ]


class Scorecard(TenantModel):
    """One seat's scores and reasons for one application (*scheda di valutazione*)."""

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="scorecards"
    )
    seat = models.ForeignKey(CommissionSeat, on_delete=models.PROTECT, related_name="scorecards")
    state = models.CharField(max_length=10, choices=ScorecardState, default=ScorecardState.DRAFT)
    comment = models.TextField(_("overall judgement"), blank=True)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reopen_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("scorecard")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission", "seat"], name="scorecard_one_per_seat"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ScorecardState.values), name="scorecard_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ScorecardState.SUBMITTED, submitted_at__isnull=False)
                | ~Q(state=ScorecardState.SUBMITTED) & Q(submitted_at__isnull=True),
                name="scorecard_submitted_with_date",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True, reopen_reason="")
                | Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reopen_reason=""),
                name="scorecard_reopened_with_date_actor_reason",
            ),
        ]

    @property
    def is_in(self) -> bool:
        return self.state == ScorecardState.SUBMITTED


class Score(TenantModel):
    """What a card gives to one criterion, out of `out_of`. No value is a missing score, not a zero."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey("calls.Criterion", on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    out_of = models.PositiveSmallIntegerField()
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("score")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "scorecard", "criterion"], name="score_one_per_criterion"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0, value__lte=F("out_of")),
                name="score_within_the_criterion",
            ),
        ]
