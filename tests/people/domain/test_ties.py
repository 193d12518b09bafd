"""Ties: declared, written by another part, and read from roles and memberships."""

import pytest

from core.access.blocked import Blocked
from core.notices.models import InboxItem
from core.people import queries
from core.people.domain import ties
from core.people.enums import DECLARABLE_TIES, MemberLevel, TieKind, TieOrigin
from core.people.queries import KnownTie
from core.programmes.models import Programme
from tests.factories import people, programmes


@pytest.mark.rule("C7")
@pytest.mark.parametrize("kind", list(TieKind))
def test_only_what_the_portal_cannot_know_is_declared(programme: Programme, kind: TieKind) -> None:
    network, bea = people.network(), people.user("Bea Prova")
    if kind in DECLARABLE_TIES:
        ties.declare_tie(user=bea, network=network, kind=kind, by=bea)
        assert queries.ties_with(bea, network) == {KnownTie(kind, TieOrigin.DECLARED)}
        return
    with pytest.raises(Blocked):
        ties.declare_tie(user=bea, network=network, kind=kind, by=bea)


def test_declaring_twice_is_declaring_once_and_an_ended_tie_binds_no_more(
    programme: Programme,
) -> None:
    network, bea = people.network(), people.user("Bea Prova")
    tie = ties.declare_tie(user=bea, network=network, kind=TieKind.KIN, by=bea)
    assert ties.declare_tie(user=bea, network=network, kind=TieKind.KIN, by=bea) == tie
    ties.end_tie(tie_id=tie.pk, by=bea)
    assert not queries.ties_with(bea, network)
    with pytest.raises(Blocked):
        ties.end_tie(tie_id=tie.pk, by=bea)


@pytest.mark.rule("P9")
def test_a_tie_that_the_portal_saw_is_not_ended_by_the_person(programme: Programme) -> None:
    network, bea, carla = people.network(), people.user("Bea Prova"), people.coordinator()
    tie = ties.derive_tie(user=bea, network=network, kind=TieKind.HELPED, by=carla)
    with pytest.raises(Blocked) as refusal:
        ties.end_tie(tie_id=tie.pk, by=bea)
    assert [one.code for one in refusal.value.blockers] == ["own_tie"]
    ties.end_tie(tie_id=tie.pk, by=carla)


@pytest.mark.rule("C7")
def test_roles_and_memberships_tie_by_themselves(programme: Programme) -> None:
    network = people.network()
    partner = people.partner_organisation(network)
    viewer = people.member(partner, MemberLevel.VIEWER).user
    derived = {
        viewer: TieKind.SAME_ORGANISATION,
        people.mentor(network): TieKind.MENTORS,
        people.municipal_official(network.territory): TieKind.MUNICIPALITY,
    }
    for person, kind in derived.items():
        assert queries.ties_with(person, network) == {KnownTie(kind, TieOrigin.DERIVED)}
    elsewhere = people.network("Altra", territory=programmes.territory("Rivoli"))
    for person in derived:
        assert not queries.ties_with(person, elsewhere)


def test_a_partner_who_left_binds_no_more(programme: Programme) -> None:
    from core.people.domain import networks

    network = people.network()
    partner = people.partner_organisation(network)
    person = partner.created_by
    networks.leave_network(member_id=network.members.get(organisation=partner).pk, by=person)
    assert not queries.ties_with(person, network)


@pytest.mark.rule("P9")
@pytest.mark.parametrize("seen", [True, False])
def test_what_others_know_outlives_the_own_word(programme: Programme, seen: bool) -> None:
    network, bea, carla = people.network(), people.user("Bea Prova"), people.coordinator()
    own = ties.declare_tie(user=bea, network=network, kind=TieKind.HELPED, by=bea)
    tell = ties.derive_tie if seen else ties.declare_tie
    assert tell(user=bea, network=network, kind=TieKind.HELPED, by=carla) == own
    with pytest.raises(Blocked):
        ties.end_tie(tie_id=own.pk, by=bea)


def test_a_tie_that_others_write_down_is_told_to_its_person(programme: Programme) -> None:
    network, person = people.network(), people.user("Tina Legata")
    ties.declare_tie(user=person, network=network, kind=TieKind.KIN, by=person)
    assert not InboxItem.objects.filter(kind="people.tie_recorded").exists()
    by = people.coordinator()
    ties.declare_tie(user=person, network=network, kind=TieKind.EMPLOYED, by=by)
    ties.declare_tie(user=person, network=network, kind=TieKind.EMPLOYED, by=by)
    told = InboxItem.objects.get(kind="people.tie_recorded")
    assert told.person == person
    assert network.name in told.text
    assert by.full_name in told.text


@pytest.mark.rule("P9")
def test_an_own_word_that_others_make_theirs_is_told_once(programme: Programme) -> None:
    network, person, by = people.network(), people.user("Tina Legata"), people.coordinator()
    own = ties.declare_tie(user=person, network=network, kind=TieKind.KIN, by=person)
    for _time in range(2):
        assert ties.declare_tie(user=person, network=network, kind=TieKind.KIN, by=by) == own
    told = InboxItem.objects.get(kind="people.tie_recorded")
    assert told.person == person
    assert by.full_name in told.text
