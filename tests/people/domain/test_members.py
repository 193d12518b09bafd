"""Who acts for an organisation: levels, leaving, handing over, giving access back."""

import pytest
from django.db import IntegrityError, transaction

from core.access.blocked import Blocked
from core.notices.models import OutboxMessage
from core.people import queries
from core.people.domain import members
from core.people.enums import LEVELS_THAT_MANAGE, MemberLevel
from core.people.models import Organisation, OrganisationMember
from core.people.models.periods import current
from core.programmes.models import Programme
from tests.factories import people


def held(organisation: Organisation) -> dict[str, str]:
    rows = OrganisationMember.objects.filter(current(), organisation=organisation)
    return dict(rows.order_by("pk").values_list("user__full_name", "level"))


def test_adding_twice_keeps_the_first_level(programme: Programme) -> None:
    organisation, bea = people.organisation(), people.user("Bea Prova")
    for level in (MemberLevel.EDITOR, MemberLevel.MANAGER):
        members.add_member(
            organisation_id=organisation.pk, user=bea, level=level, by=organisation.created_by
        )
    assert held(organisation)["Bea Prova"] == MemberLevel.EDITOR


def test_the_managers_are_told_of_a_new_member(programme: Programme) -> None:
    ada = people.user()
    organisation, bea = people.organisation(by=ada), people.user("Bea Prova")
    members.add_member(organisation_id=organisation.pk, user=bea, level=MemberLevel.EDITOR, by=ada)
    assert [one.address for one in OutboxMessage.objects.order_by("pk")] == [ada.email]


@pytest.mark.parametrize("start", list(MemberLevel))
@pytest.mark.parametrize("end", list(MemberLevel))
@pytest.mark.parametrize("alone", [True, False])
def test_every_level_to_every_other(
    programme: Programme, start: MemberLevel, end: MemberLevel, alone: bool
) -> None:
    organisation = people.organisation()
    one = people.member(organisation, start)
    if alone and start in LEVELS_THAT_MANAGE:
        OrganisationMember.objects.filter(user=organisation.created_by).update(
            ends_on=one.starts_on, ended_by=one.user
        )
    lost = alone and start in LEVELS_THAT_MANAGE and end not in LEVELS_THAT_MANAGE
    if lost:
        with pytest.raises(Blocked) as refusal:
            members.change_level(member_id=one.pk, level=end, by=one.user)
        assert [blocker.code for blocker in refusal.value.blockers] == ["last_manager"]
    else:
        moved = members.change_level(member_id=one.pk, level=end, by=one.user)
        assert moved.level == end
        assert held(organisation)[one.user.full_name] == end


def test_levels_may_change_twice_in_one_day(programme: Programme) -> None:
    organisation = people.organisation()
    one = people.member(organisation, MemberLevel.VIEWER)
    one = members.change_level(member_id=one.pk, level=MemberLevel.EDITOR, by=one.user)
    one = members.change_level(member_id=one.pk, level=MemberLevel.SIGNATORY, by=one.user)
    assert held(organisation)[one.user.full_name] == MemberLevel.SIGNATORY


def test_the_last_manager_cannot_leave(programme: Programme) -> None:
    organisation = people.organisation()
    people.member(organisation, MemberLevel.EDITOR)
    [own] = organisation.members.filter(user=organisation.created_by)
    with pytest.raises(Blocked) as refusal:
        members.end_member(member_id=own.pk, by=own.user)
    assert [one.code for one in refusal.value.blockers] == ["last_manager"]


def test_somebody_who_left_cannot_leave_again(programme: Programme) -> None:
    one = people.member(people.organisation(), MemberLevel.VIEWER)
    members.end_member(member_id=one.pk, by=one.user)
    with pytest.raises(Blocked) as refusal:
        members.end_member(member_id=one.pk, by=one.user)
    assert [blocker.code for blocker in refusal.value.blockers] == ["member_left"]


def test_leaving_takes_the_rights_at_once(programme: Programme) -> None:
    organisation = people.organisation()
    one = people.member(organisation, MemberLevel.EDITOR)
    members.end_member(member_id=one.pk, by=organisation.created_by)
    assert not queries.roles_in(one.user)


def test_handing_over_makes_the_heir_manager(programme: Programme) -> None:
    organisation = people.organisation()
    heir = people.member(organisation, MemberLevel.VIEWER)
    members.hand_over(member_id=heir.pk, by=organisation.created_by)
    assert held(organisation) == {heir.user.full_name: MemberLevel.MANAGER}


def test_only_a_manager_hands_over(programme: Programme) -> None:
    organisation = people.organisation()
    heir = people.member(organisation, MemberLevel.VIEWER)
    editor = people.member(organisation, MemberLevel.EDITOR)
    for by in (editor.user, heir.user, people.user("Zoe Estranea")):
        with pytest.raises(Blocked):
            members.hand_over(member_id=heir.pk, by=by)


@pytest.mark.parametrize("end_others", [True, False])
def test_lost_access_is_given_back_with_proof(programme: Programme, end_others: bool) -> None:
    ada, bea, fabio = people.user(), people.user("Bea Prova"), people.facilitator()
    organisation = people.organisation(by=ada, pec="ente@pec.example.org")
    OutboxMessage.objects.all().delete()
    member = members.recover_access(
        organisation_id=organisation.pk,
        user=bea,
        proof="Verbale del 3 marzo",
        end_others=end_others,
        by=fabio,
    )
    assert member.proof == "Verbale del 3 marzo"
    assert ("Ada Prova" in held(organisation)) is not end_others
    told = set(OutboxMessage.objects.values_list("address", flat=True))
    assert told == {ada.email, bea.email, "ente@pec.example.org"}


def test_no_access_without_proof(programme: Programme) -> None:
    organisation, fabio = people.organisation(), people.facilitator()
    with pytest.raises(Blocked) as refusal:
        members.recover_access(organisation_id=organisation.pk, user=fabio, proof="  ", by=fabio)
    assert [one.code for one in refusal.value.blockers] == ["no_proof"]


def test_the_database_keeps_one_level_at_a_time(programme: Programme) -> None:
    one = people.member(people.organisation(), MemberLevel.VIEWER)
    with (
        pytest.raises(IntegrityError, match="organisationmember_one_level_at_a_time"),
        transaction.atomic(),
    ):
        OrganisationMember.objects.create(
            organisation=one.organisation,
            user=one.user,
            level=MemberLevel.EDITOR,
            added_by=one.user,
        )
