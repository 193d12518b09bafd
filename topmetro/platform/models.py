"""What was done to accounts by whoever runs the installation.

The decision register belongs to programmes; an account belongs to none, so its record stands here.
Rows name nobody: they hold keys, which lead nowhere once an account is erased.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access.keys import new_id
from topmetro.platform.enums import AccountAct


class AccountEvent(models.Model):
    """One act on one account. Never changed or removed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(_("instant"))
    act = models.CharField(_("act"), max_length=30, choices=AccountAct)
    account = models.UUIDField(_("account"))
    operator = models.UUIDField(_("operator"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("act on an account")
        indexes: ClassVar = [
            models.Index(fields=["account", "at"], name="account_event_of_account")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(act__in=AccountAct.values), name="account_event_act_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(act=AccountAct.RESET_SECOND_FACTOR)
                | (models.Q(operator__isnull=False) & ~models.Q(reason="")),
                name="account_event_reset_has_operator_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(AccountAct(self.act).label)
