"""Granting and ending roles. A programme is never left without a coordinator.

Who accompanied a network as its mentor stays tied to it when the role ends (P9, C7, T4).
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.access import clock, hands
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries
from core.people.domain.open_invitations import take_back_orphaned
from core.people.domain.ties import derive_tie
from core.people.enums import RoleName, TieKind
from core.people.models import Network, Role
from core.people.models.periods import current
from core.people.models.roles import OF_A_CALL
from core.people.notifications import RoleEnded, RoleGranted

GIVEN_BY_ACT = frozenset(RoleName(name) for name in OF_A_CALL)
"""Roles on a call: a commission is appointed by an act, not by an invitation."""


@transaction.atomic
def grant_role(
    *,
    user: User,
    name: RoleName,
    by: User,
    territory: Any = None,
    network: Network | None = None,
    call_id: UUID | None = None,
    act_reference: str = "",
    told: bool = True,
) -> Role:
    """Give a person a role from today; a role that is already held is answered, not doubled.

    `told=False` where the verb that grants it tells the person more, and in one message.

    `territory` is needed by municipal officials, `call_id` by commissions, `network` only by mentors
    (one grant for each network); the database refuses any other combination.
    """
    # Two grants to one person wait for each other: the second then finds the first.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    scope = {"territory": territory, "network": network, "call_id": call_id}
    held = Role.objects.filter(current(), user=user, name=name, **_lookups(scope)).first()
    if held is not None:
        return held
    role = Role.objects.create(
        user=user, name=name, granted_by=by, act_reference=act_reference, **scope
    )
    queries.forget(user, by)
    record(role, Verb.GRANT, by=by, data={"role": name})
    if told:
        RoleGranted(role).queue()
    return role


def end_blockers(role: Role) -> list[Blocker]:
    """Every reason this role cannot end now; empty means it can."""
    if not role.is_current:
        return [Blocker("role_ended", _("This role has already ended."))]
    others = Role.objects.filter(current(), name=RoleName.COORDINATOR).exclude(user=role.user_id)
    if role.name == RoleName.COORDINATOR and not others.exists():
        return [
            Blocker(
                "last_coordinator",
                _("This is the programme's only coordinator: appoint another one first."),
                hands.coordinator(),
            )
        ]
    return []


@transaction.atomic
def end_role(*, role_id: UUID, by: User) -> Role:
    """End a role today; what the person did in it stays theirs, what they offered is taken back.

    The end of a mentor's role on a network leaves a tie behind: they decide nothing on it later either.
    """
    role = _lock_with_others(role_id)
    refuse(end_blockers(role))
    role.ends_on = clock.today()
    role.ended_by = by
    role.save()
    if role.network is not None:
        derive_tie(user=role.user, network=role.network, kind=TieKind.HELPED, by=by)
    queries.forget(role.user, by)
    take_back_orphaned(role.user, by=by)
    record(role, Verb.END, by=by, data={"role": role.name})
    RoleEnded(role).queue()
    return role


def _lookups(scope: dict[str, Any]) -> dict[str, Any]:
    return {
        (key if value is not None else f"{key}__isnull"): value if value is not None else True
        for key, value in scope.items()
    }


def _lock_with_others(role_id: UUID) -> Role:
    """The role; a coordinator's only with all the others, or two could end each other together.

    A mentor's after the network, in the order in which mentorships lock them.
    """
    role = Role.objects.get(pk=role_id)
    if role.network_id:
        lock(Network, role.network_id)
    if role.name == RoleName.COORDINATOR:
        coordinators = Role.objects.filter(current(), name=RoleName.COORDINATOR).order_by("pk")
        list(coordinators.select_for_update(no_key=True))
    return lock(Role, role_id)
