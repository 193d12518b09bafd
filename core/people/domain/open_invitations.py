"""Invitations that nobody has answered. They stand on the word of whoever wrote them: when that person
loses the role that let them write one, it is taken back."""

from uuid import UUID

from core.access import clock
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people.enums import NetworkMemberState
from core.people.models import Invitation, Network, Organisation
from core.people.models.invitations import OPEN
from core.people.rules import may_manage_invitation


def lock_with_target(invitation_id: UUID) -> Invitation:
    """The invitation, behind the lock of the organisation or network that it leads to."""
    found = Invitation.objects.select_related("network_member").get(pk=invitation_id)
    if found.organisation_id:
        lock(Organisation, found.organisation_id)
    if found.network_member:
        lock(Network, found.network_member.network_id)
    return lock(Invitation, invitation_id)


def take_back(invitation: Invitation, *, by: User) -> Invitation:
    """Its link stops working now, and a place kept in a network becomes free. `invitation` is locked."""
    invitation.revoked_at = clock.now()
    invitation.revoked_by = by
    invitation.save()
    free_place(invitation, by=by)
    record(invitation, Verb.REVOKE, by=by, data={"purpose": invitation.purpose})
    return invitation


def take_back_orphaned(author: User, *, by: User) -> None:
    """Take back what this person wrote and may no longer write. Called when a role of theirs has ended;
    a platform operator invites first coordinators without any role."""
    if author.is_platform_operator:
        return
    keys = Invitation.objects.filter(OPEN, invited_by=author).order_by("pk").values_list("pk")
    for (key,) in list(keys):
        invitation = lock_with_target(key)
        if not may_manage_invitation(author, invitation) and _is_open(invitation):
            take_back(invitation, by=by)


def free_place(invitation: Invitation, *, by: User) -> None:
    member = invitation.network_member
    if member is None or member.state != NetworkMemberState.INVITED:
        return
    member.state = NetworkMemberState.DECLINED
    member.closed_at = clock.now()
    member.closed_by = by
    member.save()


def _is_open(invitation: Invitation) -> bool:
    """Read again behind the lock: somebody may have answered meanwhile."""
    return not (invitation.accepted_at or invitation.declined_at or invitation.revoked_at)
