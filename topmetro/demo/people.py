"""The demo's invented people: one account for each role, all with the same known password.

Nobody here exists; addresses are at example.org, which receives no mail.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from core.access import clock
from core.access.models import User
from core.people.enums import LEVELS_THAT_MANAGE, RoleName
from core.people.models import Network
from core.people.queries import people_of_network
from core.people.roles import NEED_SECOND_FACTOR

if TYPE_CHECKING:
    from core.access.blocked import Text

PASSWORD = "prova-topmetro"  # noqa: S105 - shown on the sign-in page of the demo, and only there
TOP_METRO = "top-metro-fa-bene"
VICINATO = "vicinato-in-comune"
NAMES = {TOP_METRO: "Top Metro Fa Bene", VICINATO: "Vicinato in Comune"}


@dataclass(frozen=True)
class Account:
    """An account that can be tried. `role` is a role of the programme; None: the platform's operator."""

    name: str
    slug: str
    name_of_role: RoleName | None
    territory: str = ""
    """ISTAT code, for municipal officials."""
    tries: "Text" = ""
    """What can be tried with it, where the role alone does not say."""

    @property
    def email(self) -> str:
        return address_of(self.name)

    @property
    def password(self) -> str:
        return PASSWORD

    @property
    def role(self) -> str:
        return str(self.name_of_role.label if self.name_of_role else _("platform operator"))

    @property
    def programme(self) -> str:
        return NAMES.get(self.slug, "")

    @property
    def totp_secret(self) -> str:
        """Empty where the role needs no second factor; else the same at every installation."""
        if self.name_of_role is not None and self.name_of_role not in NEED_SECOND_FACTOR:
            return ""
        digest = hashlib.sha1(self.email.encode(), usedforsecurity=False).digest()
        return base64.b32encode(digest).decode()


OPERATOR = Account("Sandra Piattaforma", "", None)
STAFF = (
    Account("Giulia Ferrero", TOP_METRO, RoleName.COORDINATOR),
    Account("Marco Bonino", TOP_METRO, RoleName.FACILITATOR),
    Account("Lorenza Chiesa", TOP_METRO, RoleName.MENTOR),
    Account("Piero Vottero", TOP_METRO, RoleName.VERIFIER),
    Account("Anna Cavallo", TOP_METRO, RoleName.METROPOLITAN_OFFICIAL),
    Account("Roberto Scotti", TOP_METRO, RoleName.FINANCE_OFFICER),
    Account("Daniela Rossetto", TOP_METRO, RoleName.MUNICIPAL_OFFICIAL, "001219"),
    Account("Enrico Musso", TOP_METRO, RoleName.MUNICIPAL_OFFICIAL, "001090"),
    Account("Claudia Perrone", TOP_METRO, RoleName.MUNICIPAL_OFFICIAL, "001120"),
    Account("Vittorio Gamba", TOP_METRO, RoleName.MUNICIPAL_OFFICIAL, "001156"),
    Account("Nadia Ferraro", TOP_METRO, RoleName.MUNICIPAL_OFFICIAL, "001292"),
    Account("Elena Barbero", TOP_METRO, RoleName.EVALUATOR),
    Account("Giorgio Valle", TOP_METRO, RoleName.SCIENTIFIC_EDITOR),
    Account("Sofia Mancini", TOP_METRO, RoleName.PARTICIPANT),
)
COMMISSION = (
    Account("Laura Bertolino", TOP_METRO, RoleName.COMMISSION_CHAIR),
    Account("Michele Audino", TOP_METRO, RoleName.COMMISSION_MEMBER),
    Account("Rita Giordano", TOP_METRO, RoleName.COMMISSION_SECRETARY),
    Account("Franco Oberto", TOP_METRO, RoleName.COMMISSION_ALTERNATE),
)
ORGANISATION = (
    Account("Beatrice Allasia", TOP_METRO, RoleName.ORGANISATION_SIGNATORY),
    Account("Simone Prato", TOP_METRO, RoleName.ORGANISATION_MANAGER),
    Account("Irene Rolando", TOP_METRO, RoleName.ORGANISATION_EDITOR),
    Account("Carla Negro", TOP_METRO, RoleName.ORGANISATION_VIEWER),
)
JURY = (
    Account(
        "Bruna Talpo",
        VICINATO,
        RoleName.COMMISSION_CHAIR,
        tries=_(
            "one card for the whole commission, applications to give out, scores to change, a card to"
            " set aside, a simulation"
        ),
    ),
    Account(
        "Lapo Ferrigno",
        VICINATO,
        RoleName.COMMISSION_MEMBER,
        tries=_("scoring without names, on two applications of three; reading together"),
    ),
    Account(
        "Zita Colonnello",
        VICINATO,
        RoleName.COMMISSION_MEMBER,
        tries=_("a tie that arose after the card was handed in, to declare"),
    ),
    Account(
        "Omar Bevilacqua",
        VICINATO,
        RoleName.COMMISSION_SECRETARY,
        tries=_("minutes, and a card to set aside"),
    ),
    Account(
        "Ines Malfatti",
        VICINATO,
        RoleName.COMMISSION_ALTERNATE,
        tries=_("called once the member with a tie has declared it"),
    ),
)
"""The commission of each call of the second programme."""
OTHER_PROGRAMME = (
    Account("Teo Marangon", VICINATO, RoleName.COORDINATOR),
    Account("Ilaria Fontana", VICINATO, RoleName.FACILITATOR),
    Account(
        "Dora Ziliotto",
        VICINATO,
        RoleName.ORGANISATION_SIGNATORY,
        tries=_("an answer to a call that is open now"),
    ),
    Account(
        "Gemma Roveri",
        VICINATO,
        RoleName.METROPOLITAN_OFFICIAL,
        tries=_("a district's empty place to decide on"),
    ),
    *JURY,
)
NEIGHBOURS = (OTHER_PROGRAMME[1], OTHER_PROGRAMME[3])
"""Who works on the second programme from its beginning, beside its coordinator."""
ONE_EACH = frozenset({RoleName.MUNICIPAL_OFFICIAL})


