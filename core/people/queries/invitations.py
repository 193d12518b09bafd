"""Invitations: by their token, by the address of whoever signed in, by what they lead to."""

import hashlib

from django.db.models import Q, QuerySet

from core.access import clock
from core.access.models import User
from core.people.models import Invitation, Network, Organisation
from core.people.models.invitations import OPEN


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def invitation_of_token(token: str) -> Invitation | None:
    """The invitation that this link opens, whatever its state; None for any other link."""
    return _with_targets().filter(token_digest=digest_of(token)).first()


def invitations_for(user: User) -> QuerySet[Invitation]:
    """Invitations to the person's own address that wait for an answer."""
    return (
        _with_targets()
        .filter(OPEN, email=user.email.lower(), expires_at__gt=clock.now())
        .order_by("expires_at", "pk")
    )


def open_invitations(
    *, organisation: Organisation | None = None, network: Network | None = None
) -> QuerySet[Invitation]:
    """Unanswered invitations, expired ones included: to an organisation, a network, or to roles."""
    if organisation is not None:
        target = Q(organisation=organisation)
    elif network is not None:
        target = Q(network_member__network=network)
    else:
        target = Q(organisation__isnull=True, network_member__isnull=True)
    return _with_targets().filter(OPEN & target).order_by("-sent_at", "pk")


def _with_targets() -> QuerySet[Invitation]:
    return Invitation.objects.select_related(
        "organisation", "network_member__network", "territory", "invited_by"
    )
