"""Who registers for an event, and who was there: two facts, kept apart (R7)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access.tenancy import TenantModel
from core.ui.tones import Tone
from labs.enums import (
    ACTIVE,
    ENDED,
    REGISTRATION_TONES,
    AttendanceSource,
    AttendanceStatus,
    RegistrationState,
)
from labs.models.events import Event, EventSession


class Registration(TenantModel):
    """A person's place in an event, or their wait for one. An ended one stays; a new one is a new row (R5).

    Without `closed_by` a declined one is an offer that ran out: nobody declined it.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation",
        verbose_name=_("organisation that they come for"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    network = models.ForeignKey(
        "people.Network",
        verbose_name=_("network"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(max_length=10, choices=RegistrationState)
    registered_at = models.DateTimeField(editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    queued_at = models.DateTimeField(_("in the queue since"), null=True, editable=False)
    offered_at = models.DateTimeField(null=True, editable=False)
    offer_expires_at = models.DateTimeField(_("to be accepted by"), null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = pgettext_lazy("event", "registration")
        verbose_name_plural = pgettext_lazy("event", "registrations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "event", "person"],
                condition=Q(state__in=sorted(ACTIVE)),
                name="event_registration_one_active_per_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RegistrationState.values),
                name="event_registration_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.CONFIRMED)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="event_registration_confirmed_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.WAITING) | Q(queued_at__isnull=False),
                name="event_registration_waiting_since",
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.OFFERED)
                | Q(offered_at__isnull=False, offer_expires_at__isnull=False),
                name="event_registration_offered_until",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ENDED), closed_at__isnull=False)
                | (~Q(state__in=sorted(ENDED)) & Q(closed_at__isnull=True, closed_by__isnull=True)),
                name="event_registration_closed_with_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ENDED))
                | Q(closed_by__isnull=False)
                | Q(state=RegistrationState.DECLINED, offer_expires_at__isnull=False),
                name="event_registration_closed_by_somebody_or_expired",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "person"], name="event_registration_by_person"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def tone(self) -> Tone:
        return REGISTRATION_TONES[RegistrationState(self.state)]

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE


class Attendance(TenantModel):
    """What is known of a person at a session. No row, like `not_recorded`, says nothing: not "absent" (R7)."""

    session = models.ForeignKey(EventSession, on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(
        Registration,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attendance",
        help_text=_("None: came without being registered."),
    )
    status = models.CharField(_("attendance"), max_length=12, choices=AttendanceStatus)
    source = models.CharField(
        _("how it is known"),
        max_length=12,
        choices=AttendanceSource,
        default=AttendanceSource.FACILITATOR,
    )
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("attendance")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "session", "person"], name="attendance_once_per_person"
            ),
            models.CheckConstraint(
                condition=Q(status__in=AttendanceStatus.values), name="attendance_status_known"
            ),
            models.CheckConstraint(
                condition=Q(source__in=AttendanceSource.values), name="attendance_source_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
