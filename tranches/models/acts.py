"""The acts by which the body says that a sum is due, and their publication (D.Lgs. 33/2013 art. 26–27)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from tranches.enums import ActKind
from tranches.models.tranche import Tranche


class Act(TenantModel):
    """A settlement act (*atto di liquidazione*), adopted in the body's own system; never changed.

    It keeps the fields of art. 27 c. 1 as they were on its day: beneficiary and fiscal data, amount,
    norm or title, office and responsible officer, how the beneficiary was chosen, CUP. `url` is the
    act's address on the administration's own site.
    """

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(
        _("kind of act"), max_length=15, choices=ActKind, default=ActKind.DETERMINATION
    )
    number = models.CharField(_("number of the act"), max_length=60)
    date = models.DateField(_("date of the act"))
    url = models.URLField(_("address of the act"), max_length=500, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    beneficiary_name = models.CharField(_("beneficiary"), max_length=200)
    tax_code = models.CharField(_("codice fiscale"), max_length=16)
    vat_number = models.CharField(_("partita IVA"), max_length=11, blank=True)
    legal_basis = models.CharField(_("norm or title of the grant"), max_length=300)
    office = models.CharField(_("office"), max_length=200)
    responsible = models.CharField(_("officer in charge"), max_length=150)
    selection_method = models.CharField(_("how the beneficiary was chosen"), max_length=300)
    cv_url = models.URLField(_("curriculum of the person in charge"), max_length=500, blank=True)
    cup = models.CharField(_("CUP"), max_length=15, blank=True)
    adopted_at = models.DateTimeField(editable=False)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "tranche"], name="act_one_per_tranche"),
            models.CheckConstraint(condition=Q(kind__in=ActKind.values), name="act_kind_known"),
            models.CheckConstraint(
                condition=~Q(number="")
                & ~Q(beneficiary_name="")
                & ~Q(tax_code="")
                & ~Q(legal_basis="")
                & ~Q(office="")
                & ~Q(responsible="")
                & ~Q(selection_method=""),
                name="act_with_the_fields_of_the_law",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="act_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return self.number


class ActPublication(TenantModel):
    """Where and when the administration published the act; from then on the portal shows its copy.

    Publication is a condition of effectiveness and precedes payment (art. 26 c. 3); never changed.
    """

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="publications")
    url = models.URLField(_("address on the administration's section"), max_length=500)
    published_on = models.DateField(_("published on"))
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("publication")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "act"], name="actpublication_once"),
            models.CheckConstraint(condition=~Q(url=""), name="actpublication_with_address"),
        ]
