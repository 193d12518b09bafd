"""How an idea grows: feedback, actors to invite, mediation, networks that become one, origins."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calls.draft_enums import OPEN_OUTREACH, OutreachState
from core.access.tenancy import TenantModel
from core.people.enums import RoleName
from core.ui.tones import Tone


class IdeaFeedback(TenantModel):
    """What a facilitator or the territory's official tells a network about its idea."""

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="feedback"
    )
    text = models.TextField(_("feedback"))
    office = models.CharField(max_length=40, choices=RoleName)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="idea_feedback_says_something"),
            models.CheckConstraint(
                condition=Q(
                    office__in=[
                        RoleName.COORDINATOR,
                        RoleName.FACILITATOR,
                        RoleName.MUNICIPAL_OFFICIAL,
                    ]
                ),
                name="idea_feedback_by_an_office",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="idea_feedback_read_with_actor",
            ),
        ]


class OutreachContact(TenantModel):
    """An actor whom the network would like to have with it, why, and what came of it.

    `member` is the place kept in the network for whoever was invited through the portal.
    """

    network = models.ForeignKey("people.Network", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("who"), max_length=200)
    why = models.TextField(_("why"))
    state = models.CharField(max_length=10, choices=OutreachState, default=OutreachState.TO_INVITE)
    note = models.TextField(_("what came of it"), blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    member = models.ForeignKey(
        "people.NetworkMember", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["programme", "network"], name="outreach_network")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(why=""), name="outreach_says_who_and_why"
            ),
            models.CheckConstraint(
                condition=Q(invited_at__isnull=True, invited_by__isnull=True)
                & ~Q(state=OutreachState.INVITED)
                | Q(invited_at__isnull=False, invited_by__isnull=False)
                & ~Q(state=OutreachState.TO_INVITE),
                name="outreach_invited_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=OPEN_OUTREACH, answered_at__isnull=True, answered_by__isnull=True
                )
                | Q(
                    state__in=[OutreachState.ACCEPTED, OutreachState.DECLINED],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="outreach_answered_with_date_and_actor",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> Tone:
        return OutreachState(self.state).tone


class MediationEntry(TenantModel):
    """What a facilitator writes down of a mediation in a network; corrected by a further entry."""

    network = models.ForeignKey("people.Network", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(_("day"))
    topic = models.CharField(_("about what"), max_length=200)
    positions = models.TextField(_("positions"))
    agreements = models.TextField(_("agreements"), blank=True)
    dissent = models.TextField(_("dissent"), blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["programme", "network"], name="mediation_network")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(topic="") & ~Q(positions=""), name="mediation_says_about_what"
            ),
            models.CheckConstraint(
                condition=~Q(agreements="") | ~Q(dissent=""), name="mediation_says_how_it_ended"
            ),
            models.UniqueConstraint(
                fields=["programme", "replaces"], name="mediation_replaced_once"
            ),
        ]


class NetworkMerge(TenantModel):
    """A network that went on inside another of its territory; append-only. Its ideas stay its own."""

    into = models.ForeignKey("people.Network", on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey("people.Network", on_delete=models.PROTECT, related_name="+")
    agreement = models.TextField(_("how the networks agreed"))
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "merged"], name="network_merged_once"),
            models.CheckConstraint(
                condition=~Q(into=F("merged")), name="network_merged_into_another"
            ),
            models.CheckConstraint(
                condition=~Q(agreement=""), name="network_merge_with_its_agreement"
            ),
        ]


class SubmissionOrigin(TenantModel):
    """An idea that a proposal comes from; `Submission.grown_from` is the one whose answers travelled."""

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="origins"
    )
    idea = models.ForeignKey("calls.Submission", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission", "idea"], name="submission_origin_once"
            ),
            models.CheckConstraint(
                condition=~Q(submission=F("idea")), name="submission_origin_is_another"
            ),
        ]
