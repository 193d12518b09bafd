"""Meetings of mentors and networks: what was said there, what was agreed, what was asked for.

The mentor's own note stands in a table of its own, so that nothing that reads meetings reads it by
accident (R14).
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access.tenancy import TenantModel
from core.ui.tones import Tone
from projects.mentorship_enums import (
    ACTION_TONES,
    SESSION_TONES,
    ActionState,
    MeetingChannel,
    SessionState,
)
from projects.models.mentorship import MentorshipAssignment

LONGEST_MEETING = 720
"""Minutes: twelve hours is a slip of the pen."""


class MentorshipSession(TenantModel):
    """A meeting between mentor and network: planned, held or cancelled. `minutes` only once held."""

    assignment = models.ForeignKey(
        MentorshipAssignment, on_delete=models.PROTECT, related_name="sessions"
    )
    state = models.CharField(max_length=10, choices=SessionState)
    held_at = models.DateTimeField(_("day and hour"))
    minutes = models.PositiveSmallIntegerField(
        pgettext_lazy("duration", "minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MEETING)],
    )
    channel = models.CharField(_("how"), max_length=10, choices=MeetingChannel)
    place = models.CharField(_("place or link"), max_length=300, blank=True)
    others_present = models.CharField(_("others present"), max_length=300, blank=True)
    shared_note = models.TextField(_("shared note"), max_length=10_000, blank=True)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    logged_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancel_reason = models.TextField(_("reason"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("mentorship meeting")
        verbose_name_plural = _("mentorship meetings")
        ordering: ClassVar = ["-held_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=SessionState.values), name="meeting_state_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=MeetingChannel.values), name="meeting_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, LONGEST_MEETING)),
                name="meeting_minutes_plausible",
            ),
            models.CheckConstraint(
                condition=Q(state=SessionState.PLANNED, logged_at__isnull=True)
                | Q(
                    state=SessionState.HELD,
                    logged_at__isnull=False,
                    minutes__isnull=False,
                    held_at__lte=F("logged_at"),
                )
                | Q(state=SessionState.CANCELLED),
                name="meeting_held_with_minutes_and_date",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=SessionState.CANCELLED,
                    cancelled_at__isnull=False,
                    cancelled_by__isnull=False,
                )
                & ~Q(cancel_reason="")
                | ~Q(state=SessionState.CANCELLED)
                & Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancel_reason=""),
                name="meeting_cancelled_with_date_actor_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "assignment", "state"], name="meeting_by_assignment")
        ]

    @property
    def tone(self) -> Tone:
        return SESSION_TONES[SessionState(self.state)]


class SessionParticipant(TenantModel):
    """Somebody of the network who was there."""

    session = models.ForeignKey(
        MentorshipSession, on_delete=models.CASCADE, related_name="participants"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "session", "person"], name="meeting_participant_once"
            )
        ]


class SessionRevision(TenantModel):
    """What a meeting's record said before it was corrected; never changed (docs/adr/0094)."""

    session = models.ForeignKey(
        MentorshipSession, on_delete=models.PROTECT, related_name="revisions"
    )
    ordinal = models.PositiveSmallIntegerField()
    held_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10, choices=MeetingChannel)
    others_present = models.CharField(max_length=300, blank=True)
    participant_ids = ArrayField(models.UUIDField(), default=list)
    shared_note = models.TextField(blank=True)
    reason = models.CharField(_("why it is corrected"), max_length=300)
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-ordinal", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "session", "ordinal"], name="meeting_revision_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="meeting_revision_with_reason"),
        ]


class PrivateNote(TenantModel):
    """What the mentor wrote for themselves: read by its author and by nobody else (R14)."""

    session = models.ForeignKey(MentorshipSession, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("private note"), max_length=10_000)
    written_at = models.DateTimeField(editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "session", "author"], name="private_note_once"
            )
        ]


class AgreedAction(TenantModel):
    """Who does what by when, agreed in a meeting (*azione concordata*)."""

    session = models.ForeignKey(MentorshipSession, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(_("what"), max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    organisation = models.ForeignKey(
        "people.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.OPEN)
    agreed_at = models.DateTimeField(editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    drop_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("agreed action")
        verbose_name_plural = _("agreed actions")
        ordering: ClassVar = [F("due_on").asc(nulls_last=True), "agreed_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=ActionState.values), name="agreed_action_state_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="agreed_action_says_what"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="agreed_action_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ActionState.OPEN, settled_at__isnull=True, settled_by__isnull=True
                )
                | ~Q(state=ActionState.OPEN)
                & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="agreed_action_settled_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=Q(state=ActionState.DROPPED) & ~Q(drop_reason="")
                | ~Q(state=ActionState.DROPPED) & Q(drop_reason=""),
                name="agreed_action_dropped_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def owner_name(self) -> str:
        if self.person is not None:
            return self.person.full_name
        assert self.organisation is not None
        return self.organisation.name

    @property
    def tone(self) -> Tone:
        return ACTION_TONES[ActionState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state == ActionState.OPEN


class MeetingRequest(TenantModel):
    """The network asks its mentor for a meeting; answered when one is planned or logged."""

    assignment = models.ForeignKey(
        MentorshipAssignment, on_delete=models.PROTECT, related_name="requests"
    )
    text = models.TextField(_("what about"), max_length=1000)
    asked_at = models.DateTimeField(editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("request for a meeting")
        verbose_name_plural = _("requests for a meeting")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "assignment"],
                condition=Q(answered_at__isnull=True),
                name="meeting_request_one_open",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="meeting_request_says_what"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at")),
                name="meeting_request_answered_after",
            ),
        ]
