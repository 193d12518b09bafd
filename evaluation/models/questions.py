"""What the evaluation asks: its plan, its questions, the commons, and where they meet."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.programmes.enums import DatePrecision
from core.ui.bilingual import BilingualField
from evaluation.enums import CommonsType


class EvaluationPlan(TenantModel):
    """Who evaluates the programme, when, and looking for what; one per programme."""

    evaluator = models.ForeignKey(
        "programmes.Funder",
        verbose_name=_("evaluated by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    precision = models.CharField(max_length=10, choices=DatePrecision, default=DatePrecision.MONTH)
    summary = BilingualField(_("what it looks for"), multiline=True, blank=True)
    rules_of_the_game = BilingualField(_("rules of the game"), multiline=True, blank=True)
    reflexivity = BilingualField(_("reflexivity of the networks"), multiline=True, blank=True)

    class Meta:
        verbose_name = _("evaluation plan")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme"], name="evaluation_plan_once"),
            models.CheckConstraint(
                condition=Q(precision__in=DatePrecision.values),
                name="evaluation_plan_precision_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="evaluation_plan_ends_after_it_begins",
            ),
        ]


class EvaluationQuestion(TenantModel):
    """A key question (*domanda valutativa*)."""

    key = models.SlugField(max_length=40)
    text = BilingualField(_("question"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("evaluation question")
        verbose_name_plural = _("evaluation questions")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "key"], name="evaluation_question_once"),
        ]

    def __str__(self) -> str:
        return str(self.text)


class CommonGood(TenantModel):
    """What this programme calls a type of commons (*bene comune*)."""

    type = models.CharField(_("type"), max_length=10, choices=CommonsType)
    title = BilingualField(_("title"), max_length=80)
    description = BilingualField(_("description"), multiline=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("commons")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "type"], name="common_good_once"),
            models.CheckConstraint(
                condition=Q(type__in=CommonsType.values), name="common_good_type_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Dimension(TenantModel):
    """A question asked of one type of commons; an empty type is the question asked of them all."""

    question = models.ForeignKey(
        EvaluationQuestion, on_delete=models.CASCADE, related_name="dimensions"
    )
    commons_type = models.CharField(
        _("type of commons"), max_length=10, choices=CommonsType, blank=True
    )

    class Meta:
        verbose_name = _("dimension")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "question", "commons_type"], name="dimension_once"
            ),
            models.CheckConstraint(
                condition=Q(commons_type__in=["", *CommonsType.values]),
                name="dimension_commons_known",
            ),
        ]
