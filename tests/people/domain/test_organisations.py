"""The record of an organisation."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.access.blocked import Blocked
from core.access.scope import open_programme
from core.audit.queries import history_of
from core.people import queries
from core.people.domain import organisations
from core.people.enums import MemberLevel, OrganisationKind, Register, RuntsSection
from core.people.models import Organisation
from core.programmes.models import Programme
from tests.factories import people


def verified(organisation: Organisation) -> Organisation:
    organisations.change_organisation(
        organisation_id=organisation.pk,
        by=organisation.created_by,
        tax_code=people.TAX_CODE,
        iban=people.IBAN,
    )
    return organisations.verify_iban(
        organisation_id=organisation.pk, iban=people.IBAN, by=people.user("Vera Verifica")
    )


def test_who_creates_it_manages_it(programme: Programme) -> None:
    ada = people.user()
    made = organisations.create_organisation(by=ada, kind=OrganisationKind.ETS, name="Orti")
    assert queries.standing_of(ada).organisations == {made.pk: MemberLevel.MANAGER}
    assert [event.verb for event in history_of(made)][-1] == "create"


@pytest.mark.rule("C16")
def test_who_enters_it_on_behalf_does_not_manage_it(programme: Programme) -> None:
    fabio = people.facilitator()
    made = organisations.create_organisation(
        by=fabio, on_behalf=True, kind=OrganisationKind.INFORMAL_GROUP, name="Cortile"
    )
    assert not made.members.exists()
    assert history_of(made)[0].data["on_behalf"] is True


def test_codes_are_kept_as_the_state_writes_them(programme: Programme) -> None:
    made = people.organisation(
        tax_code=f" {people.TAX_CODE[:5]} {people.TAX_CODE[5:]}",
        iban="it60 x054 2811 1010 0000 0123 456",
    )
    assert (made.tax_code, made.iban) == (people.TAX_CODE, people.IBAN)


def test_the_same_codice_fiscale_enters_a_programme_once(
    programme: Programme, other_programme: Programme
) -> None:
    people.organisation(tax_code=people.TAX_CODE)
    with pytest.raises(ValidationError) as error:
        people.organisation("Altra", tax_code=people.TAX_CODE)
    assert "tax_code_taken" in {one.code for one in error.value.error_dict["__all__"]}


def test_another_programme_may_hold_the_same_codice_fiscale(
    db: None, other_programme: Programme
) -> None:
    from tests.factories import programmes

    first = programmes.programme(slug="primo", name="Primo")
    ada = people.user()
    for one in (first, other_programme):
        with open_programme(one.pk):
            people.organisation(by=ada, tax_code=people.TAX_CODE)
            assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "informal_group", "tax_code": people.TAX_CODE}, "tax_code_of_group"),
        ({"kind": "ets", "iban": people.IBAN}, "iban_without_tax_code"),
    ],
)
def test_what_does_not_belong_together_is_refused(
    programme: Programme, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(ValidationError) as error:
        people.organisation(**fields)
    assert code in {one.code for one in error.value.error_dict["__all__"]}


def test_a_wrong_code_names_its_field(programme: Programme) -> None:
    with pytest.raises(ValidationError) as error:
        people.organisation(tax_code="97614510019", vat_number="1")
    assert set(error.value.message_dict) == {"tax_code", "vat_number"}


def test_an_unknown_field_is_a_mistake_of_the_caller(programme: Programme) -> None:
    with pytest.raises(TypeError, match="verified_iban"):
        people.organisation(verified_iban=people.IBAN)


@pytest.mark.rule("T6")
def test_a_new_iban_must_be_verified_again(programme: Programme) -> None:
    organisation = verified(people.organisation())
    assert organisation.is_iban_verified
    changed = organisations.change_organisation(
        organisation_id=organisation.pk,
        by=organisation.created_by,
        iban="GB82WEST12345698765432",
    )
    assert not changed.is_iban_verified
    assert (changed.iban_verified_on, changed.iban_verified_by) == (None, None)


@pytest.mark.rule("T6")
@pytest.mark.parametrize("case", ["unverified", "another", "same"])
def test_only_the_iban_that_a_payment_came_back_from_is_doubted(
    programme: Programme, case: str
) -> None:
    made, by = people.organisation(), people.user("Fina Paga")
    if case != "unverified":
        made = verified(made)
    iban = "GB82WEST12345698765432" if case == "another" else people.IBAN
    before = len(history_of(made))
    found = organisations.doubt_iban(organisation_id=made.pk, iban=iban, by=by)
    assert found.is_iban_verified == (case == "another")
    events = history_of(made)
    assert len(events) - before == (case == "same")
    if case == "same":
        assert (found.iban, found.verified_iban, found.iban_verified_by) == (iban, "", None)
        assert (events[0].verb, events[0].actor, events[0].data) == (
            "reverse",
            by,
            {"field": "iban"},
        )


@pytest.mark.rule("T6")
def test_the_same_iban_stays_verified(programme: Programme) -> None:
    organisation = verified(people.organisation())
    changed = organisations.change_organisation(
        organisation_id=organisation.pk, by=organisation.created_by, name="Nuovo nome"
    )
    assert changed.is_iban_verified
    assert history_of(changed)[0].data == {"fields": ["name"]}


@pytest.mark.rule("T6")
def test_the_database_refuses_to_carry_a_verification_over(programme: Programme) -> None:
    organisation = verified(people.organisation())
    with (
        pytest.raises(IntegrityError, match="organisation_verification_is_of_this_iban"),
        transaction.atomic(),
    ):
        Organisation.objects.filter(pk=organisation.pk).update(iban="GB82WEST12345698765432")


@pytest.mark.parametrize("case", ["changed", "already", "own", "none"])
def test_what_stops_a_verification(programme: Programme, case: str) -> None:
    organisation, vera = people.organisation(), people.user("Vera Altra")
    if case != "none":
        organisation = organisations.change_organisation(
            organisation_id=organisation.pk,
            by=organisation.created_by,
            tax_code=people.TAX_CODE,
            iban=people.IBAN,
        )
    if case == "already":
        organisation = verified(organisation)
    seen = "GB82WEST12345698765432" if case == "changed" else organisation.iban
    by = organisation.created_by if case == "own" else vera
    queries.forget(by)
    with pytest.raises(Blocked) as refusal:
        organisations.verify_iban(organisation_id=organisation.pk, iban=seen, by=by)
    expected = {
        "changed": "iban_changed",
        "already": "iban_verified",
        "own": "own_organisation",
        "none": "iban_changed",
    }
    assert expected[case] in {one.code for one in refusal.value.blockers}


def test_a_registration_is_checked_with_a_date(programme: Programme) -> None:
    organisation, vera = people.organisation(), people.user("Vera Altra")
    entry = organisations.add_registration(
        organisation_id=organisation.pk,
        register=Register.RUNTS,
        section=RuntsSection.APS,
        number="12345",
        by=organisation.created_by,
    )
    checked = organisations.check_registration(registration_id=entry.pk, by=vera)
    assert checked.checked_by == vera
    with pytest.raises(Blocked) as refusal:
        organisations.remove_registration(registration_id=entry.pk, by=organisation.created_by)
    assert [one.code for one in refusal.value.blockers] == ["registration_checked"]


def test_an_unchecked_registration_can_be_taken_back(programme: Programme) -> None:
    organisation = people.organisation()
    entry = organisations.add_registration(
        organisation_id=organisation.pk,
        register=Register.ONLUS,
        number="7",
        by=organisation.created_by,
    )
    organisations.remove_registration(registration_id=entry.pk, by=organisation.created_by)
    assert not organisation.registrations.exists()


def test_a_new_representative_ends_the_days_of_the_former(programme: Programme) -> None:
    organisation = people.organisation()
    for name in ("Prima Presidente", "Seconda Presidente"):
        organisations.set_representative(
            organisation_id=organisation.pk,
            full_name=name,
            title="Presidente",
            by=organisation.created_by,
        )
    [first, second] = organisation.signatories.order_by("pk")
    assert first.ends_on == second.starts_on
    assert not first.is_current
    assert second.is_current


def test_a_contact_needs_a_way_to_be_reached(programme: Programme) -> None:
    organisation = people.organisation()
    with pytest.raises(ValidationError):
        organisations.add_contact(
            organisation_id=organisation.pk, full_name="Nino", by=organisation.created_by
        )
    contact = organisations.add_contact(
        organisation_id=organisation.pk, full_name="Nino", phone="011", by=organisation.created_by
    )
    for _time in range(2):
        organisations.end_contact(contact_id=contact.pk, by=organisation.created_by)
    contact.refresh_from_db()
    assert not contact.is_current
