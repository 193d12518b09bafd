"""Invitations by e-mail: a link that works once, for thirty days.

The link is a key: only its SHA-256 is kept. Whoever signs in and accepts it gets what it offers; if
they signed in with another address than the invited one they confirm it, and the answer says so.
"""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import clock
from core.access.blocked import Blocked, Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries
from core.people.domain import members, roles
from core.people.domain.open_invitations import free_place, lock_with_target, take_back
from core.people.enums import (
    LEVELS_THAT_MANAGE,
    InvitationPurpose,
    InvitationState,
    MemberLevel,
    NetworkMemberState,
    RoleName,
)
from core.people.models import Invitation, Network, NetworkMember, Organisation
from core.people.models.invitations import OPEN
from core.people.notifications import InvitationAnswered, InvitationSent

LASTS = timedelta(days=30)
TOKEN_BYTES = 32
CLOSED = {
    InvitationState.ACCEPTED: gettext_lazy("This invitation has already been used."),
    InvitationState.DECLINED: gettext_lazy("This invitation was declined."),
    InvitationState.REVOKED: gettext_lazy("This invitation was taken back."),
    InvitationState.EXPIRED: gettext_lazy("This invitation has expired: ask for a new one."),
}


@transaction.atomic
def invite_to_role(
    *,
    email: str,
    role: RoleName,
    by: User,
    territory: Any = None,
    full_name: str = "",
    language: str = "it",
) -> Invitation:
    """Invite an address to a role of the programme, or of a territory for municipal officials."""
    if role in roles.GIVEN_BY_ACT:
        raise Blocked([Blocker("not_by_invitation", _("This role is given by an act, on a call."))])
    return _invite(
        email,
        by,
        purpose=InvitationPurpose.ROLE,
        role=role,
        territory=territory,
        full_name=full_name,
        language=language,
    )


@transaction.atomic
def invite_to_organisation(
    *,
    organisation_id: UUID,
    email: str,
    level: MemberLevel,
    by: User,
    full_name: str = "",
    language: str = "it",
) -> Invitation:
    """Invite an address to act for an organisation."""
    return _invite(
        email,
        by,
        purpose=InvitationPurpose.ORGANISATION,
        organisation=lock(Organisation, organisation_id),
        level=level,
        full_name=full_name,
        language=language,
    )


@transaction.atomic
def invite_to_network(
    *, member: NetworkMember, email: str, by: User, full_name: str = "", language: str = "it"
) -> Invitation:
    """Invite an address to take the place kept for its organisation (`networks.invite_partner`)."""
    return _invite(
        email,
        by,
        purpose=InvitationPurpose.NETWORK,
        network_member=member,
        full_name=full_name,
        language=language,
    )


def answer_blockers(invitation: Invitation) -> list[Blocker]:
    """Why nobody can answer this invitation now; empty means that it waits for an answer."""
    state = invitation.state
    if state == InvitationState.PENDING:
        return []
    return [Blocker(f"invitation_{state}", CLOSED[state], _("whoever invited you"))]


def accept_blockers(
    invitation: Invitation,
    *,
    by: User,
    organisation: Organisation | None = None,
    other_address_confirmed: bool = False,
) -> list[Blocker]:
    """Every reason why `by` can't accept now; empty means they can."""
    blockers = answer_blockers(invitation)
    if is_other_address(invitation, by) and not other_address_confirmed:
        blockers.append(
            Blocker(
                "other_address",
                _("The invitation was sent to another address: confirm that it is meant for you."),
            )
        )
    if invitation.network_member is not None:
        network = invitation.network_member.network
        blockers += _partner_blockers(network, by=by, organisation=organisation)
    return blockers


@transaction.atomic
def accept_invitation(
    *,
    invitation_id: UUID,
    by: User,
    organisation: Organisation | None = None,
    other_address_confirmed: bool = False,
) -> Invitation:
    """Take what the invitation offers. Accepting twice is accepting once.

    For a network, `organisation` is the one that joins, which `by` must manage.
    """
    invitation = lock_with_target(invitation_id)
    if invitation.accepted_by_id == by.pk:
        return invitation
    refuse(
        accept_blockers(
            invitation,
            by=by,
            organisation=organisation,
            other_address_confirmed=other_address_confirmed,
        )
    )
    invitation.accepted_at = clock.now()
    invitation.accepted_by = by
    invitation.accepted_from_other_address = is_other_address(invitation, by)
    invitation.save()
    _take(invitation, by=by, organisation=organisation)
    record(
        invitation,
        Verb.ACCEPT,
        by=by,
        data={
            "purpose": invitation.purpose,
            "other_address": invitation.accepted_from_other_address,
        },
    )
    InvitationAnswered(invitation).queue()
    return invitation


