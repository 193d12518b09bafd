"""What a call says of its examination beside the criteria: requirements, terms, what is offered."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.enums import Outcome
from calls.integration_enums import INTEGRATION_DAYS_MOST, OBSERVATION_DAYS_LEAST
from core.access.tenancy import TenantModel
from core.ui.bilingual import BilingualField

DAYS_MOST = 90


class ExaminationRule(TenantModel):
    """One call's own terms; a call without a row follows the defaults of these fields.

    `untouchable` holds keys of questions that are judged on their merit: no request to complete ever
    reopens them, so that nobody improves what is compared.
    """

    call = models.ForeignKey("calls.Call", on_delete=models.CASCADE, related_name="+")
    integration_days = models.PositiveSmallIntegerField(
        _("days to complete an application, at least"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(INTEGRATION_DAYS_MOST)],
    )
    untouchable = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("questions that are judged on their merit"),
        default=list,
        blank=True,
    )
    offers_observations = models.BooleanField(
        _("an exclusion is announced before it is final"), default=False
    )
    observation_days = models.PositiveSmallIntegerField(
        _("days for observations"),
        default=OBSERVATION_DAYS_LEAST,
        validators=[MinValueValidator(OBSERVATION_DAYS_LEAST), MaxValueValidator(DAYS_MOST)],
    )
    review_days = models.PositiveSmallIntegerField(
        _("days to ask for a review of the ranking"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(DAYS_MOST)],
    )
    shows_comments = models.BooleanField(
        _("each network reads what the commission wrote of its own proposal"), default=False
    )
    talk = BilingualField(_("offer of a talk"), blank=True, multiline=True)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("terms of the examination")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "call"], name="examination_rule_one_per_call"
            ),
            models.CheckConstraint(
                condition=Q(integration_days__gte=1, integration_days__lte=INTEGRATION_DAYS_MOST),
                name="examination_rule_integration_days_in_range",
            ),
            models.CheckConstraint(
                condition=Q(
                    observation_days__gte=OBSERVATION_DAYS_LEAST, observation_days__lte=DAYS_MOST
                ),
                name="examination_rule_observation_days_in_range",
            ),
            models.CheckConstraint(
                condition=Q(review_days__gte=1, review_days__lte=DAYS_MOST),
                name="examination_rule_review_days_in_range",
            ),
        ]


class Requirement(TenantModel):
    """A formal requirement of the call that a person reads in the papers, not the portal."""

    call = models.ForeignKey("calls.Call", on_delete=models.CASCADE, related_name="+")
    key = models.SlugField(_("key"), max_length=40)
    label = BilingualField(_("requirement"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("requirement")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "call", "key"], name="requirement_key_unique"
            ),
            models.CheckConstraint(condition=~Q(label__it=""), name="requirement_with_words"),
        ]

    def __str__(self) -> str:
        return str(self.label)


class RequirementCheck(TenantModel):
    """What a facilitator found of one requirement in one application; what does not hold says why."""

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="requirement_checks"
    )
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="checks")
    holds = models.BooleanField(_("it holds"))
    note = models.TextField(_("note"), blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission", "requirement"], name="requirement_check_once"
            ),
            models.CheckConstraint(
                condition=Q(holds=True) | ~Q(note=""), name="requirement_check_failed_with_note"
            ),
        ]


class OutcomeLetter(TenantModel):
    """A paragraph of the call's own in the letter of one outcome, below what the portal says."""

    call = models.ForeignKey("calls.Call", on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome)
    words = BilingualField(_("paragraph of the letter"), multiline=True)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "call", "outcome"], name="outcome_letter_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="outcome_letter_outcome_known"
            ),
        ]
