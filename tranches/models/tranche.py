"""An instalment (*tranche*) of a contribution, from the plan to the receipt."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ui.tones import Tone
from tranches.enums import (
    GIVEN_OPINIONS,
    MOVING,
    SUSPENDABLE,
    TONES,
    OpinionKind,
    TrancheState,
)
from tranches.models.grant import Grant
from tranches.models.plan import ShareModel

S = TrancheState
PERSON = settings.AUTH_USER_MODEL
NEVER_ASKED = frozenset({S.PLANNED})
CHECKED = frozenset({S.VERIFIED, S.OPINION_GIVEN, S.APPROVED, S.ORDERED, S.PAID})
APPROVED = frozenset({S.APPROVED, S.ORDERED, S.PAID})
ORDERED = frozenset({S.ORDERED, S.PAID})


def _done(name: str) -> Q:
    return Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})


def _not_done(name: str) -> Q:
    return Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True})


def _tied(
    name: str, *, needed: frozenset[S], free: frozenset[S] = frozenset()
) -> models.CheckConstraint:
    """Time and actor stand together: always in `needed`, perhaps in `free`, nowhere else."""
    condition = (
        Q(state__in=sorted(needed)) & _done(name)
        | Q(state__in=sorted(free)) & (_done(name) | _not_done(name))
        | ~Q(state__in=sorted(needed | free)) & _not_done(name)
    )
    return models.CheckConstraint(condition=condition, name=f"tranche_{name}_with_date_and_actor")


def _others(later: str, *earlier: str) -> models.CheckConstraint:
    """Who does the later step did none of the earlier ones (T4)."""
    condition = Q(**{f"{later}_by__isnull": True})
    same = Q()
    for name in earlier:
        same |= Q(**{f"{later}_by": F(f"{name}_by"), f"{name}_by__isnull": False})
    return models.CheckConstraint(
        condition=condition | ~same, name=f"tranche_{later}_by_another_person"
    )


class Tranche(ShareModel):
    """`amount` is in euro and, with its sisters, makes the grant's: the database holds it (T1).

    Who asked, checked, approved and ordered are different people (T4). A request sent back keeps the
    date of the asking; everything that followed is cleared, and the register remembers it.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="tranches")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    state = models.CharField(_("state"), max_length=15, choices=TrancheState, default=S.PLANNED)
    requested_at = models.DateTimeField(_("requested"), null=True, editable=False)
    requested_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    request_note = models.TextField(_("note of the applicant"), blank=True)
    verified_at = models.DateTimeField(_("checked"), null=True, editable=False)
    verified_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    verify_note = models.TextField(_("result of the check"), blank=True)
    opinion = models.CharField(_("opinion"), max_length=15, choices=OpinionKind, blank=True)
    opinion_text = models.TextField(_("text of the opinion"), blank=True)
    opinion_due = models.DateField(_("opinion by"), null=True, editable=False)
    opinion_at = models.DateTimeField(_("opinion given"), null=True, editable=False)
    opinion_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    ordered_at = models.DateTimeField(_("ordered"), null=True, editable=False)
    ordered_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    paid_at = models.DateTimeField(_("paid"), null=True, editable=False)
    paid_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    returned_at = models.DateTimeField(_("returned"), null=True, editable=False)
    returned_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    return_reason = models.TextField(_("reasons"), blank=True)
    suspended_at = models.DateTimeField(_("suspended"), null=True, editable=False)
    suspended_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    suspended_from = models.CharField(max_length=15, blank=True, editable=False)
    suspend_reason = models.TextField(_("reason"), blank=True)

    class Meta(ShareModel.Meta):
        verbose_name = _("tranche")
        verbose_name_plural = _("tranches")
        ordering: ClassVar = ["position"]
        indexes: ClassVar = [
            models.Index(fields=["programme", "state"], name="tranche_by_state"),
        ]
        constraints: ClassVar = [
            *ShareModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "grant", "position"], name="tranche_position_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "grant"],
                condition=Q(state__in=sorted(MOVING)),
                name="tranche_one_in_flight",
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="tranche_state_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="tranche_amount_not_negative"),
            _tied("requested", needed=frozenset(S) - NEVER_ASKED),
            _tied("verified", needed=CHECKED, free=frozenset({S.SUSPENDED})),
            _tied("approved", needed=APPROVED, free=frozenset({S.SUSPENDED})),
            _tied("ordered", needed=ORDERED),
            _tied("paid", needed=frozenset({S.PAID})),
            _tied("returned", needed=frozenset({S.RETURNED})),
            _tied("suspended", needed=frozenset({S.SUSPENDED})),
            models.CheckConstraint(
                condition=Q(opinion="") & _not_done("opinion")
                | Q(opinion__in=GIVEN_OPINIONS) & _done("opinion")
                | Q(
                    opinion=OpinionKind.NOT_GIVEN,
                    opinion_at__isnull=False,
                    opinion_by__isnull=True,
                    opinion_due__isnull=False,
                ),
                name="tranche_opinion_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.OPINION_GIVEN) | ~Q(opinion=""),
                name="tranche_opinion_given_says_which",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.PLANNED, S.REQUESTED, S.VERIFIED, S.RETURNED])
                | Q(opinion=""),
                name="tranche_no_opinion_before_the_check",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.RETURNED) | ~Q(return_reason=""),
                name="tranche_returned_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(state=S.SUSPENDED, suspended_from__in=sorted(SUSPENDABLE))
                & ~Q(suspend_reason="")
                | ~Q(state=S.SUSPENDED) & Q(suspended_from=""),
                name="tranche_suspended_with_reason",
            ),
            _others("verified", "requested"),
            _others("approved", "requested", "verified"),
            _others("ordered", "requested", "verified", "approved"),
            _others("paid", "requested", "verified", "approved"),
        ]

    def __str__(self) -> str:
        return f"{self.position}"

    @property
    def tone(self) -> Tone:
        return TONES[TrancheState(self.state)]
