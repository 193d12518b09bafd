"""What an operator may do to an account."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountAct(models.TextChoices):
    RESET_SECOND_FACTOR = "reset_second_factor", _("second factor reset")
    MAKE_OPERATOR = "make_operator", _("made a platform operator")
