"""Organisations and the people who act for them. An organisation is never left without a manager.

An IBAN counts as verified only as the very code that an official compared with the bank's document
(T6); writing another one clears the verification, in the database too.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries
from core.people.domain import members
from core.people.enums import MemberLevel, RuntsSection
from core.people.models import ContactPerson, Organisation, Registration, Signatory
from core.people.models.periods import current

CHANGEABLE = frozenset(
    {
        "kind", "name", "legal_form", "tax_code", "vat_number", "pec", "email", "phone", "website",
        "address", "municipality", "territory", "iban",
    }
)  # fmt: skip


@transaction.atomic
def create_organisation(*, by: User, on_behalf: bool = False, **fields: Any) -> Organisation:
    """Bring an organisation into the programme; who creates it becomes its manager.

    `fields` are those of `CHANGEABLE`. A facilitator who types it `on_behalf` of somebody does not
    become its manager. Raises ValidationError by field.
    """
    organisation = Organisation(**_changeable(fields), created_at=clock.now(), created_by=by)
    organisation.full_clean()
    organisation.save()
    record(
        organisation,
        Verb.CREATE,
        by=by,
        data={"kind": organisation.kind, "on_behalf": on_behalf},
    )
    if not on_behalf:
        members.add_member(
            organisation_id=organisation.pk, user=by, level=MemberLevel.MANAGER, by=by, told=False
        )
    return organisation


@transaction.atomic
def change_organisation(*, organisation_id: UUID, by: User, **fields: Any) -> Organisation:
    """Write these fields anew; a new IBAN is an unverified one. Raises ValidationError by field."""
    organisation = lock(Organisation, organisation_id)
    before = {name: getattr(organisation, name) for name in CHANGEABLE}
    for name, value in _changeable(fields).items():
        setattr(organisation, name, value)
    organisation.clean_fields()
    if organisation.iban != before["iban"]:
        _clear_verification(organisation)
    organisation.full_clean()
    organisation.save()
    changed = sorted(name for name in CHANGEABLE if getattr(organisation, name) != before[name])
    if changed:
        record(organisation, Verb.CHANGE, by=by, data={"fields": changed})
    return organisation


def verify_iban_blockers(organisation: Organisation, *, iban: str, by: User) -> list[Blocker]:
    """Every reason why `by` can't verify this IBAN now; empty means it can be verified."""
    blockers = []
    if not organisation.iban or organisation.iban != iban:
        blockers.append(
            Blocker("iban_changed", _("The IBAN has changed meanwhile: compare the new one."))
        )
    if organisation.is_iban_verified:
        blockers.append(Blocker("iban_verified", _("This IBAN has already been verified.")))
    if organisation.pk in queries.standing_of(by).organisations:
        blockers.append(
            Blocker("own_organisation", _("Nobody verifies the IBAN of their own organisation."))
        )
    return blockers


@transaction.atomic
def verify_iban(*, organisation_id: UUID, iban: str, by: User) -> Organisation:
    """Record that `by` compared this very IBAN with the bank's document."""
    organisation = lock(Organisation, organisation_id)
    refuse(verify_iban_blockers(organisation, iban=iban, by=by))
    organisation.verified_iban = iban
    organisation.iban_verified_on = clock.today()
    organisation.iban_verified_by = by
    organisation.save()
    record(organisation, Verb.VERIFY, by=by, data={"field": "iban"})
    return organisation


@transaction.atomic
def doubt_iban(*, organisation_id: UUID, iban: str, by: User) -> Organisation:
    """Count this IBAN as verified no longer, since a payment to it came back; another one stays as it is."""
    organisation = lock(Organisation, organisation_id)
    if organisation.verified_iban == iban and organisation.is_iban_verified:
        _clear_verification(organisation)
        organisation.save()
        record(organisation, Verb.REVERSE, by=by, data={"field": "iban"})
    return organisation


@transaction.atomic
def add_registration(
    *,
    organisation_id: UUID,
    register: str,
    number: str,
    by: User,
    section: str = RuntsSection.NONE,
    registered_on: date | None = None,
) -> Registration:
    """Write an entry in a register, still to be checked. Raises ValidationError by field."""
    organisation = lock(Organisation, organisation_id)
    registration = Registration(
        organisation=organisation,
        register=register,
        section=section,
        number=number,
        registered_on=registered_on,
    )
    registration.full_clean()
    registration.save()
    record(organisation, Verb.ADD, by=by, data={"registration": registration.pk})
    return registration


@transaction.atomic
def check_registration(*, registration_id: UUID, by: User) -> Registration:
    """Record that `by` found this entry in the public register today; a later check replaces it."""
    registration = lock(Registration, registration_id)
    registration.checked_on = clock.today()
    registration.checked_by = by
    registration.save()
    record(registration.organisation, Verb.VERIFY, by=by, data={"registration": registration.pk})
    return registration


def remove_registration_blockers(registration: Registration) -> list[Blocker]:
    """Why this entry can't be taken back; empty means it can."""
    if registration.checked_on is None:
        return []
    return [Blocker("registration_checked", _("A checked entry stays in the file."))]


@transaction.atomic
def remove_registration(*, registration_id: UUID, by: User) -> None:
    """Take back an entry that was written by mistake; a checked one stays in the file."""
    registration = lock(Registration, registration_id)
    refuse(remove_registration_blockers(registration))
    record(registration.organisation, Verb.REMOVE, by=by, data={"registration": registration.pk})
    registration.delete()


@transaction.atomic
def set_representative(
    *, organisation_id: UUID, full_name: str, title: str, by: User, user: User | None = None
) -> Signatory:
    """Name who is the legal representative from today; the one before keeps their own days."""
    organisation = lock(Organisation, organisation_id)
    today = clock.today()
    organisation.signatories.filter(current(), by_office=True).update(ends_on=today)
    signatory = Signatory.objects.create(
        organisation=organisation, full_name=full_name, title=title, user=user, starts_on=today
    )
    record(organisation, Verb.APPOINT, by=by, data={"signatory": signatory.pk})
    return signatory


@transaction.atomic
def add_contact(
    *, organisation_id: UUID, full_name: str, by: User, email: str = "", phone: str = ""
) -> ContactPerson:
    """Name a contact person from today, reachable by e-mail or telephone."""
    organisation = lock(Organisation, organisation_id)
    contact = ContactPerson(
        organisation=organisation, full_name=full_name, email=email, phone=phone
    )
    contact.full_clean()
    contact.save()
    record(organisation, Verb.ADD, by=by, data={"contact": contact.pk})
    return contact


@transaction.atomic
def end_contact(*, contact_id: UUID, by: User) -> ContactPerson:
    """The person is no longer whom to call; the file keeps who was."""
    contact = lock(ContactPerson, contact_id)
    if contact.is_current:
        contact.ends_on = clock.today()
        contact.save()
        record(contact.organisation, Verb.END, by=by, data={"contact": contact.pk})
    return contact


def _changeable(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := set(fields) - CHANGEABLE:
        raise TypeError(f"Not fields of an organisation's record: {sorted(unknown)}")
    return fields


def _clear_verification(organisation: Organisation) -> None:
    organisation.verified_iban = ""
    organisation.iban_verified_on = None
    organisation.iban_verified_by = None
