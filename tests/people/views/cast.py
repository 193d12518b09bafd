"""The cast of every view's test: people who stand in different places before one organisation."""

from dataclasses import dataclass

from core.access.models import User
from core.people.enums import MemberLevel
from core.people.models import Network, Organisation
from tests.factories import people, programmes


@dataclass(frozen=True)
class Cast:
    """`people` by name; a stranger has an account and nothing else, `other_network` leads another."""

    organisation: Organisation
    network: Network
    people: dict[str, User]


def cast() -> Cast:
    """A network of two organisations, with everybody who could ask for its pages."""
    owner = people.user("Olga Owner")
    organisation = people.organisation(
        "Orti di Collegno", by=owner, tax_code=people.TAX_CODE, iban=people.IBAN
    )
    network = people.network("Rete degli orti", lead=organisation)
    partner = people.partner_organisation(network)
    elsewhere = people.network("Altra rete", territory=programmes.territory("Rivoli"))
    return Cast(
        organisation,
        network,
        {
            "owner": owner,
            "colleague": people.member(organisation, MemberLevel.EDITOR).user,
            "viewer": people.member(organisation, MemberLevel.VIEWER).user,
            "partner": partner.created_by,
            "other_network": elsewhere.created_by,
            "stranger": people.user("Zoe Estranea"),
            "coordinator": people.coordinator(),
            "facilitator": people.facilitator(),
            "mentor": people.mentor(network),
            "official": people.municipal_official(network.territory),
            "official_elsewhere": people.municipal_official(
                programmes.territory("Rivoli"), "Remo Rivoli"
            ),
        },
    )


ROLES = (
    "owner",
    "colleague",
    "viewer",
    "partner",
    "other_network",
    "stranger",
    "coordinator",
    "facilitator",
    "mentor",
    "official",
    "official_elsewhere",
    "anonymous",
)
