"""Organisations that a person belongs to, or may know of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from core.access import clock
from core.access.models import User
from core.people.enums import MemberLevel, NetworkMemberState, OrganisationKind, RoleName
from core.people.models import (
    ContactPerson,
    NetworkMember,
    Organisation,
    OrganisationMember,
    Registration,
    Signatory,
)
from core.people.models.periods import current
from core.people.queries.standing import NOBODY, Person, standing_of

if TYPE_CHECKING:
    from core.access.blocked import Text

SEE_EVERY_ORGANISATION = (
    RoleName.COORDINATOR,
    RoleName.FACILITATOR,
    RoleName.VERIFIER,
    RoleName.METROPOLITAN_OFFICIAL,
    RoleName.FINANCE_OFFICER,
    RoleName.EVALUATOR,
)
EXPIRES_SOON = timedelta(days=60)
CHECK_HOLDS = timedelta(days=365)


def organisations_of(
    user: Person, *, levels: Iterable[MemberLevel] = tuple(MemberLevel)
) -> QuerySet[Organisation]:
    """Organisations for which the person acts today, at one of these levels."""
    keys = standing_of(user).organisations_at(frozenset(levels))
    return Organisation.objects.filter(pk__in=keys).order_by("name", "pk")


def visible_organisations(user: Person) -> QuerySet[Organisation]:
    """Organisations that the person may know of: theirs, those of their networks, or by role."""
    standing = standing_of(user)
    rows = Organisation.objects.order_by("name", "pk")
    if standing.holds(*SEE_EVERY_ORGANISATION):
        return rows
    if standing == NOBODY:
        return rows.none()
    own = frozenset(standing.organisations)
    active = NetworkMember.objects.filter(state=NetworkMemberState.ACTIVE)
    near = active.filter(
        Q(network__in=active.filter(organisation__in=own).values("network"))
        | Q(network__in=standing.accompanied)
        | Q(network__territory__in=standing.territories)
    )
    return rows.filter(
        Q(pk__in=own)
        | Q(territory__in=standing.territories)
        | Q(pk__in=near.values("organisation"))
    )


def find_organisations(rows: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    """Narrow a list by name, codice fiscale or partita IVA, as typed by a person."""
    code = words.replace(" ", "").upper()
    return rows.filter(
        Q(name__icontains=words) | Q(tax_code__startswith=code) | Q(vat_number__startswith=code)
    )


def people_of_organisation(
    organisation: Organisation, *, levels: Iterable[MemberLevel] = tuple(MemberLevel)
) -> QuerySet[User]:
    """Active accounts that act for the organisation today, at one of these levels."""
    members = OrganisationMember.objects.filter(
        current(), organisation=organisation, level__in=list(levels)
    )
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by(
        "full_name", "pk"
    )


def with_record(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Annotate what `missing_in_record` asks of other tables, so that a list costs no further query."""
    own = {"organisation": OuterRef("pk")}
    return rows.annotate(
        has_contact=Exists(ContactPerson.objects.filter(current(), **own)),
        has_representative=Exists(Signatory.objects.filter(current(), by_office=True, **own)),
        has_registration=Exists(Registration.objects.filter(**own)),
    )


@dataclass(frozen=True)
class MissingPart:
    """Something that a record lacks; `part` is record, contact, representative or registration.

    `field` names that of the record which is empty; the other parts are rows of their own.
    """

    part: str
    message: str
    field: str = ""


def missing_in_record(organisation: Organisation) -> list[MissingPart]:
    """What the record still lacks, in the user's language; an informal group needs little.

    One query, none if the organisation comes from `with_record`.
    """
    facts: Any = organisation
    if not hasattr(facts, "has_contact"):
        facts = with_record(Organisation.objects.filter(pk=organisation.pk)).get()
    lacking = [
        (not organisation.municipality, "record.municipality", _("The municipality of the seat.")),
        (not facts.has_contact, "contact", _("A contact person.")),
    ]
    if not organisation.is_informal:
        is_ets = organisation.kind == OrganisationKind.ETS
        register = _("The entry in RUNTS, or in the register in force at the date of the call.")
        lacking += [
            (not organisation.legal_form, "record.legal_form", _("The legal form.")),
            (not organisation.tax_code, "record.tax_code", _("The codice fiscale.")),
            (not organisation.pec, "record.pec", _("The certified e-mail address (PEC).")),
            (not facts.has_representative, "representative", _("The legal representative.")),
            (is_ets and not facts.has_registration, "registration", register),
            (not organisation.iban, "record.iban", _("The IBAN: without it nothing can be paid.")),
        ]
    return [
        MissingPart(part.partition(".")[0], message, part.partition(".")[2])
        for is_lacking, part, message in lacking
        if is_lacking
    ]


@dataclass(frozen=True)
class Expiry:
    """Something of the record that ends, or whose check grows old."""

    what: "Text"
    on: date


def expiring_in_record(organisation: Organisation) -> list[Expiry]:
    """What ends within sixty days or has a check older than a year, soonest first. Two queries."""
    until = clock.today() + EXPIRES_SOON
    ending = [
        Expiry(_("Power to sign of %(name)s") % {"name": one.full_name}, one.ends_on)
        for one in Signatory.objects.filter(
            current(), organisation=organisation, ends_on__lte=until
        )
        if one.ends_on
    ]
    old = organisation.registrations.filter(checked_on__lte=until - CHECK_HOLDS)
    ageing = [
        Expiry(
            _("Check of the entry in %(register)s") % {"register": one},
            one.checked_on + CHECK_HOLDS,
        )
        for one in old
        if one.checked_on
    ]
    return sorted([*ending, *ageing], key=lambda expiry: expiry.on)


def with_unverified_iban(user: Person) -> QuerySet[Organisation]:
    """Those that the person may know of, whose IBAN nobody has compared with the bank's document."""
    rows = visible_organisations(user).exclude(iban="").exclude(verified_iban=F("iban"))
    return rows.order_by("name", "pk")
