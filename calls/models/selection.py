"""How the answers to a call are compared: published with the call, and then the same for all.

Whoever gives public money says beforehand by which criteria (L. 241/1990 art. 12).
"""

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.enums import BarringTie, NoProposal
from core.access.tenancy import TenantModel
from core.ui.bilingual import Bilingual, BilingualField

HIGHEST_POSSIBLE = 100


class Selection(TenantModel):
    """The rule of one call. `composition` says which bodies sit in the commission: `[{"it": …, "en": …}]`.

    `tie_break` holds keys of criteria: with equal totals the first decides, then the next. `blind`
    keeps names, files and the questions of `masked_questions` from whoever scores until their card is
    in. `scorers_each` is how many seats score one application (None: all of them); a `collegial`
    commission writes one card, which the chair hands in.
    """

    call = models.ForeignKey("calls.Call", on_delete=models.CASCADE, related_name="+")
    places_per_territory = models.PositiveSmallIntegerField(
        _("places in each territory"), default=1, validators=[MinValueValidator(1)]
    )
    highest_score = models.PositiveSmallIntegerField(
        _("highest score of a criterion"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_POSSIBLE)],
    )
    threshold = models.DecimalField(
        _("threshold"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Out of 100. Under it an application gets no place; empty means no threshold."),
    )
    composition = models.JSONField(default=list, blank=True)
    barring_ties = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("ties that keep a member from scoring"),
        default=list,
        blank=True,
    )
    without_proposal = models.CharField(
        _("a territory without an eligible proposal"),
        max_length=20,
        choices=NoProposal,
        default=NoProposal.LEAVE_EMPTY,
    )
    equal_scores = BilingualField(_("with equal scores"), blank=True, multiline=True)
    tie_break = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    blind = models.BooleanField(_("names are hidden from whoever scores"), default=False)
    masked_questions = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    scorers_each = models.PositiveSmallIntegerField(
        _("members who score each application"), null=True, blank=True
    )
    collegial = models.BooleanField(_("one card for the whole commission"), default=False)

    class Meta:
        verbose_name = _("rule of the selection")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "call"], name="selection_one_per_call"),
            models.CheckConstraint(
                condition=Q(places_per_territory__gte=1), name="selection_has_a_place"
            ),
            models.CheckConstraint(
                condition=Q(highest_score__gte=1, highest_score__lte=HIGHEST_POSSIBLE),
                name="selection_highest_score_in_range",
            ),
            models.CheckConstraint(
                condition=Q(threshold__isnull=True) | Q(threshold__gte=0, threshold__lte=100),
                name="selection_threshold_in_range",
            ),
            models.CheckConstraint(
                condition=Q(without_proposal__in=NoProposal.values),
                name="selection_without_proposal_known",
            ),
            models.CheckConstraint(
                condition=Q(barring_ties__contained_by=BarringTie.values),
                name="selection_barring_ties_known",
            ),
            models.CheckConstraint(
                condition=Q(scorers_each__isnull=True) | Q(scorers_each__gte=2, collegial=False),
                name="selection_scorers_each_two_or_all",
            ),
        ]

    @property
    def bodies(self) -> list[Bilingual]:
        """Who sits in the commission, as the call says it."""
        return [Bilingual(row) for row in self.composition]

    @property
    def tie_words(self) -> list[str]:
        return [str(BarringTie(tie).label) for tie in self.barring_ties]


class Criterion(TenantModel):
    """What is judged, and how much it weighs; the weights of a selection make 100.

    `anchors` say what a score means, lowest first: `[{"score": 4, "text": {"it": …, "en": …}}]`.
    `questions` are keys of the form's questions that it judges.
    """

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="criteria")
    key = models.SlugField(_("key"), max_length=40)
    title = BilingualField(_("title"), max_length=200)
    description = BilingualField(_("description"), blank=True, multiline=True)
    weight = models.DecimalField(
        _("weight"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
    )
    position = models.PositiveSmallIntegerField(default=0)
    anchors = models.JSONField(default=list, blank=True)
    questions = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        verbose_name = _("criterion")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "selection", "key"], name="criterion_key_unique"
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100), name="criterion_weight_in_range"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def anchor_lines(self) -> list[tuple[int, Bilingual]]:
        """Score and what it means, in the order of the scores."""
        return [(row["score"], Bilingual(row["text"])) for row in self.anchors]
