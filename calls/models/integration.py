"""What passes between the body and a network while an application is examined, and after the ranking."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calls.enums import ExclusionReason
from calls.integration_enums import (
    EXCLUSION_TONES,
    INTEGRATION_DAYS_MOST,
    INTEGRATION_TONES,
    OBSERVATION_DAYS_LEAST,
    REVIEW_TONES,
    ExclusionState,
    IntegrationState,
    ReviewState,
)
from core.access.tenancy import TenantModel
from core.ui.tones import Tone

ENDS_BY = timedelta(days=INTEGRATION_DAYS_MOST + 1)
"""The last day ends at midnight."""

PENDING_EXCLUSION = Q(
    state__in=[ExclusionState.OPEN, ExclusionState.ANSWERED, ExclusionState.EXPIRED]
)


class IntegrationRequest(TenantModel):
    """A request to complete an application (*soccorso istruttorio*, L. 241/1990 art. 6 c. 1 b).

    `questions` reopen, in `sheet`, a copy of what was sent: until the network answers, `asked_on` is
    the sending that counts; `answer` is the one that took its place.
    """

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="integration_requests"
    )
    questions = ArrayField(models.CharField(max_length=60), verbose_name=_("questions"))
    words = models.TextField(_("what is missing"))
    due_at = models.DateTimeField(_("answer by"))
    asked_on = models.ForeignKey("calls.Sending", on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(
        "questionnaires.AnswerSheet", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=IntegrationState, default=IntegrationState.OPEN)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.ForeignKey(
        "calls.Sending", on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closing_words = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("request to complete")
        ordering: ClassVar = ["requested_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission"],
                condition=Q(state=IntegrationState.OPEN),
                name="integration_one_open_per_submission",
            ),
            models.UniqueConstraint(fields=["programme", "sheet"], name="integration_sheet_unique"),
            models.CheckConstraint(
                condition=Q(state__in=IntegrationState.values), name="integration_state_known"
            ),
            models.CheckConstraint(
                condition=Q(questions__len__gt=0) & ~Q(words=""),
                name="integration_says_what_is_missing",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("requested_at"))
                & Q(due_at__lte=F("requested_at") + ENDS_BY),
                name="integration_term_in_range",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=IntegrationState.OPEN,
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                    answer__isnull=True,
                )
                | Q(
                    state=IntegrationState.ANSWERED,
                    closed_at__lte=F("due_at"),
                    closed_by__isnull=False,
                    answer__isnull=False,
                )
                | Q(
                    state=IntegrationState.EXPIRED,
                    closed_at__gt=F("due_at"),
                    closed_by__isnull=True,
                    answer__isnull=True,
                )
                | Q(
                    state=IntegrationState.CANCELLED,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    answer__isnull=True,
                )
                & ~Q(closing_words=""),
                name="integration_closed_with_date_and_actor",
            ),
        ]

    @property
    def tone(self) -> Tone:
        return INTEGRATION_TONES[IntegrationState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state == IntegrationState.OPEN


class ExclusionNotice(TenantModel):
    """An exclusion announced with its reasons before it is final (*preavviso*, L. 241/1990 art. 10-bis).

    The network may answer until `due_at`; `decision` is what followed, `answer` why the observations
    were not enough.
    """

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="exclusion_notices"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=ExclusionReason)
    words = models.TextField(_("in words"))
    due_at = models.DateTimeField(_("observations by"))
    state = models.CharField(max_length=10, choices=ExclusionState, default=ExclusionState.OPEN)
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    observations = models.TextField(_("observations"), blank=True)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+"
    )
    observed_at = models.DateTimeField(null=True)
    observed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.TextField(_("answer to the observations"), blank=True)
    decision = models.ForeignKey(
        "calls.AdmissibilityDecision", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("notice before exclusion")
        ordering: ClassVar = ["announced_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission"],
                condition=PENDING_EXCLUSION,
                name="exclusion_notice_one_pending",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ExclusionState.values), name="exclusion_notice_state_known"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=ExclusionReason.values) & ~Q(words=""),
                name="exclusion_notice_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("announced_at") + timedelta(days=OBSERVATION_DAYS_LEAST)),
                name="exclusion_notice_leaves_the_term",
            ),
            models.CheckConstraint(
                condition=Q(
                    observed_at__isnull=True,
                    observed_by__isnull=True,
                    observations="",
                    document__isnull=True,
                )
                | Q(observed_at__lte=F("due_at"), observed_by__isnull=False) & ~Q(observations=""),
                name="exclusion_notice_observed_with_date_actor",
            ),
            models.CheckConstraint(
                condition=Q(state=ExclusionState.CONCLUDED, decision__isnull=False)
                | ~Q(state=ExclusionState.CONCLUDED) & Q(decision__isnull=True, answer=""),
                name="exclusion_notice_concluded_by_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExclusionState.ANSWERED) | Q(observed_at__isnull=False),
                name="exclusion_notice_answered_with_observations",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ExclusionState.OPEN, ExclusionState.EXPIRED])
                | Q(observed_at__isnull=True),
                name="exclusion_notice_silent_without_observations",
            ),
        ]

    @property
    def tone(self) -> Tone:
        return EXCLUSION_TONES[ExclusionState(self.state)]


class ReviewRequest(TenantModel):
    """What a network objects to a final ranking (*istanza di riesame*), once for each ranking.

    An accepted one is carried out by a new ranking that cites this one (C10).
    """

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="review_requests"
    )
    ranking = models.ForeignKey(
        "calls.Ranking", on_delete=models.PROTECT, related_name="review_requests"
    )
    text = models.TextField(_("what is asked, and why"))
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.SUBMITTED)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer_due_on = models.DateField(_("answer by"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("request for review")
        ordering: ClassVar = ["requested_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission", "ranking"], name="review_once_per_ranking"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReviewState.values), name="review_state_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="review_with_text"),
            models.CheckConstraint(
                condition=Q(
                    state=ReviewState.SUBMITTED,
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                    answer="",
                )
                | Q(
                    state__in=[ReviewState.ACCEPTED, ReviewState.REJECTED],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                )
                & ~Q(answer=""),
                name="review_answered_with_date_actor_words",
            ),
        ]

    @property
    def tone(self) -> Tone:
        return REVIEW_TONES[ReviewState(self.state)]