def accounts() -> list[Account]:
    """One account for each role, in the order in which the sign-in page shows them."""
    shown: list[Account] = []
    for account in (*STAFF, *COMMISSION, *ORGANISATION):
        repeated = any(other.name_of_role == account.name_of_role for other in shown)
        if account.name_of_role not in ONE_EACH or not repeated:
            shown.append(account)
    return [*shown, *OTHER_PROGRAMME, OPERATOR]


def account_of(name: str) -> Account | None:
    cast = (*STAFF, *COMMISSION, *ORGANISATION, *OTHER_PROGRAMME, OPERATOR)
    return next((account for account in cast if account.name == name), None)


def address_of(name: str) -> str:
    """giulia.ferrero@example.org"""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join("".join(c if c.isalnum() else " " for c in plain).split()) + "@example.org"


def person(name: str, *, since: datetime) -> User:
    """The account of this invented person, made with a confirmed address the first time."""
    email = address_of(name)
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    account = account_of(name)
    made = User.objects.create(
        email=email,
        full_name=name,
        password=_hashed(),
        date_joined=since,
        is_platform_operator=account is OPERATOR,
    )
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    if account and account.totp_secret:
        TOTP.activate(made, account.totp_secret)
        Authenticator.objects.filter(user=made).update(created_at=since)
    return made


def played_by(name: str) -> User:
    """Who acts in a scene: the person of this name, at the instant that is being played."""
    return person(name, since=clock.now())


def signer_of(network: Network) -> User:
    """Who signs for a network: the first who came to its lead organisation."""
    signers = people_of_network(network, levels=LEVELS_THAT_MANAGE, lead_only=True)
    return signers.order_by("date_joined", "pk")[0]


@cache
def _hashed() -> str:
    """Hashed once: sixty people with one known password gain nothing from sixty slow hashes."""
    return make_password(PASSWORD)
