"""Words of what happens around a draft: how it is signed, and who is invited to join an idea."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ui.tones import Tone


class SigningMode(models.TextChoices):
    """How a call wants its applications signed before they are sent (C15)."""

    NONE = "none", _("no signature: the account that sends is enough")
    DECLARATION = "declaration", _("a declaration of the legal representative, typed here")
    FILE = "file", _("a PDF signed digitally (PAdES or p7m), uploaded here")


class OutreachState(models.TextChoices):
    """Where an actor stands whom a network would like to have with it."""

    TO_INVITE = "to_invite", pgettext_lazy("actor", "to invite")
    INVITED = "invited", pgettext_lazy("actor", "invited")
    ACCEPTED = "accepted", pgettext_lazy("actor", "said yes")
    DECLINED = "declined", pgettext_lazy("actor", "said no")

    @property
    def tone(self) -> Tone:
        return _OUTREACH_TONES[self]


_OUTREACH_TONES: dict[OutreachState, Tone] = {
    OutreachState.TO_INVITE: Tone.DRAFT,
    OutreachState.INVITED: Tone.WAITING,
    OutreachState.ACCEPTED: Tone.SUCCESS,
    OutreachState.DECLINED: Tone.NEUTRAL,
}

OUTREACH_MOVES: dict[OutreachState, frozenset[OutreachState]] = {
    OutreachState.TO_INVITE: frozenset(
        {OutreachState.INVITED, OutreachState.ACCEPTED, OutreachState.DECLINED}
    ),
    OutreachState.INVITED: frozenset({OutreachState.ACCEPTED, OutreachState.DECLINED}),
    OutreachState.ACCEPTED: frozenset(),
    OutreachState.DECLINED: frozenset({OutreachState.INVITED}),
}
"""Somebody who said no may be asked again; who said yes is in the network's own list."""

OPEN_OUTREACH = frozenset({OutreachState.TO_INVITE, OutreachState.INVITED})
