"""Invitations: single use, thirty days, bound to whoever accepts."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.access.scope import open_programme
from core.audit.models import Entry
from core.notices.models import InboxItem, OutboxMessage
from core.people import queries
from core.people.domain import invitations, networks
from core.people.enums import InvitationState, MemberLevel, NetworkMemberState, RoleName
from core.people.models import Invitation, OrganisationMember, Role
from core.programmes.models import Programme
from tests.factories import people, programmes
from tests.races import together

ADDRESS = "nuova.persona@example.org"


def to_role() -> Invitation:
    return invitations.invite_to_role(
        email=ADDRESS, role=RoleName.EVALUATOR, by=people.coordinator()
    )


def to_organisation() -> Invitation:
    organisation = people.organisation()
    return invitations.invite_to_organisation(
        organisation_id=organisation.pk,
        email=ADDRESS,
        level=MemberLevel.EDITOR,
        by=organisation.created_by,
    )


def to_network() -> Invitation:
    network = people.network()
    member = networks.invite_partner(
        network_id=network.pk, partner_name="Coop Nuova", email=ADDRESS, by=network.created_by
    )
    return member.invitations.get()


MAKERS: dict[str, Callable[[], Invitation]] = {
    "role": to_role,
    "organisation": to_organisation,
    "network": to_network,
}


@pytest.fixture(params=list(MAKERS))
def invitation(request: pytest.FixtureRequest, programme: Programme) -> Invitation:
    return MAKERS[request.param]()


def invited() -> User:
    return people.user("Nuova Persona", email=ADDRESS)


def accept(invitation: Invitation, by: User, *, confirmed: bool = False) -> Invitation:
    own = queries.organisations_of(by).first()
    return invitations.accept_invitation(
        invitation_id=invitation.pk, by=by, organisation=own, other_address_confirmed=confirmed
    )


def put(invitation: Invitation, state: InvitationState) -> None:
    """Bring a fresh invitation to a state by the real verbs."""
    somebody = people.user("Qualcuno Prima", email="prima@example.org")
    people.organisation("Ente di prima", by=somebody)
    if state == InvitationState.ACCEPTED:
        accept(invitation, somebody, confirmed=True)
    elif state == InvitationState.DECLINED:
        invitations.decline_invitation(invitation_id=invitation.pk, by=somebody)
    elif state == InvitationState.REVOKED:
        invitations.revoke_invitation(invitation_id=invitation.pk, by=invitation.invited_by)
    elif state == InvitationState.EXPIRED:
        past = clock.now() - timedelta(days=40)
        Invitation.objects.filter(pk=invitation.pk).update(
            sent_at=past, expires_at=past + invitations.LASTS
        )


def test_the_link_opens_the_invitation_and_is_kept_nowhere(invitation: Invitation) -> None:
    message = OutboxMessage.objects.filter(address=ADDRESS).latest("pk")
    [token] = set(re.findall(r"/prova/inviti/([\w-]+)/", message.text))
    assert queries.invitation_of_token(token) == invitation
    assert queries.invitation_of_token(token[:-1]) is None
    assert bytes(invitation.token_digest) == queries.digest_of(token)
    assert message.confidential
    assert not InboxItem.objects.filter(text__contains=token).exists()
    assert token not in str(list(Entry.objects.order_by("pk").values_list("data", flat=True)))


def test_accepting_gives_what_was_offered(invitation: Invitation) -> None:
    bea = invited()
    if invitation.network_member:
        people.organisation("Coop Nuova", by=bea)
    accepted = accept(invitation, bea)
    assert accepted.state == InvitationState.ACCEPTED
    assert accepted.accepted_by == bea
    assert not accepted.accepted_from_other_address
    if invitation.role:
        assert queries.roles_in(bea) == {RoleName.EVALUATOR}
        assert Role.objects.get(user=bea).granted_by == invitation.invited_by
    elif invitation.organisation_id:
        assert queries.roles_in(bea) == {RoleName.ORGANISATION_EDITOR}
    else:
        assert queries.networks_of(bea).get() == invitation.network_member.network  # type: ignore[union-attr]  # this branch


@pytest.mark.parametrize("state", list(InvitationState))
def test_accepting_in_every_state(invitation: Invitation, state: InvitationState) -> None:
    put(invitation, state)
    bea = invited()
    people.organisation("Coop Nuova", by=bea)
    if state == InvitationState.PENDING:
        accept(invitation, bea)
        return
    with pytest.raises(Blocked) as refusal:
        accept(invitation, bea)
    assert f"invitation_{state}" in {one.code for one in refusal.value.blockers}


@pytest.mark.parametrize("state", list(InvitationState))
@pytest.mark.parametrize("verb", ["decline", "revoke", "resend"])
def test_the_other_verbs_in_every_state(
    invitation: Invitation, state: InvitationState, verb: str
) -> None:
    put(invitation, state)
    act = getattr(invitations, f"{verb}_invitation")
    allowed = {InvitationState.PENDING}
    if verb != "decline":
        allowed |= {InvitationState.EXPIRED}
    if state not in allowed:
        with pytest.raises(Blocked):
            act(invitation_id=invitation.pk, by=invitation.invited_by)
        return
    after = act(invitation_id=invitation.pk, by=invitation.invited_by)
    expected = {"decline": "declined", "revoke": "revoked", "resend": "pending"}
    assert after.state == expected[verb]
    if after.network_member:
        place = NetworkMemberState.INVITED if verb == "resend" else NetworkMemberState.DECLINED
        after.network_member.refresh_from_db()
        assert after.network_member.state == place


def test_accepting_twice_is_accepting_once(invitation: Invitation) -> None:
    bea = invited()
    if invitation.network_member:
        people.organisation("Coop Nuova", by=bea)
    for _click in range(2):
        accept(invitation, bea)
    assert Entry.objects.filter(object_id=invitation.pk, verb="accept").count() == 1


def test_another_address_must_be_confirmed_and_is_recorded(programme: Programme) -> None:
    invitation, other = to_role(), people.user("Altra Casella", email="altra@example.org")
    with pytest.raises(Blocked) as refusal:
        accept(invitation, other)
    assert [one.code for one in refusal.value.blockers] == ["other_address"]
    accepted = accept(invitation, other, confirmed=True)
    assert accepted.accepted_from_other_address
    assert Entry.objects.get(object_id=invitation.pk, verb="accept").data["other_address"] is True


def test_a_network_is_joined_by_an_organisation_that_one_manages(programme: Programme) -> None:
    invitation, bea = to_network(), invited()
    for organisation in (None, people.organisation("D'altri")):
        with pytest.raises(Blocked):
            invitations.accept_invitation(
                invitation_id=invitation.pk, by=bea, organisation=organisation
            )


def test_an_organisation_joins_a_network_once(programme: Programme) -> None:
    invitation = to_network()
    network = invitation.network_member.network  # type: ignore[union-attr]  # an invitation to a network
    with pytest.raises(Blocked) as refusal:
        invitations.accept_invitation(
            invitation_id=invitation.pk,
            by=network.created_by,
            organisation=network.lead,
            other_address_confirmed=True,
        )
    assert [one.code for one in refusal.value.blockers] == ["already_member"]


@pytest.mark.parametrize("maker", ["role"])
def test_inviting_the_same_address_twice_says_to_send_again(
    programme: Programme, maker: str
) -> None:
    invitation = MAKERS[maker]()
    with pytest.raises(Blocked) as refusal:
        invitations.invite_to_role(
            email=f" {ADDRESS.upper()} ", role=RoleName.EVALUATOR, by=invitation.invited_by
        )
    assert [one.code for one in refusal.value.blockers] == ["already_invited"]


def test_a_commission_is_not_invited_but_appointed(programme: Programme) -> None:
    with pytest.raises(Blocked):
        invitations.invite_to_role(
            email=ADDRESS, role=RoleName.COMMISSION_CHAIR, by=people.coordinator()
        )


def test_a_new_link_kills_the_former(programme: Programme) -> None:
    invitation = to_role()
    digest = bytes(invitation.token_digest)
    again = invitations.resend_invitation(invitation_id=invitation.pk, by=invitation.invited_by)
    assert bytes(again.token_digest) != digest
    assert again.expires_at - clock.now() > timedelta(days=29)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"declined_at": True, "revoked_at": True}, "invitation_answered_once"),
        ({"accepted_at": True}, "invitation_acceptance_has_date_and_person"),
        ({"revoked_at": True}, "invitation_revocation_has_date_and_person"),
        ({"email": "A@example.org"}, "invitation_email_in_lower_case"),
        ({"role": ""}, "invitation_purpose_has_its_target"),
        ({"role": "municipal_official"}, "invitation_territory_for_municipal_officials"),
    ],
)
def test_the_database_keeps_answers_straight(
    programme: Programme, fields: dict[str, object], constraint: str
) -> None:
    invitation = to_role()
    values = {key: clock.now() if value is True else value for key, value in fields.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(**values)


def test_an_invitation_works_only_in_its_programme(
    programme: Programme, other_programme: Programme
) -> None:
    to_role()
    message = OutboxMessage.objects.filter(address=ADDRESS).latest("pk")
    [token] = set(re.findall(r"/inviti/([\w-]+)/", message.text))
    assert queries.invitation_of_token(token) is not None


def test_a_double_click_accepts_once(committed_db: None) -> None:
    made = programmes.programme(slug="prova", name="Prova")
    with open_programme(made.pk):
        invitation, bea = to_organisation(), invited()

    def click() -> None:
        with open_programme(made.pk):
            accept(invitation, User.objects.get(pk=bea.pk))

    assert together(*[click] * 4) == []
    with open_programme(made.pk):
        assert OrganisationMember.objects.filter(user=bea).count() == 1
        assert Entry.objects.filter(object_id=invitation.pk, verb="accept").count() == 1
