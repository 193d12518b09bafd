"""Letting another person act in a role for a time, by a dated act (T12).

The delegate acts in their own name: their own ties bar them, and where distinct persons must act they count as
themselves.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries
from core.people.domain.open_invitations import take_back_orphaned
from core.people.domain.roles import GIVEN_BY_ACT
from core.people.models import Delegation, Role
from core.people.notifications import DelegationEnded, RoleDelegated


def role_blockers(role: Role) -> list[Blocker]:
    """Every reason why nobody may be a delegate in this role; empty means that somebody may."""
    blockers = []
    if role.name in GIVEN_BY_ACT:
        text = _("A seat on a commission is not delegated: its alternates are called.")
        blockers.append(Blocker("seat_of_commission", text))
    if role.network_id:
        text = _("Who accompanies a network is not replaced for days: give it another mentor.")
        blockers.append(Blocker("role_on_a_network", text))
    if not role.is_current:
        blockers.append(Blocker("role_ended", _("This role has already ended.")))
    return blockers


def delegate_blockers(
    role: Role, *, delegate: User, starts_on: date, ends_on: date, act_date: date, by: User
) -> list[Blocker]:
    """Every reason why this person can't act in the role on these days; empty means they can."""
    blockers = role_blockers(role)
    if delegate == by:
        blockers.append(
            Blocker("delegates_to_self", _("Somebody else must give you a delegation."))
        )
    if delegate == role.user:
        blockers.append(Blocker("own_delegate", _("Nobody is their own delegate.")))
    if starts_on < clock.today():
        blockers.append(Blocker("delegation_in_past", _("A delegation doesn't begin in the past.")))
    if act_date > starts_on:
        blockers.append(
            Blocker("act_after_delegation", _("The delegation would begin before its act."))
        )
    if ends_on <= max(starts_on, clock.today()):
        blockers.append(Blocker("delegation_over", _("The delegation would already be over.")))
    elif role.delegations.filter(
        delegate=delegate, starts_on__lt=ends_on, ends_on__gt=starts_on
    ).exists():
        blockers.append(
            Blocker("already_delegated", _("On some of these days they are a delegate already."))
        )
    return blockers


@transaction.atomic
def delegate_role(
    *,
    role_id: UUID,
    delegate: User,
    starts_on: date,
    ends_on: date,
    act_reference: str,
    act_date: date,
    by: User,
) -> Delegation:
    """Let another person act in a role from one day to another (excluded), by a dated act (T12)."""
    role = lock(Role, role_id)
    refuse(
        delegate_blockers(
            role,
            delegate=delegate,
            starts_on=starts_on,
            ends_on=ends_on,
            act_date=act_date,
            by=by,
        )
    )
    delegation = Delegation.objects.create(
        role=role,
        delegate=delegate,
        starts_on=starts_on,
        ends_on=ends_on,
        act_reference=act_reference,
        act_date=act_date,
        recorded_by=by,
    )
    queries.forget(delegate, by)
    record(delegation, Verb.DELEGATE, by=by, data={"role": role.name, "until": ends_on})
    RoleDelegated(delegation).queue()
    return delegation


def end_blockers(delegation: Delegation) -> list[Blocker]:
    """Every reason why this delegation can't end now; empty means it can."""
    if delegation.is_over:
        return [Blocker("delegation_over", _("This delegation is over already."))]
    return []


@transaction.atomic
def end_delegation(*, delegation_id: UUID, by: User) -> Delegation:
    """The delegate acts in the role no more from today; what they did stays theirs."""
    delegation = lock(Delegation, delegation_id)
    refuse(end_blockers(delegation))
    delegation.ends_on = max(clock.today(), delegation.starts_on)
    delegation.save()
    queries.forget(delegation.delegate, by)
    take_back_orphaned(delegation.delegate, by=by)
    record(delegation, Verb.END, by=by, data={"role": delegation.role.name})
    DelegationEnded(delegation).queue()
    return delegation
