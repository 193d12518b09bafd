"""What people, organisations and networks are told by e-mail and in the inbox."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.notices.domain.notice import Address, Notice
from core.people import queries
from core.people.enums import (
    LEVELS_THAT_MANAGE,
    InvitationPurpose,
    MemberLevel,
    RoleName,
    TieKind,
)
from core.people.models import (
    Delegation,
    Invitation,
    NetworkMember,
    Organisation,
    OrganisationMember,
    Role,
    Tie,
)
from core.ui.wording import day_text


class InvitationSent(Notice):
    """The link of an invitation: its address is a key, so nobody else may read the message."""

    kind = "people.invitation_sent"
    label = _("Somebody invites you")
    template = "people/emails/invitation_sent"
    duty = True
    confidential = True
    action_label = _("Read and answer the invitation")
    why = _("You receive this because somebody wrote your address on an invitation.")

    def __init__(self, invitation: Invitation, token: str) -> None:
        self.invitation = invitation
        self.token = token

    def recipients(self) -> Iterable[Address]:
        invitation = self.invitation
        return [Address(invitation.email, invitation.full_name, invitation.language)]

    def path(self) -> str:
        return reverse(
            "invitations:invitation_answer",
            kwargs={"slug": self.programme.slug, "token": self.token},
        )

    def context(self) -> Mapping[str, Any]:
        invitation = self.invitation
        return {
            "offer": offer_of(invitation),
            "inviter": invitation.invited_by.full_name,
            "expires_at": invitation.expires_at,
        }


class InvitationAnswered(Notice):
    """Tells whoever invited that the person said yes or no."""

    kind = "people.invitation_answered"
    label = _("An invitation of yours was answered")
    template = "people/emails/invitation_answered"

    def __init__(self, invitation: Invitation) -> None:
        self.invitation = invitation

    def recipients(self) -> Iterable[User]:
        return [self.invitation.invited_by]

    def path(self) -> str:
        return _path_of_target(self.invitation, self.programme.slug)

    def context(self) -> Mapping[str, Any]:
        return {
            "offer": offer_of(self.invitation),
            "accepted": self.invitation.accepted_at is not None,
            "name": self.invitation.accepted_by.full_name
            if self.invitation.accepted_by
            else self.invitation.full_name or self.invitation.email,
        }


class RoleGranted(Notice):
    kind = "people.role_granted"
    label = _("You are given a role")
    template = "people/emails/role_granted"
    duty = True
    action_label = _("Go to your work area")
    why = _("You receive this because it is about a role of yours.")

    def __init__(self, role: Role) -> None:
        self.role = role

    def recipients(self) -> Iterable[User]:
        return [self.role.user]

    def path(self) -> str:
        return reverse("people:profile", kwargs={"slug": self.programme.slug})

    def context(self) -> Mapping[str, Any]:
        return {
            "role": RoleName(self.role.name).label,
            "scope": str(self.role.territory or self.role.network or ""),
            "needs_second_factor": self.role.needs_second_factor,
        }


class RoleEnded(RoleGranted):
    kind = "people.role_ended"
    label = _("A role of yours ends")
    template = "people/emails/role_ended"


class RoleDelegated(Notice):
    """Tells the delegate in whose role they may act, and in which days."""

    kind = "people.role_delegated"
    label = _("You may act in somebody’s role")
    template = "people/emails/role_delegated"
    duty = True
    action_label = _("Go to your work area")
    why = _("You receive this because it is about a role in which you act for somebody.")

    def __init__(self, delegation: Delegation) -> None:
        self.delegation = delegation

    def recipients(self) -> Iterable[User]:
        return [self.delegation.delegate]

    def path(self) -> str:
        return reverse("people:profile", kwargs={"slug": self.programme.slug})

    def context(self) -> Mapping[str, Any]:
        role, last = self.delegation.role, self.delegation.last_day
        return {
            "role": RoleName(role.name).label,
            "scope": str(role.territory or role.network or ""),
            "holder": role.user.full_name,
            "first": day_text(self.delegation.starts_on, year=True),
            "last": day_text(last, year=True) if last else "",
            "act": self.delegation.act_reference,
            "needs_second_factor": role.needs_second_factor,
        }


class DelegationEnded(RoleDelegated):
    kind = "people.delegation_ended"
    label = _("You no longer act in somebody’s role")
    template = "people/emails/delegation_ended"


class TieRecorded(Notice):
    """Tells a person that somebody wrote down a tie of theirs: it bars them from deciding on the network."""

    kind = "people.tie_recorded"
    label = _("Somebody records a tie of yours with a network")
    template = "people/emails/tie_recorded"
    duty = True
    action_label = _("See your ties")
    why = _("You receive this because it is about what you may decide.")

    def __init__(self, tie: Tie) -> None:
        self.tie = tie

    def recipients(self) -> Iterable[User]:
        return [self.tie.user]

    def path(self) -> str:
        return reverse("people:profile", kwargs={"slug": self.programme.slug})

    def context(self) -> Mapping[str, Any]:
        return {
            "network": self.tie.network.name,
            "tie_kind": TieKind(self.tie.kind).label,
            "by": self.tie.declared_by.full_name,
        }


class MemberAdded(Notice):
    """Tells those who manage an organisation that somebody else now acts for it."""

    kind = "people.member_added"
    label = _("Somebody acts for your organisation")
    template = "people/emails/member_added"
    action_label = _("See the members")

    def __init__(self, member: OrganisationMember) -> None:
        self.member = member

    def recipients(self) -> Iterable[User]:
        managers = queries.people_of_organisation(
            self.member.organisation, levels=LEVELS_THAT_MANAGE
        )
        return managers.exclude(pk=self.member.user_id)

    def path(self) -> str:
        return _path_of_organisation(self.member.organisation, self.programme.slug)

    def context(self) -> Mapping[str, Any]:
        return {
            "organisation": self.member.organisation.name,
            "name": self.member.user.full_name,
            "level": MemberLevel(self.member.level).label,
        }


class AccessRecovered(Notice):
    """Tells the new and the former managers that a facilitator gave the access to somebody."""

    kind = "people.access_recovered"
    label = _("Access to an organisation was given back")
    template = "people/emails/access_recovered"
    duty = True

    def __init__(self, organisation: Organisation, manager: User, former: list[User]) -> None:
        self.organisation = organisation
        self.manager = manager
        self.former = former

    def recipients(self) -> Iterable[User | Address]:
        shared = self.organisation.pec or self.organisation.email
        mailbox = [Address(shared, self.organisation.name)] if shared else []
        return [self.manager, *self.former, *mailbox]

    def path(self) -> str:
        return _path_of_organisation(self.organisation, self.programme.slug)

    def context(self) -> Mapping[str, Any]:
        return {"organisation": self.organisation.name, "name": self.manager.full_name}


class PartnerLeft(Notice):
    """Tells the people of the network that an organisation has left."""

    kind = "people.partner_left"
    label = _("An organisation leaves your network")
    template = "people/emails/partner_left"

    def __init__(self, member: NetworkMember) -> None:
        self.member = member

    def recipients(self) -> Iterable[User]:
        return queries.people_of_network(self.member.network, levels=LEVELS_THAT_MANAGE)

    def path(self) -> str:
        return reverse(
            "people:network_detail",
            kwargs={"slug": self.programme.slug, "network_id": self.member.network_id},
        )

    def context(self) -> Mapping[str, Any]:
        return {"network": self.member.network.name, "organisation": str(self.member)}


def offer_of(invitation: Invitation) -> dict[str, str]:
    """What an invitation offers, in words of the active language: a purpose, a role, a name."""
    offer = {"purpose": str(invitation.purpose), "what": "", "name": ""}
    if invitation.purpose == InvitationPurpose.ROLE:
        offer["what"] = str(RoleName(invitation.role).label)
        offer["name"] = str(invitation.territory or "")
    elif invitation.organisation:
        offer["what"] = str(MemberLevel(invitation.level).label)
        offer["name"] = invitation.organisation.name
    elif invitation.network_member:
        offer["what"] = invitation.network_member.invited_name
        offer["name"] = invitation.network_member.network.name
    return offer


def _path_of_organisation(organisation: Organisation, slug: str) -> str:
    return reverse(
        "people:organisation_detail", kwargs={"slug": slug, "organisation_id": organisation.pk}
    )


def _path_of_target(invitation: Invitation, slug: str) -> str:
    if invitation.organisation:
        return _path_of_organisation(invitation.organisation, slug)
    if invitation.network_member:
        return reverse(
            "people:network_detail",
            kwargs={"slug": slug, "network_id": invitation.network_member.network_id},
        )
    return reverse("people:people_list", kwargs={"slug": slug})
