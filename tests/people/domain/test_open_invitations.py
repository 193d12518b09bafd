"""An unanswered invitation stands on the word of whoever wrote it, and falls with their role."""

from collections.abc import Callable

import pytest

from core.access.models import User
from core.people.domain import invitations, members, networks, roles
from core.people.enums import InvitationState, MemberLevel, NetworkMemberState, RoleName
from core.people.models import Invitation, Network, Role
from core.people.models.periods import current
from core.programmes.models import Programme
from tests.factories import people

ADDRESS = "nuova.persona@example.org"


def role_of(person: User) -> Role:
    return Role.objects.filter(current()).get(user=person)


def to_evaluator(by: User, email: str = ADDRESS) -> Invitation:
    return invitations.invite_to_role(email=email, role=RoleName.EVALUATOR, by=by)


def to_partner(network: Network, by: User) -> Invitation:
    member = networks.invite_partner(
        network_id=network.pk, partner_name="Coop Nuova", email=ADDRESS, by=by
    )
    return member.invitations.get()


def test_what_a_former_coordinator_offered_is_taken_back(programme: Programme) -> None:
    carla, other = people.coordinator(), people.coordinator("Dario Coordina")
    lost, kept = to_evaluator(carla), to_evaluator(other, "altra@example.org")
    roles.end_role(role_id=role_of(carla).pk, by=other)
    lost.refresh_from_db()
    kept.refresh_from_db()
    assert lost.state == InvitationState.REVOKED
    assert lost.revoked_by == other
    assert kept.state == InvitationState.PENDING


def test_an_answered_invitation_stays_answered(programme: Programme) -> None:
    carla, other = people.coordinator(), people.coordinator("Dario Coordina")
    invitation = to_evaluator(carla)
    guest = people.user("Nuova Persona")
    invitations.accept_invitation(invitation_id=invitation.pk, by=guest)
    roles.end_role(role_id=role_of(carla).pk, by=other)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ACCEPTED


def test_a_facilitator_s_partner_place_becomes_free(programme: Programme) -> None:
    network, fabio = people.network(), people.facilitator()
    invitation = to_partner(network, fabio)
    roles.end_role(role_id=role_of(fabio).pk, by=people.coordinator())
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.REVOKED
    assert invitation.network_member is not None
    assert invitation.network_member.state == NetworkMemberState.DECLINED


def _leave(network: Network, manager: User, boss: User) -> None:
    membership = network.lead.members.filter(current()).get(user=manager)
    members.end_member(member_id=membership.pk, by=boss)


def _become_viewer(network: Network, manager: User, boss: User) -> None:
    membership = network.lead.members.filter(current()).get(user=manager)
    members.change_level(member_id=membership.pk, level=MemberLevel.VIEWER, by=boss)


def _lose_it_by_proof(network: Network, manager: User, boss: User) -> None:
    members.recover_access(
        organisation_id=network.lead.pk, user=boss, proof="Verbale", end_others=True, by=boss
    )


@pytest.mark.parametrize("lose", [_leave, _become_viewer, _lose_it_by_proof])
def test_a_manager_s_offers_end_with_the_access(
    programme: Programme, lose: Callable[[Network, User, User], None]
) -> None:
    network = people.network()
    manager = network.created_by
    boss = people.member(network.lead, MemberLevel.MANAGER).user
    colleague = invitations.invite_to_organisation(
        organisation_id=network.lead.pk, email=ADDRESS, level=MemberLevel.EDITOR, by=manager
    )
    partner = to_partner(network, manager)
    lose(network, manager, boss)
    states = set(
        Invitation.objects.filter(pk__in=[colleague.pk, partner.pk]).values_list("revoked_by")
    )
    assert states == {(boss.pk,)}


def test_another_role_that_allows_it_keeps_it(programme: Programme) -> None:
    network, fabio = people.network(), people.facilitator()
    people.member(network.lead, MemberLevel.EDITOR, fabio)
    invitation = to_partner(network, fabio)
    roles.end_role(role_id=Role.objects.get(user=fabio).pk, by=people.coordinator())
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.PENDING


def test_the_operator_s_first_coordinator_stays_invited(programme: Programme) -> None:
    operator = people.coordinator()
    operator.is_platform_operator = True
    operator.save(update_fields=["is_platform_operator"])
    invitation = invitations.invite_to_role(email=ADDRESS, role=RoleName.COORDINATOR, by=operator)
    roles.end_role(role_id=role_of(operator).pk, by=people.coordinator("Dario Coordina"))
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.PENDING
