"""Questions on a call: asked in private, answered in public, the asker named nowhere.
A wrong answer is corrected beside itself; who follows a call is told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.enums import QUESTION_TONES, QuestionState
from core.access.tenancy import TenantModel
from core.ui.bilingual import BilingualField
from core.ui.tones import Tone

ANSWERED = Q(answered_at__isnull=False, answered_by__isnull=False)


class PublicQuestion(TenantModel):
    """`text` is what somebody asked and only the facilitators read; `wording` is what everybody reads.

    The asker is an account (`asker`) or an address (`asker_email`): one of the two, and neither is ever
    published. A question set aside keeps in `reason` what the asker was told.
    """

    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="questions")
    text = models.TextField(_("question"), max_length=2000)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asker_email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(max_length=2, default="it")
    asked_at = models.DateTimeField(_("asked"), editable=False)
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.ASKED)
    wording = BilingualField(_("question as published"), blank=True, multiline=True)
    answer = BilingualField(_("answer"), blank=True, multiline=True)
    reason = models.TextField(_("reason"), blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("question")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=QuestionState.values), name="public_question_state_known"
            ),
            models.CheckConstraint(
                condition=Q(asker__isnull=False, asker_email="")
                | Q(asker__isnull=True) & ~Q(asker_email=""),
                name="public_question_by_account_or_address",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="public_question_with_text"),
            models.CheckConstraint(
                condition=Q(
                    state=QuestionState.ASKED, answered_at__isnull=True, answered_by__isnull=True
                )
                | ~Q(state=QuestionState.ASKED) & ANSWERED,
                name="public_question_answered_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=~Q(state=QuestionState.ANSWERED) | ~Q(wording__it="") & ~Q(answer__it=""),
                name="public_question_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(state=QuestionState.SET_ASIDE) & ~Q(reason="")
                | ~Q(state=QuestionState.SET_ASIDE) & Q(reason=""),
                name="public_question_set_aside_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.wording) if self.state == QuestionState.ANSWERED else self.text

    @property
    def tone(self) -> Tone:
        return QUESTION_TONES[QuestionState(self.state)]


class AnswerCorrection(TenantModel):
    """What a public answer says from now on, and why it was wrong; append-only.

    The answer that was corrected stays as it was: somebody may have relied on it.
    """

    question = models.ForeignKey(
        PublicQuestion, on_delete=models.PROTECT, related_name="corrections"
    )
    answer = BilingualField(_("answer"), multiline=True)
    reason = BilingualField(_("what was wrong"), multiline=True)
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("correction of an answer")
        ordering: ClassVar = ["corrected_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(answer__it="") & ~Q(reason__it=""),
                name="answer_correction_in_words",
            ),
        ]


class CallFollower(TenantModel):
    """Somebody with an account who wants to be told what is answered about a call and what changes in it."""

    call = models.ForeignKey("calls.Call", on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    followed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("follower of a call")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "call", "person"], name="call_followed_once"
            ),
        ]
