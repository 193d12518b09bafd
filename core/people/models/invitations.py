"""Invitations by e-mail: to a role, to an organisation, to a network."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.access import clock
from core.access.tenancy import TenantModel
from core.people.enums import InvitationPurpose, InvitationState, MemberLevel, RoleName
from core.people.models.roles import GRANTABLE, OF_A_TERRITORY

OPEN = Q(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=True)


class Invitation(TenantModel):
    """A single-use link sent to an address; only the SHA-256 of its token is kept."""

    email = models.EmailField(_("e-mail address"))
    full_name = models.CharField(_("first and last name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, default="it")
    purpose = models.CharField(_("purpose"), max_length=20, choices=InvitationPurpose)
    role = models.CharField(_("role"), max_length=30, choices=RoleName, blank=True)
    territory = models.ForeignKey(
        "programmes.Territory", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.CASCADE, null=True, related_name="invitations"
    )
    level = models.CharField(_("level"), max_length=10, choices=MemberLevel, blank=True)
    network_member = models.ForeignKey(
        "people.NetworkMember", on_delete=models.CASCADE, null=True, related_name="invitations"
    )
    token_digest = models.BinaryField(max_length=32, editable=False)
    sent_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    accepted_from_other_address = models.BooleanField(default=False, editable=False)
    declined_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("invitation")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "token_digest"], name="invitation_token_once"
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invitation_email_in_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(
                    purpose=InvitationPurpose.ROLE,
                    role__in=GRANTABLE,
                    level="",
                    organisation__isnull=True,
                    network_member__isnull=True,
                )
                | Q(
                    purpose=InvitationPurpose.ORGANISATION,
                    role="",
                    level__in=MemberLevel.values,
                    organisation__isnull=False,
                    network_member__isnull=True,
                )
                | Q(
                    purpose=InvitationPurpose.NETWORK,
                    role="",
                    level="",
                    organisation__isnull=True,
                    network_member__isnull=False,
                ),
                name="invitation_purpose_has_its_target",
            ),
            models.CheckConstraint(
                condition=Q(role__in=OF_A_TERRITORY, territory__isnull=False)
                | (~Q(role__in=OF_A_TERRITORY) & Q(territory__isnull=True)),
                name="invitation_territory_for_municipal_officials",
            ),
            models.CheckConstraint(
                condition=OPEN
                | Q(accepted_at__isnull=False, declined_at__isnull=True, revoked_at__isnull=True)
                | Q(accepted_at__isnull=True, declined_at__isnull=False, revoked_at__isnull=True)
                | Q(accepted_at__isnull=True, declined_at__isnull=True, revoked_at__isnull=False),
                name="invitation_answered_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_acceptance_has_date_and_person",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="invitation_revocation_has_date_and_person",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")), name="invitation_expires_after_sending"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["programme", "email"], condition=OPEN, name="invitation_open_by_email"
            ),
        ]

    @property
    def state(self) -> InvitationState:
        """Read from the dates, and from the clock for what nobody answered."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.declined_at:
            return InvitationState.DECLINED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.PENDING if clock.now() < self.expires_at else InvitationState.EXPIRED
