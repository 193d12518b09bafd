"""People of a programme: organisations, networks, roles, invitations, ties."""

from core.people.models.invitations import Invitation
from core.people.models.networks import Network, NetworkFormChange, NetworkMember
from core.people.models.organisations import (
    ContactPerson,
    Organisation,
    OrganisationMember,
    Registration,
    Signatory,
)
from core.people.models.roles import Delegation, Role, Tie

__all__ = [
    "ContactPerson",
    "Delegation",
    "Invitation",
    "Network",
    "NetworkFormChange",
    "NetworkMember",
    "Organisation",
    "OrganisationMember",
    "Registration",
    "Role",
    "Signatory",
    "Tie",
]
