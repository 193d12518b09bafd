"""Roles granted to people, their delegation, and the ties between people and networks."""

from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, UUIDField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.access import clock
from core.access.tenancy import TenantModel
from core.people.enums import ORGANISATION_ROLES, RoleName, TieKind, TieOrigin
from core.people.models.periods import Period, PeriodModel
from core.people.roles import NEED_SECOND_FACTOR

NOTHING = UUID(int=0)
GRANTABLE = [name.value for name in RoleName if name not in ORGANISATION_ROLES]
OF_A_TERRITORY = [RoleName.MUNICIPAL_OFFICIAL.value]
OF_A_NETWORK = [RoleName.MENTOR.value]
OF_A_CALL = [
    RoleName.COMMISSION_CHAIR.value,
    RoleName.COMMISSION_MEMBER.value,
    RoleName.COMMISSION_SECRETARY.value,
    RoleName.COMMISSION_ALTERNATE.value,
]


def _or_nothing(field: str) -> Coalesce:
    """Two absent scopes are the same scope: NULL would never conflict."""
    return Coalesce(F(field), Value(NOTHING), output_field=UUIDField())


class Role(PeriodModel):
    """A role that was granted to a person: over the programme, a territory, a network or a call.

    A mentor without a network is on the list of mentors and accompanies nobody yet. `call_id` is a
    plain key: calls stand above this app, which must not refer to them.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("role"), max_length=30, choices=RoleName)
    territory = models.ForeignKey(
        "programmes.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("territory"),
    )
    network = models.ForeignKey(
        "people.Network",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("network"),
    )
    call_id = models.UUIDField(null=True, blank=True)
    act_reference = models.CharField(_("act of appointment"), max_length=200, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )

    class Meta(PeriodModel.Meta):
        verbose_name = _("role")
        constraints: ClassVar = [
            *PeriodModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(name__in=GRANTABLE), name="role_name_can_be_granted"
            ),
            models.CheckConstraint(
                condition=Q(name__in=OF_A_TERRITORY, territory__isnull=False)
                | (~Q(name__in=OF_A_TERRITORY) & Q(territory__isnull=True)),
                name="role_territory_for_municipal_officials",
            ),
            models.CheckConstraint(
                condition=Q(network__isnull=True) | Q(name__in=OF_A_NETWORK),
                name="role_network_only_for_mentors",
            ),
            models.CheckConstraint(
                condition=Q(name__in=OF_A_CALL, call_id__isnull=False)
                | (~Q(name__in=OF_A_CALL) & Q(call_id__isnull=True)),
                name="role_call_for_commissions",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(ends_on__isnull=False),
                name="role_end_has_its_date",
            ),
            ExclusionConstraint(
                name="role_once_per_person_and_scope",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    (_or_nothing("territory"), RangeOperators.EQUAL),
                    (_or_nothing("network"), RangeOperators.EQUAL),
                    (_or_nothing("call_id"), RangeOperators.EQUAL),
                    (Period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["programme", "user"], name="role_by_person")]

    @property
    def needs_second_factor(self) -> bool:
        """Whether who acts in it must have one: it decides for others, or pays."""
        return self.name in NEED_SECOND_FACTOR


class Delegation(PeriodModel):
    """A dated act by which the holder of a role lets another person act in it for a time (T12)."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    act_reference = models.CharField(_("act"), max_length=200)
    act_date = models.DateField(_("date of the act"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta(PeriodModel.Meta):
        verbose_name = _("delegation")
        constraints: ClassVar = [
            *PeriodModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False), name="delegation_has_an_end"
            ),
            models.CheckConstraint(condition=~Q(act_reference=""), name="delegation_cites_its_act"),
            ExclusionConstraint(
                name="delegation_once_per_role_and_delegate",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("delegate", RangeOperators.EQUAL),
                    (Period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None for one that was ended before it began."""
        held = self.ends_on is not None and self.ends_on > self.starts_on
        return self.ends_on - timedelta(days=1) if held and self.ends_on else None

    @property
    def is_over(self) -> bool:
        """From its last day on, which is not included."""
        return self.ends_on is not None and self.ends_on <= clock.today()


class Tie(TenantModel):
    """A bond between a person and a network, declared or written by the part that knows of it.

    What can be read from memberships and roles is not stored: see `queries.ties_with`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    network = models.ForeignKey("people.Network", on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(_("kind of tie"), max_length=20, choices=TieKind)
    origin = models.CharField(max_length=10, choices=TieOrigin, default=TieOrigin.DECLARED)
    declared_on = models.DateField(_("declared on"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )

    class Meta:
        verbose_name = _("tie")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "user", "network", "kind"],
                condition=Q(ended_on__isnull=True),
                name="tie_once_per_person_network_and_kind",
            ),
            models.CheckConstraint(condition=Q(kind__in=TieKind.values), name="tie_kind_known"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_on__gte=F("declared_on"), ended_by__isnull=False),
                name="tie_end_has_date_and_person",
            ),
        ]
