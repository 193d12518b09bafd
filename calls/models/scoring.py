"""Who scores what, what changed in a sitting, who was there, and what was decided on an empty place."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calls.enums import NoProposal
from core.access.tenancy import TenantModel


class Assignment(TenantModel):
    """One application given to one seat, where the rule asks for some scorers and not for all.

    Drawn from the commission's seed, or moved by the chair (`by_hand`) before any card is begun.
    """

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="assignments"
    )
    seat = models.ForeignKey(
        "calls.CommissionSeat", on_delete=models.PROTECT, related_name="assignments"
    )
    by_hand = models.BooleanField(default=False)
    assigned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("assignment of an application")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission", "seat"], name="assignment_once"
            ),
        ]


class ScoreChange(TenantModel):
    """A score changed in the consensus meeting, after its card was handed in; append-only."""

    scorecard = models.ForeignKey(
        "calls.Scorecard", on_delete=models.PROTECT, related_name="changes"
    )
    criterion = models.ForeignKey("calls.Criterion", on_delete=models.PROTECT, related_name="+")
    before = models.DecimalField(_("before"), max_digits=5, decimal_places=2)
    after = models.DecimalField(_("after"), max_digits=5, decimal_places=2)
    reason = models.TextField(_("reason"))
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("change of a score")
        ordering: ClassVar = ["changed_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="score_change_with_reason"),
            models.CheckConstraint(
                condition=~Q(before=F("after")), name="score_change_changes_something"
            ),
        ]


class SittingPresence(TenantModel):
    """A seat that was present at a sitting; append-only, as the minutes are."""

    meeting = models.ForeignKey(
        "calls.CommissionMeeting", on_delete=models.PROTECT, related_name="presences"
    )
    seat = models.ForeignKey("calls.CommissionSeat", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("presence at a sitting")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "meeting", "seat"], name="sitting_presence_once"
            ),
        ]


class EmptyPlaceDecision(TenantModel):
    """What the body decided, by an act, on a territory whose place nobody got (C9); append-only."""

    place = models.ForeignKey(
        "calls.EmptyPlace", on_delete=models.PROTECT, related_name="decisions"
    )
    choice = models.CharField(max_length=20, choices=NoProposal)
    reason = models.TextField(_("reason"))
    act_number = models.CharField(_("number of the act"), max_length=60)
    act_date = models.DateField(_("date of the act"))
    act_url = models.URLField(_("address of the act"), max_length=400)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("decision on an empty place")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "place"], name="empty_place_decided_once"),
            models.CheckConstraint(
                condition=Q(choice__in=NoProposal.values), name="empty_place_decision_known"
            ),
            models.CheckConstraint(
                condition=Q(act_number__gt="", act_url__regex=r"^https?://") & ~Q(reason=""),
                name="empty_place_decided_by_act_with_reason",
            ),
        ]
