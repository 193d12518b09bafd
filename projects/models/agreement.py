"""The agreement (*convenzione*) between the body and the lead organisation (L. 241/1990 art. 11)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.ui.tones import Tone
from projects.enums import AgreementState, Party, SignatureMethod

CUP_SHAPE = r"^[A-Z]\d{2}[A-Z]\d{11}$"


class Agreement(TenantModel):
    """One per project. A draft is changed freely; once in force nothing of it changes (database).

    `cup` is the project code (*codice unico di progetto*, L. 3/2003 art. 11): a financing act without it
    is null (DL 76/2020 art. 41). It has no check digit: until somebody finds it on OpenCUP, and says so
    in `cup_checked_at`, it counts as given and not checked.
    """

    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="agreements"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AgreementState, default=AgreementState.DRAFT
    )
    text = models.TextField(_("text and terms"))
    cup = models.CharField(_("CUP"), max_length=15, blank=True)
    cup_required = models.BooleanField(default=True, editable=False)
    cup_checked_at = models.DateTimeField(null=True, editable=False)
    cup_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_document = models.ForeignKey(
        "documents.Document",
        verbose_name=_("signed file"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    drafted_at = models.DateTimeField(editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    in_force_since = models.DateField(_("in force since"), null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "project"], name="agreement_one_per_project"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AgreementState.values), name="agreement_state_known"
            ),
            models.CheckConstraint(
                condition=Q(cup="") | Q(cup__regex=CUP_SHAPE), name="agreement_cup_shape"
            ),
            models.CheckConstraint(
                condition=Q(cup_checked_at=None, cup_checked_by=None)
                | Q(cup_checked_at__isnull=False, cup_checked_by__isnull=False, cup__gt=""),
                name="agreement_cup_checked_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=AgreementState.DRAFT,
                    in_force_since=None,
                    approved_at=None,
                    approved_by=None,
                )
                | Q(
                    state=AgreementState.IN_FORCE,
                    in_force_since__isnull=False,
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                ),
                name="agreement_in_force_with_date_and_actor",
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.DRAFT)
                | Q(signed_document__isnull=False)
                & ~Q(text="")
                & (Q(cup__gt="") | Q(cup_required=False)),
                name="agreement_in_force_with_cup_text_file",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)

    @property
    def is_in_force(self) -> bool:
        return self.state == AgreementState.IN_FORCE

    @property
    def tone(self) -> Tone:
        return AgreementState(self.state).tone


class Signature(TenantModel):
    """The declaration that somebody signed for one of the parties: who, as what, when and how.

    The portal declares, it does not check a digital signature: that is read from the file itself.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    party = models.CharField(_("for"), max_length=10, choices=Party)
    name = models.CharField(_("who signed"), max_length=150)
    role = models.CharField(_("as"), max_length=150)
    signed_on = models.DateField(_("signed on"))
    method = models.CharField(_("how"), max_length=15, choices=SignatureMethod)
    declared_at = models.DateTimeField(editable=False)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering: ClassVar = ["party", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "agreement", "party"], name="signature_one_per_party"
            ),
            models.CheckConstraint(
                condition=Q(party__in=Party.values), name="signature_party_known"
            ),
            models.CheckConstraint(
                condition=Q(method__in=SignatureMethod.values), name="signature_method_known"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(role=""), name="signature_with_name_and_role"
            ),
        ]

    def __str__(self) -> str:
        return self.name
