"""The ranking (*graduatoria*) of a call's proposals, and who took a place that became free."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calls.enums import RANKING_TONES, NoProposal, Outcome, RankingState
from calls.models.sending import HEX_DIGEST
from core.access.tenancy import TenantModel
from core.ui.tones import Tone

APPROVED = Q(approved_at__isnull=False, approved_by__isnull=False, act_date__isnull=False) & Q(
    act_number__gt="", act_url__regex=r"^https?://"
)
NOT_APPROVED = Q(
    approved_at__isnull=True, approved_by__isnull=True, act_date__isnull=True,
    act_number="", act_url="",
)  # fmt: skip


class Ranking(TenantModel):
    """One drawing of the order of the proposals; a trigger keeps a final one as it is (C10).

    `rule` is the published rule as it stood: threshold, highest score, places, weights, order of the
    criteria with equal totals. `seed` is that of the lots, one for the call whatever the number of
    drawings. `scores_sha256` covers every score the drawing read. `number` counts the call's drawings.
    A correction `cites` the final ranking it takes the place of, with its public `reason`.
    """

    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="rankings")
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=12, choices=RankingState, default=RankingState.PROVISIONAL
    )
    cites = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    reason = models.TextField(_("reason of the correction"), blank=True)
    rule = models.JSONField()
    seed = models.CharField(_("seed of the lots"), max_length=64)
    scores_sha256 = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    act_number = models.CharField(_("number of the act"), max_length=60, blank=True)
    act_date = models.DateField(_("date of the act"), null=True)
    act_url = models.URLField(_("address of the act"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        ordering: ClassVar = ["-number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "call", "number"], name="ranking_number_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "call"],
                condition=Q(state=RankingState.PROVISIONAL),
                name="ranking_one_provisional_per_call",
            ),
            models.UniqueConstraint(
                fields=["programme", "cites"],
                condition=Q(state=RankingState.FINAL),
                name="ranking_corrected_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RankingState.values), name="ranking_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=RankingState.FINAL) & APPROVED
                | ~Q(state=RankingState.FINAL) & NOT_APPROVED,
                name="ranking_final_with_act_date_and_actor",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drawn_by")),
                name="ranking_drawn_by_one_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=RankingState.REPLACED, replaced_at__isnull=False)
                | ~Q(state=RankingState.REPLACED) & Q(replaced_at__isnull=True),
                name="ranking_replaced_with_date",
            ),
            models.CheckConstraint(
                condition=Q(cites__isnull=True, reason="")
                | Q(cites__isnull=False) & ~Q(reason="") & ~Q(cites=F("pk")),
                name="ranking_correction_cites_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(scores_sha256__regex=HEX_DIGEST, seed__gt=""),
                name="ranking_scores_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} ({self.number})"

    @property
    def tone(self) -> Tone:
        return RANKING_TONES[RankingState(self.state)]

    @property
    def is_final(self) -> bool:
        return self.state == RankingState.FINAL


class RankingEntry(TenantModel):
    """A proposal's place in its territory; append-only, and never added to a ranking that is final.

    `averages` is the mean of each criterion over the `cards`, as the published file writes it, by key.
    `pseudonym` stands for the proposal in that file; it is the same in every ranking of the call.
    `by_lot` tells that lots decided between it and somebody with the very same scores.
    """

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="entries")
    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="ranking_entries"
    )
    territory = models.ForeignKey(
        "programmes.Territory", on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2)
    averages = models.JSONField()
    cards = models.PositiveSmallIntegerField(_("scorecards"))
    pseudonym = models.CharField(max_length=12)
    by_lot = models.BooleanField(default=False)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)

    class Meta:
        ordering: ClassVar = ["territory__position", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "ranking", "submission"], name="ranking_entry_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "ranking", "territory", "position"],
                name="ranking_entry_one_per_position",
            ),
            models.UniqueConstraint(
                fields=["programme", "ranking", "pseudonym"], name="ranking_entry_pseudonym_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="ranking_entry_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, total__gte=0, total__lte=100),
                name="ranking_entry_in_bounds",
            ),
        ]

    @property
    def tone(self) -> Tone:
        return Outcome(self.outcome).tone

    @property
    def outcome_word(self) -> str:
        """As `get_outcome_display`, which translates every choice to find one: a page has hundreds of rows."""
        return str(Outcome(self.outcome).label)


class EmptyPlace(TenantModel):
    """A territory whose place nobody gets: an outcome of its own, with the call's choice (C9).

    `choice` is the setting of the selection as it stood; `next_best`, where the call says so, the
    proposal of another territory that comes next: the body decides on it by an act of its own.
    """

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="empty_places")
    territory = models.ForeignKey(
        "programmes.Territory", on_delete=models.PROTECT, related_name="+"
    )
    choice = models.CharField(max_length=20, choices=NoProposal)
    next_best = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["territory__position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "ranking", "territory"], name="empty_place_once"
            ),
            models.CheckConstraint(
                condition=Q(choice__in=NoProposal.values), name="empty_place_with_choice"
            ),
        ]


class Advance(TenantModel):
    """The next in line took a place that was renounced (*scorrimento*), by an act; append-only."""

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="advances")
    territory = models.ForeignKey(
        "programmes.Territory", on_delete=models.PROTECT, related_name="+"
    )
    renounced = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="left_places"
    )
    selected = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="taken_places"
    )
    act_number = models.CharField(_("number of the act"), max_length=60)
    act_date = models.DateField(_("date of the act"))
    act_url = models.URLField(_("address of the act"), max_length=400)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["decided_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "renounced"], name="advance_one_per_place"
            ),
            models.CheckConstraint(
                condition=Q(act_number__gt="", act_url__regex=r"^https?://"),
                name="advance_with_act",
            ),
            models.CheckConstraint(
                condition=~Q(renounced=F("selected")), name="advance_to_another"
            ),
        ]
