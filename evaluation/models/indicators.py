"""Indicators and the values that are expected of them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.ui.bilingual import BilingualField
from core.ui.tones import Tone
from evaluation.enums import (
    INDICATOR_TONES,
    Aggregation,
    BaselineStatus,
    Comparator,
    Direction,
    IndicatorState,
    IndicatorType,
    Reporting,
)


class Indicator(TenantModel):
    """What is measured to answer a question. A changed definition is a new version (R32).

    `replaced_at` is set on the version that a newer one took the place of: its values stay, and the
    series is shown broken. A ratio's figures are percentages.
    """

    key = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    dimension = models.ForeignKey(
        "evaluation.Dimension",
        verbose_name=_("dimension"),
        on_delete=models.PROTECT,
        related_name="indicators",
    )
    title = BilingualField(_("title"), max_length=160)
    definition = BilingualField(_("definition"), multiline=True)
    type = models.CharField(_("type"), max_length=10, choices=IndicatorType)
    unit = BilingualField(_("unit"), max_length=40, blank=True)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    reporting = models.CharField(_("what a value speaks of"), max_length=12, choices=Reporting)
    over_time = models.CharField(_("over time"), max_length=8, choices=Aggregation)
    over_territories = models.CharField(_("over territories"), max_length=8, choices=Aggregation)
    baseline_status = models.CharField(
        _("is the initial value known?"),
        max_length=15,
        choices=BaselineStatus,
        default=BaselineStatus.UNKNOWN,
    )
    baseline = models.DecimalField(
        _("initial value"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    source = BilingualField(_("source"), max_length=200)
    agreed_in = models.ForeignKey(
        "labs.Event",
        verbose_name=_("agreed in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=IndicatorState, default=IndicatorState.PROPOSED
    )
    agreed_at = models.DateTimeField(null=True, editable=False)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text=_("Empty when it came with the programme's definition."),
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering: ClassVar = ["position", "version", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "key", "version"], name="indicator_version_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "key"],
                condition=Q(replaced_at__isnull=True),
                name="indicator_one_current_version",
            ),
            models.CheckConstraint(
                condition=Q(type__in=IndicatorType.values)
                & Q(direction__in=Direction.values)
                & Q(reporting__in=Reporting.values)
                & Q(over_time__in=Aggregation.values)
                & Q(over_territories__in=Aggregation.values),
                name="indicator_words_known",
            ),
            models.CheckConstraint(
                condition=Q(state=IndicatorState.PROPOSED, agreed_at__isnull=True)
                | Q(state=IndicatorState.AGREED, agreed_at__isnull=False),
                name="indicator_state_agreed_with_date",
            ),
            models.CheckConstraint(
                condition=Q(baseline_status=BaselineStatus.KNOWN, baseline__isnull=False)
                | Q(
                    baseline_status__in=[BaselineStatus.UNKNOWN, BaselineStatus.NOT_APPLICABLE],
                    baseline__isnull=True,
                ),
                name="indicator_baseline_only_if_known",
            ),
            models.CheckConstraint(
                condition=~Q(reporting=Reporting.SNAPSHOT, over_time=Aggregation.SUM),
                name="indicator_snapshots_never_sum",
            ),
            models.CheckConstraint(
                condition=~Q(type=IndicatorType.RATIO)
                | ~Q(over_time=Aggregation.SUM) & ~Q(over_territories=Aggregation.SUM),
                name="indicator_ratios_never_sum",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def tone(self) -> Tone:
        return INDICATOR_TONES[IndicatorState(self.state)]

    @property
    def is_current(self) -> bool:
        return self.replaced_at is None

    @property
    def unit_words(self) -> str:
        """The unit beside a figure; a ratio is a percentage whatever it counts."""
        return "%" if self.type == IndicatorType.RATIO else str(self.unit)

    def public_path(self, slug: str) -> str:
        """Address of the public page in the programme called `slug`; one for all versions."""
        return reverse("evaluation:indicator_detail", kwargs={"slug": slug, "key": self.key})


class Target(TenantModel):
    """A value expected of the whole programme by the end of a period (*valore atteso*).

    `upper` is the other limit of a band. Setting one also asks every running project for its value.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    comparator = models.CharField(_("comparison"), max_length=10, choices=Comparator)
    value = models.DecimalField(_("expected value"), max_digits=16, decimal_places=4)
    upper = models.DecimalField(
        _("and at most"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    set_at = models.DateTimeField(editable=False)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("target")
        ordering: ClassVar = ["ends_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "indicator", "starts_on", "ends_on"],
                name="target_one_per_period",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="target_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(
                    comparator=Comparator.BETWEEN, upper__isnull=False, upper__gte=F("value")
                )
                | Q(comparator__in=[Comparator.AT_LEAST, Comparator.AT_MOST], upper__isnull=True),
                name="target_band_has_two_limits",
            ),
        ]
