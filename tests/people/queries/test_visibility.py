"""Who may know of which organisation and network."""

import pytest

from core.people import queries
from core.people.enums import MemberLevel, RoleName
from core.programmes.models import Programme
from tests.factories import people, programmes

SEE_ALL = [
    RoleName.COORDINATOR,
    RoleName.FACILITATOR,
    RoleName.VERIFIER,
    RoleName.METROPOLITAN_OFFICIAL,
    RoleName.FINANCE_OFFICER,
    RoleName.EVALUATOR,
]


@pytest.mark.parametrize("name", SEE_ALL)
def test_offices_see_every_organisation_and_network(programme: Programme, name: RoleName) -> None:
    network = people.network()
    person = people.with_role(name)
    assert list(queries.visible_organisations(person)) == [network.lead]
    assert list(queries.visible_networks(person)) == [network]


def test_an_organisation_sees_itself_and_its_partners(programme: Programme) -> None:
    network = people.network()
    partner = people.partner_organisation(network)
    people.network("Altra rete")
    person = people.member(partner, MemberLevel.VIEWER).user
    assert set(queries.visible_organisations(person)) == {network.lead, partner}
    assert list(queries.visible_networks(person)) == [network]


def test_a_municipal_official_sees_the_territory(programme: Programme) -> None:
    here = people.network(territory=programmes.territory("Rivoli"))
    people.network("Altrove", territory=programmes.territory("Collegno"))
    seated = people.organisation("Di Rivoli", territory=programmes.territory("Rivoli"))
    mara = people.municipal_official(programmes.territory("Rivoli"))
    assert set(queries.visible_organisations(mara)) == {here.lead, seated}
    assert list(queries.visible_networks(mara)) == [here]


def test_a_mentor_sees_the_networks_that_they_accompany(programme: Programme) -> None:
    network = people.network()
    partner = people.partner_organisation(network)
    people.network("Altra rete")
    mino = people.mentor(network)
    assert set(queries.visible_organisations(mino)) == {network.lead, partner}
    assert list(queries.visible_networks(mino)) == [network]


@pytest.mark.parametrize("name", [RoleName.PARTICIPANT, None])
def test_others_see_nothing(programme: Programme, name: RoleName | None) -> None:
    people.network()
    person = people.with_role(name) if name else people.user("Zoe Estranea")
    assert not queries.visible_organisations(person).exists()
    assert not queries.visible_networks(person).exists()


def test_search_reads_names_and_codes(programme: Programme) -> None:
    one = people.organisation("Orti di Rivoli", tax_code=people.TAX_CODE)
    people.organisation("Cucina comune")
    rows = queries.visible_organisations(people.facilitator())
    for words in ("orti", people.TAX_CODE[:4], f"{people.TAX_CODE[:3]} {people.TAX_CODE[3:]}"):
        assert list(queries.find_organisations(rows, words)) == [one]


def test_the_record_says_what_it_lacks(programme: Programme) -> None:
    from core.people.domain import organisations

    group = people.organisation("Cortile", kind="informal_group")
    assert len(queries.missing_in_record(group)) == 2
    ets = people.organisation("Orti")
    assert len(queries.missing_in_record(ets)) == 8
    organisations.add_contact(
        organisation_id=ets.pk, full_name="Nino", phone="011", by=ets.created_by
    )
    organisations.change_organisation(
        organisation_id=ets.pk, by=ets.created_by, tax_code=people.TAX_CODE, municipality="Rivoli"
    )
    ets.refresh_from_db()
    assert len(queries.missing_in_record(ets)) == 5
