"""Networks (*reti*): organisations that work together on one idea or project."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.people.enums import NetworkForm, NetworkMemberState


class Network(TenantModel):
    """A lead (*capofila*), its partners, and the territory where they work."""

    name = models.CharField(_("name"), max_length=200)
    territory = models.ForeignKey(
        "programmes.Territory",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("territory"),
    )
    lead = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        related_name="led_networks",
        verbose_name=_("lead organisation"),
    )
    form = models.CharField(
        _("form"), max_length=20, choices=NetworkForm, default=NetworkForm.INFORMAL
    )
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("network")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(form__in=NetworkForm.values), name="network_form_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "name", "id"], name="network_by_name")
        ]

    def __str__(self) -> str:
        return self.name


class NetworkFormChange(TenantModel):
    """A step in the network's growth: never changed, so that the history can be told."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="form_changes")
    form = models.CharField(_("form"), max_length=20, choices=NetworkForm)
    since = models.DateField(_("since"))
    reference = models.CharField(_("document"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("change of form")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(form__in=NetworkForm.values), name="networkformchange_form_known"
            ),
        ]


class NetworkMember(TenantModel):
    """An organisation in a network, or the place kept for one that was invited.

    A partner may have neither account nor organisation yet: until it answers, `organisation` is empty
    and `invited_name` is what the inviting person called it.
    """

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="network_memberships",
    )
    invited_name = models.CharField(_("name of the partner"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=NetworkMemberState)
    invited_at = models.DateTimeField(editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    joined_at = models.DateTimeField(null=True, editable=False)
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("member of a network")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "network", "organisation"],
                condition=Q(state=NetworkMemberState.ACTIVE),
                name="networkmember_organisation_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=NetworkMemberState.INVITED, joined_at__isnull=True, closed_at__isnull=True
                )
                | Q(
                    state=NetworkMemberState.ACTIVE,
                    organisation__isnull=False,
                    joined_at__isnull=False,
                    closed_at__isnull=True,
                )
                | Q(
                    state=NetworkMemberState.LEFT,
                    organisation__isnull=False,
                    joined_at__isnull=False,
                    closed_at__isnull=False,
                )
                | Q(
                    state=NetworkMemberState.DECLINED,
                    joined_at__isnull=True,
                    closed_at__isnull=False,
                ),
                name="networkmember_state_has_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(joined_at__isnull=True, joined_by__isnull=True)
                | Q(joined_at__isnull=False, joined_by__isnull=False),
                name="networkmember_joining_has_date_and_person",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(closed_by__isnull=True),
                name="networkmember_closing_person_has_date",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(invited_name=""),
                name="networkmember_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name if self.organisation else self.invited_name
