"""The first coordinator of a programme: the only person whom an operator invites into one.

Operators see no programme's content. Once somebody coordinates it, who else does is decided there.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.access.blocked import Blocker, refuse
from core.access.models import User
from core.access.scope import open_programme
from core.people.domain.invitations import invite_to_role
from core.people.enums import RoleName
from core.people.models import Invitation
from core.programmes.models import Programme
from topmetro.platform import queries

OWN_ADDRESS = Blocker(
    "own_address",
    _("Nobody invites themselves: whoever runs the installation sees no programme's content."),
    _("another platform operator"),
)
COORDINATED = Blocker(
    "already_coordinated",
    _("This programme has a coordinator, who invites the others."),
    _("the programme's coordinator"),
)


def invite_coordinator_blockers(programme: Programme, *, email: str, by: User) -> list[Blocker]:
    """Every reason why this operator cannot invite this address to coordinate the programme."""
    blockers = []
    if email.strip().lower() == by.email.lower():
        blockers.append(OWN_ADDRESS)
    if queries.coordinators(programme):
        blockers.append(COORDINATED)
    return blockers


@transaction.atomic
def invite_coordinator(*, programme_id: UUID, email: str, full_name: str, by: User) -> Invitation:
    """Send the invitation. Must be called outside any programme. Raises Blocked."""
    programme = Programme.objects.get(pk=programme_id)
    refuse(invite_coordinator_blockers(programme, email=email, by=by))
    with open_programme(programme.pk):
        return invite_to_role(role=RoleName.COORDINATOR, email=email, full_name=full_name, by=by)
