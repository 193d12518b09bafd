"""States, channels and moments of what the portal sends."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    QUEUED = "queued", _("on its way")
    SENT = "sent", _("sent")
    GIVEN_UP = "given_up", _("not delivered")


class Channel(models.TextChoices):
    """How a person wants to hear of one kind of notice; the inbox on the site has it in any case."""

    NOW = "now", _("by e-mail, at once")
    DIGEST = "digest", _("in one e-mail a day")
    NONE = "none", _("only here on the site")


class DigestState(models.TextChoices):
    NOT_ASKED = "not_asked", _("not for the daily e-mail")
    WAITING = "waiting", _("waits for the daily e-mail")
    SENT = "sent", _("was in a daily e-mail")


class DeadlinePrecision(models.TextChoices):
    """How exactly a date is known. A month is never given an invented day."""

    INSTANT = "instant", _("to the minute")
    DAY = "day", _("the day")
    MONTH = "month", _("the month")
    FROM_MONTH = "from_month", _("from that month")
    UNDATED = "undated", _("no date yet")


WITHOUT_A_DAY = frozenset(
    {DeadlinePrecision.MONTH, DeadlinePrecision.FROM_MONTH, DeadlinePrecision.UNDATED}
)
"""No reminder is sent for these (R11)."""

BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""Pause after each failed attempt; there is one attempt more than pauses, over almost two days."""

ATTEMPTS_AT_MOST = len(BACKOFF) + 1
LEASE = timedelta(minutes=3)
"""How long an attempt belongs to one worker; longer than any conversation with a mail server."""