@transaction.atomic
def decline_invitation(*, invitation_id: UUID, by: User) -> Invitation:
    """Say no; a place kept in a network becomes free."""
    invitation = lock_with_target(invitation_id)
    refuse(answer_blockers(invitation))
    invitation.declined_at = clock.now()
    invitation.save()
    free_place(invitation, by=by)
    record(invitation, Verb.DECLINE, by=by, data={"purpose": invitation.purpose})
    InvitationAnswered(invitation).queue()
    return invitation


def revoke_blockers(invitation: Invitation) -> list[Blocker]:
    """Why this invitation can't be taken back; an expired one can."""
    if invitation.state in {InvitationState.PENDING, InvitationState.EXPIRED}:
        return []
    return answer_blockers(invitation)


@transaction.atomic
def revoke_invitation(*, invitation_id: UUID, by: User) -> Invitation:
    """Take the invitation back: its link stops working now."""
    invitation = lock_with_target(invitation_id)
    refuse(revoke_blockers(invitation))
    return take_back(invitation, by=by)


@transaction.atomic
def resend_invitation(*, invitation_id: UUID, by: User) -> Invitation:
    """Send a new link, valid for thirty days from now; the former one stops working."""
    invitation = lock_with_target(invitation_id)
    refuse(revoke_blockers(invitation))
    token = _renew(invitation)
    invitation.save()
    record(invitation, Verb.RESEND, by=by, data={"purpose": invitation.purpose})
    InvitationSent(invitation, token).queue()
    return invitation


def is_other_address(invitation: Invitation, user: User) -> bool:
    return user.email.lower() != invitation.email


def _invite(email: str, by: User, **fields: Any) -> Invitation:
    invitation = Invitation(email=email.strip().lower(), invited_by=by, **fields)
    refuse(_invite_blockers(invitation))
    token = _renew(invitation)
    invitation.save()
    record(invitation, Verb.INVITE, by=by, data={"purpose": invitation.purpose})
    InvitationSent(invitation, token).queue()
    return invitation


def _invite_blockers(invitation: Invitation) -> list[Blocker]:
    target: dict[str, Any] = {"purpose": invitation.purpose}
    if invitation.network_member is not None:
        target["network_member__network"] = invitation.network_member.network
    else:
        target |= {
            "organisation": invitation.organisation,
            "role": invitation.role,
            "territory": invitation.territory,
        }
    open_one = Invitation.objects.filter(
        OPEN, email=invitation.email, expires_at__gt=clock.now(), **target
    )
    if open_one.exists():
        return [
            Blocker(
                "already_invited",
                _("This address already has an invitation: send it again instead."),
            )
        ]
    return []


def _renew(invitation: Invitation) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation.token_digest = queries.digest_of(token)
    invitation.sent_at = clock.now()
    invitation.expires_at = invitation.sent_at + LASTS
    return token


def _take(invitation: Invitation, *, by: User, organisation: Organisation | None) -> None:
    """Give what was offered, on the word of whoever invited."""
    inviter = invitation.invited_by
    if invitation.purpose == InvitationPurpose.ROLE:
        roles.grant_role(
            user=by, name=RoleName(invitation.role), by=inviter, territory=invitation.territory
        )
    elif invitation.organisation_id:
        members.add_member(
            organisation_id=invitation.organisation_id,
            user=by,
            level=MemberLevel(invitation.level),
            by=inviter,
        )
    elif invitation.network_member is not None:
        _join(invitation.network_member, organisation, by=by)


def _join(member: NetworkMember, organisation: Organisation | None, *, by: User) -> None:
    member.organisation = organisation
    member.state = NetworkMemberState.ACTIVE
    member.joined_at = clock.now()
    member.joined_by = by
    member.save()
    record(member.network, Verb.JOIN, by=by, data={"member": member.pk})


def _partner_blockers(
    network: Network, *, by: User, organisation: Organisation | None
) -> list[Blocker]:
    if organisation is None:
        return [Blocker("no_organisation", _("Choose the organisation that joins the network."))]
    if organisation.pk not in queries.standing_of(by).organisations_at(LEVELS_THAT_MANAGE):
        return [Blocker("not_manager", _("You don't manage this organisation."))]
    already = NetworkMember.objects.filter(
        network=network,
        organisation=organisation,
        state=NetworkMemberState.ACTIVE,
    )
    if already.exists():
        return [Blocker("already_member", _("This organisation is already in the network."))]
    return []
