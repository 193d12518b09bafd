"""An application (*domanda*): the answer of a network to a call."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calls.enums import (
    CHECKED_STATES,
    DECIDED_STATES,
    SUBMISSION_TONES,
    UNCHECKED_STATES,
    Channel,
    ExclusionReason,
    SubmissionState,
)
from core.access.tenancy import TenantModel
from core.ui.tones import Tone

SENT = Q(number__gt="", submitted_at__isnull=False, submitted_by__isnull=False)
NOT_SENT = Q(number="", submitted_at__isnull=True, submitted_by__isnull=True)
CHECKED = Q(checked_at__isnull=False, checked_by__isnull=False)
NOT_CHECKED = Q(checked_at__isnull=True, checked_by__isnull=True)
DECIDED = Q(decided_at__isnull=False, decided_by__isnull=False)
NOT_DECIDED = Q(decided_at__isnull=True, decided_by__isnull=True)


class Submission(TenantModel):
    """One network's answer to one call. `title` and `territory` are what lists and maps show.

    `submitted_at` and `late` speak of the last sending; the number is of the first and stays.
    `reopened_at` is set while a sent application is being changed: until it is sent again, the last
    sending is the one that counts. `checked_at` speaks of admissibility, `decided_at` of the ranking (or
    of the place that became free) that gave the state it has now.
    """

    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="submissions")
    network = models.ForeignKey(
        "people.Network", verbose_name=_("network"), on_delete=models.PROTECT, related_name="+"
    )
    lead = models.ForeignKey(
        "people.Organisation",
        verbose_name=_("lead organisation"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The lead when the application was started, or last sent."),
    )
    territory = models.ForeignKey(
        "programmes.Territory",
        verbose_name=_("principal territory"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    sheet = models.ForeignKey(
        "questionnaires.AnswerSheet", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(
        _("state"), max_length=20, choices=SubmissionState, default=SubmissionState.DRAFT
    )
    number = models.CharField(_("application number"), max_length=12, blank=True, editable=False)
    late = models.BooleanField(_("sent late"), default=False, editable=False)
    started_at = models.DateTimeField(editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(_("last change"), editable=False)
    submitted_at = models.DateTimeField(_("sent"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reopened_at = models.DateTimeField(null=True, editable=False)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdraw_reason = models.TextField(_("reason"), blank=True)
    grown_from = models.ForeignKey(
        "self",
        verbose_name=_("idea it grew from"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grown",
    )
    checked_at = models.DateTimeField(_("admissibility checked"), null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    exclusion_reason = models.CharField(
        _("reason of the exclusion"), max_length=20, choices=ExclusionReason, blank=True
    )
    decided_at = models.DateTimeField(_("outcome decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    renounced_at = models.DateTimeField(null=True, editable=False)
    renounced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    renounce_reason = models.TextField(_("reason"), blank=True)
    channel = models.CharField(
        _("how it came in"), max_length=10, choices=Channel, default=Channel.ONLINE
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes: ClassVar = [
            models.Index(fields=["programme", "call", "state"], name="submission_call_state"),
            models.Index(fields=["programme", "network"], name="submission_network"),
            # The two orders in which a list of the call begins: a page of it reads its own rows only.
            models.Index(
                "programme",
                "call",
                F("submitted_at").desc(nulls_last=True),
                "id",
                name="submission_call_sent",
            ),
            models.Index(
                fields=["programme", "call", "number", "id"], name="submission_call_number"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "call", "network"],
                condition=~Q(state=SubmissionState.WITHDRAWN),
                name="submission_one_per_network_and_call",
            ),
            models.UniqueConstraint(
                fields=["programme", "number"],
                condition=Q(number__gt=""),
                name="submission_number_unique",
            ),
            models.UniqueConstraint(fields=["programme", "sheet"], name="submission_sheet_unique"),
            models.CheckConstraint(
                condition=Q(state__in=SubmissionState.values), name="submission_state_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="submission_channel_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=SubmissionState.DRAFT) | NOT_SENT,
                name="submission_draft_not_sent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[SubmissionState.DRAFT, SubmissionState.WITHDRAWN]) | SENT,
                name="submission_sent_with_number_date_actor",
            ),
            models.CheckConstraint(
                condition=SENT | NOT_SENT, name="submission_number_date_actor_together"
            ),
            models.CheckConstraint(
                condition=Q(late=False) | Q(submitted_at__isnull=False),
                name="submission_late_only_when_sent",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True)
                | Q(
                    reopened_at__isnull=False,
                    reopened_by__isnull=False,
                    state=SubmissionState.SUBMITTED,
                ),
                name="submission_reopened_only_when_submitted",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=SubmissionState.WITHDRAWN,
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                )
                | ~Q(state=SubmissionState.WITHDRAWN)
                & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True),
                name="submission_withdrawn_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.ONLINE, entered_by__isnull=True)
                | ~Q(channel=Channel.ONLINE) & Q(entered_by__isnull=False),
                name="submission_on_behalf_with_actor",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(
                    confirmed_at__isnull=False,
                    confirmed_by__isnull=False,
                    entered_by__isnull=False,
                ),
                name="submission_confirmed_only_on_behalf",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
                name="submission_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=["programme", "call", "territory"],
                condition=Q(state=SubmissionState.SELECTED),
                name="submission_one_selected_per_territory",
            ),
            models.CheckConstraint(
                condition=Q(grown_from__isnull=True) | ~Q(grown_from=F("pk")),
                name="submission_not_grown_from_itself",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNCHECKED_STATES) & NOT_CHECKED
                | Q(state__in=CHECKED_STATES) & CHECKED
                | Q(state=SubmissionState.WITHDRAWN) & (CHECKED | NOT_CHECKED),
                name="submission_checked_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=Q(exclusion_reason__in=["", *ExclusionReason.values]),
                name="submission_exclusion_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(state=SubmissionState.INADMISSIBLE) & ~Q(exclusion_reason="")
                | ~Q(state=SubmissionState.INADMISSIBLE) & Q(exclusion_reason=""),
                name="submission_excluded_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED_STATES) & DECIDED
                | ~Q(state__in=DECIDED_STATES) & NOT_DECIDED,
                name="submission_outcome_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=SubmissionState.RENOUNCED,
                    renounced_at__isnull=False,
                    renounced_by__isnull=False,
                )
                | ~Q(state=SubmissionState.RENOUNCED)
                & Q(renounced_at__isnull=True, renounced_by__isnull=True),
                name="submission_renounced_with_date_and_actor",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> Tone:
        return SUBMISSION_TONES[SubmissionState(self.state)]

    @property
    def is_draft(self) -> bool:
        return self.state == SubmissionState.DRAFT

    @property
    def is_being_written(self) -> bool:
        """A draft, or a sent application that was reopened."""
        return self.is_draft or self.reopened_at is not None

    @property
    def is_on_behalf(self) -> bool:
        return self.channel != Channel.ONLINE

    @property
    def awaits_confirmation(self) -> bool:
        """Sent for somebody who has not yet said that it is theirs (C16)."""
        sent = self.submitted_at is not None and self.state != SubmissionState.WITHDRAWN
        return self.is_on_behalf and sent and self.confirmed_at is None


class SubmissionTerritory(TenantModel):
    """A further territory that the application touches, beside the principal one."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="further_territories"
    )
    territory = models.ForeignKey(
        "programmes.Territory", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission", "territory"], name="submission_territory_once"
            )
        ]


class Presence(TenantModel):
    """Who is writing in which section of a draft; says something only for a minute or two."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    section = models.CharField(max_length=80)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission", "user"], name="presence_one_per_person"
            )
        ]
