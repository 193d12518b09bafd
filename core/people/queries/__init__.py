"""Who is who in the open programme. Other apps import from here; the modules are ours."""

from core.people.queries.invitations import (
    digest_of,
    invitation_of_token,
    invitations_for,
    open_invitations,
)
from core.people.queries.networks import (
    names_by_network,
    networks_of,
    organisations_of_network,
    partners_waiting,
    people_of_network,
    visible_networks,
)
from core.people.queries.organisations import (
    Expiry,
    MissingPart,
    expiring_in_record,
    find_organisations,
    missing_in_record,
    organisations_of,
    people_of_organisation,
    visible_organisations,
    with_record,
    with_unverified_iban,
)
from core.people.queries.standing import (
    Standing,
    forget,
    has_role,
    has_second_factor,
    people_with_role,
    roles_in,
    standing_of,
    territories_of,
)
from core.people.queries.ties import KnownTie, tied_networks, ties_by_network, ties_with

__all__ = [
    "Expiry",
    "KnownTie",
    "MissingPart",
    "Standing",
    "digest_of",
    "expiring_in_record",
    "find_organisations",
    "forget",
    "has_role",
    "has_second_factor",
    "invitation_of_token",
    "invitations_for",
    "missing_in_record",
    "names_by_network",
    "networks_of",
    "open_invitations",
    "organisations_of",
    "organisations_of_network",
    "partners_waiting",
    "people_of_network",
    "people_of_organisation",
    "people_with_role",
    "roles_in",
    "standing_of",
    "territories_of",
    "tied_networks",
    "ties_by_network",
    "ties_with",
    "visible_networks",
    "visible_organisations",
    "with_record",
    "with_unverified_iban",
]
