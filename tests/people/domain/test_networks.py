"""Networks: beginning, inviting, leaving, changing lead and form."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.access import clock
from core.access.blocked import Blocked
from core.people import queries
from core.people.domain import networks
from core.people.enums import NetworkForm, NetworkMemberState, OrganisationKind
from core.people.models import Network, NetworkFormChange, NetworkMember
from core.programmes.models import Programme
from tests.factories import people, programmes


def codes_of(refusal: pytest.ExceptionInfo[Blocked]) -> set[str]:
    return {one.code for one in refusal.value.blockers}


def in_state(network: Network, state: NetworkMemberState) -> NetworkMember:
    """A partner's place brought to a state by the real verbs, where it has an organisation."""
    if state == NetworkMemberState.INVITED:
        return networks.invite_partner(
            network_id=network.pk,
            partner_name="Coop",
            email="coop@example.org",
            by=network.created_by,
        )
    partner = people.partner(network)
    if state == NetworkMemberState.LEFT:
        return networks.leave_network(member_id=partner.pk, by=network.created_by)
    if state == NetworkMemberState.DECLINED:
        NetworkMember.objects.filter(pk=partner.pk).update(
            state=state, joined_at=None, joined_by=None, closed_at=clock.now()
        )
        partner.refresh_from_db()
    return partner


def test_a_network_begins_with_its_lead(programme: Programme) -> None:
    network = people.network()
    assert list(queries.organisations_of_network(network)) == [network.lead]
    assert network.form_changes.get().form == NetworkForm.INFORMAL


@pytest.mark.parametrize("state", list(NetworkMemberState))
def test_leaving_in_every_state(programme: Programme, state: NetworkMemberState) -> None:
    network = people.network()
    member = in_state(network, state)
    if state == NetworkMemberState.ACTIVE:
        left = networks.leave_network(member_id=member.pk, by=network.created_by)
        assert left.state == NetworkMemberState.LEFT
        assert list(queries.organisations_of_network(network)) == [network.lead]
        return
    with pytest.raises(Blocked) as refusal:
        networks.leave_network(member_id=member.pk, by=network.created_by)
    assert codes_of(refusal) == {"not_member"}


@pytest.mark.parametrize("state", list(NetworkMemberState))
def test_leading_in_every_state(programme: Programme, state: NetworkMemberState) -> None:
    network = people.network()
    member = in_state(network, state)
    if state == NetworkMemberState.ACTIVE:
        assert (
            networks.change_lead(member_id=member.pk, by=network.created_by).lead
            == member.organisation
        )
        return
    with pytest.raises(Blocked) as refusal:
        networks.change_lead(member_id=member.pk, by=network.created_by)
    assert codes_of(refusal) == {"not_member"}


def test_the_lead_does_not_leave(programme: Programme) -> None:
    network = people.network()
    with pytest.raises(Blocked) as refusal:
        networks.leave_network(member_id=network.members.get().pk, by=network.created_by)
    assert codes_of(refusal) == {"lead_stays"}


def test_an_informal_group_does_not_take_over_the_lead(programme: Programme) -> None:
    network = people.network()
    group = people.organisation("Cortile", kind=OrganisationKind.INFORMAL_GROUP)
    with pytest.raises(Blocked) as refusal:
        networks.change_lead(member_id=people.partner(network, group).pk, by=network.created_by)
    assert codes_of(refusal) == {"lead_informal"}


def test_who_left_may_come_back(programme: Programme) -> None:
    network = people.network()
    partner = in_state(network, NetworkMemberState.LEFT)
    people.partner(network, partner.organisation)
    assert queries.organisations_of_network(network).count() == 2


@pytest.mark.parametrize("form", list(NetworkForm))
def test_a_network_takes_every_form_and_keeps_its_history(
    programme: Programme, form: NetworkForm
) -> None:
    network = people.network()
    people.partner(network)
    by = network.created_by
    if form == NetworkForm.INFORMAL:
        with pytest.raises(Blocked) as refusal:
            networks.change_form(network_id=network.pk, form=form, since=clock.today(), by=by)
        assert codes_of(refusal) == {"same_form"}
        return
    networks.change_form(
        network_id=network.pk, form=form, since=clock.today(), reference="Lettera", by=by
    )
    network.refresh_from_db()
    assert network.form == form
    assert network.form_changes.count() == 2


@pytest.mark.parametrize(
    ("days", "partners", "code"), [(1, 1, "future"), (-1, 1, "before_last"), (0, 0, "alone")]
)
def test_what_stops_a_change_of_form(
    programme: Programme, days: int, partners: int, code: str
) -> None:
    network = people.network()
    for _one in range(partners):
        people.partner(network)
    with pytest.raises(Blocked) as refusal:
        networks.change_form(
            network_id=network.pk,
            form=NetworkForm.PARTNERSHIP,
            since=clock.today() + timedelta(days=days),
            by=network.created_by,
        )
    assert codes_of(refusal) == {code}


def test_the_history_of_forms_is_never_rewritten(programme: Programme) -> None:
    network = people.network()
    with pytest.raises(DatabaseError, match=r"denied|never changed"), transaction.atomic():
        NetworkFormChange.objects.filter(network=network).update(form=NetworkForm.PARTNERSHIP)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "active"}, "networkmember_state_has_its_dates"),
        ({"joined_at": True}, "networkmember_joining_has_date_and_person"),
        ({"invited_name": ""}, "networkmember_has_a_name"),
    ],
)
def test_the_database_ties_a_members_state_to_its_dates(
    programme: Programme, fields: dict[str, object], constraint: str
) -> None:
    member = in_state(people.network(), NetworkMemberState.INVITED)
    values = {key: clock.now() if value is True else value for key, value in fields.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        NetworkMember.objects.filter(pk=member.pk).update(**values)


def test_name_and_territory_can_change(programme: Programme) -> None:
    network, rivoli = people.network(), programmes.territory("Rivoli")
    changed = networks.change_network(
        network_id=network.pk, name="Orti", territory=rivoli, by=network.created_by
    )
    assert (changed.name, changed.territory) == ("Orti", rivoli)
