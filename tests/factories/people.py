"""People, organisations and networks for tests, made by the real verbs where one exists."""

from functools import cache
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from core.access import clock
from core.access.models import User
from core.people.domain import members, networks, organisations, roles
from core.people.enums import MemberLevel, NetworkMemberState, OrganisationKind, RoleName
from core.people.models import Network, NetworkMember, Organisation, OrganisationMember
from core.people.queries import forget
from core.people.roles import NEED_SECOND_FACTOR
from tests.factories import programmes

PASSWORD = "una-parola-lunga"
SECRET = "JBSWY3DPEHPK3PXP"
TAX_CODE = "97614510010"
IBAN = "IT60X0542811101000000123456"


def user(name: str = "Ada Prova", *, email: str = "") -> User:
    """A person with a confirmed address; the e-mail follows from the name if none is given."""
    address = email or f"{name.lower().replace(' ', '.')}@example.org"
    return User.objects.create(email=address, password=_hashed(PASSWORD), full_name=name)


@cache
def _hashed(password: str) -> str:
    """Hashing is slow on purpose: once per run is enough."""
    return make_password(password)


def second_factor(person: User) -> User:
    """Give the person a real TOTP authenticator, so that pages of deciding roles open."""
    TOTP.activate(person, SECRET)
    forget(person)
    return person


def with_role(name: RoleName, person: User | None = None, **scope: Any) -> User:
    """A person who holds this role in the open programme, second factor included where needed.

    Granted by itself, as nobody else may be there. `scope`: territory, network or call_id.
    """
    holder = person or user(f"{name.replace('_', ' ').title()} Prova")
    roles.grant_role(user=holder, name=name, by=holder, **scope)
    return second_factor(holder) if name in NEED_SECOND_FACTOR else holder


def coordinator(name: str = "Carla Coordina") -> User:
    return with_role(RoleName.COORDINATOR, user(name))


def facilitator(name: str = "Fabio Facilita") -> User:
    return with_role(RoleName.FACILITATOR, user(name))


def municipal_official(territory: Any = None, name: str = "Mara Municipio") -> User:
    """The official of a territory (Collegno if none is given)."""
    return with_role(
        RoleName.MUNICIPAL_OFFICIAL, user(name), territory=territory or programmes.territory()
    )


def mentor(network: Network, name: str = "Mino Mentore") -> User:
    return with_role(RoleName.MENTOR, user(name), network=network)


def organisation(
    name: str = "Associazione Prova", *, by: User | None = None, **fields: Any
) -> Organisation:
    """An organisation whose manager is `by` (a new person if none is given)."""
    manager = by or user(f"Manager {name}", email=f"{abs(hash(name)) % 10**9}@example.org")
    return organisations.create_organisation(
        by=manager, name=name, **{"kind": OrganisationKind.ETS, **fields}
    )


def member(of: Organisation, level: MemberLevel, person: User | None = None) -> OrganisationMember:
    """A membership of `of` at this level, of a new person if none is given."""
    who = person or user(f"{level.title()} {of.name}", email=f"{level}.{of.pk}@example.org")
    return members.add_member(organisation_id=of.pk, user=who, level=level, by=who, told=False)


def network(
    name: str = "Rete Prova", *, lead: Organisation | None = None, territory: Any = None
) -> Network:
    """An informal network of one organisation, in Collegno unless said otherwise."""
    leader = lead or organisation(f"Capofila di {name}")
    return networks.create_network(
        name=name,
        territory=territory or programmes.territory(),
        lead=leader,
        by=leader.created_by,
    )


def partner(of: Network, organisation_: Organisation | None = None) -> NetworkMember:
    """The membership of an organisation that takes part in the network beside its lead."""
    joining = organisation_ or organisation(f"Partner di {of.name}")
    now = clock.now()
    return NetworkMember.objects.create(
        network=of,
        organisation=joining,
        state=NetworkMemberState.ACTIVE,
        invited_at=now,
        invited_by=of.created_by,
        joined_at=now,
        joined_by=joining.created_by,
    )


def partner_organisation(of: Network) -> Organisation:
    """A new organisation that takes part in the network beside its lead."""
    joining = organisation(f"Partner di {of.name}")
    partner(of, joining)
    return joining
