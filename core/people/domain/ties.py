"""Ties between people and networks: nobody decides on a network to which they are tied (C7, T4, P9)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.access import clock, hands
from core.access.blocked import Blocked, Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people.enums import DECLARABLE_TIES, TieKind, TieOrigin
from core.people.models import Network, Tie
from core.people.notifications import TieRecorded


@transaction.atomic
def declare_tie(*, user: User, network: Network, kind: TieKind, by: User) -> Tie:
    """A person declares a tie with a network, or somebody records it for them; once is enough."""
    if kind not in DECLARABLE_TIES:
        raise Blocked([Blocker("derived_tie", _("This tie is read from roles and memberships."))])
    return _keep(user=user, network=network, kind=kind, origin=TieOrigin.DECLARED, by=by)


@transaction.atomic
def derive_tie(*, user: User, network: Network, kind: TieKind, by: User) -> Tie:
    """A part of the portal writes down a tie that it has seen arise, such as help with a report."""
    return _keep(user=user, network=network, kind=kind, origin=TieOrigin.DERIVED, by=by)


def end_blockers(tie: Tie, *, by: User) -> list[Blocker]:
    """Every reason why `by` can't end this tie now; empty means they can."""
    blockers = []
    if tie.ended_on:
        blockers.append(Blocker("tie_ended", _("This tie has already ended.")))
    own_word = tie.origin == TieOrigin.DECLARED and tie.declared_by_id == tie.user_id
    if by == tie.user and not own_word:
        blockers.append(
            Blocker("own_tie", _("Somebody else must end this tie."), hands.coordinator())
        )
    return blockers


@transaction.atomic
def end_tie(*, tie_id: UUID, by: User) -> Tie:
    """The tie no longer holds from today; it stays in the record.

    The person it binds ends only what they declared themselves.
    """
    tie = lock(Tie, tie_id)
    refuse(end_blockers(tie, by=by))
    tie.ended_on = clock.today()
    tie.ended_by = by
    tie.save()
    record(tie, Verb.END, by=by, data={"kind": tie.kind})
    return tie


def _keep(*, user: User, network: Network, kind: TieKind, origin: TieOrigin, by: User) -> Tie:
    lock(Network, network.pk)
    held = Tie.objects.filter(user=user, network=network, kind=kind, ended_on__isnull=True).first()
    if held is not None:
        return _stronger(held, origin=origin, by=by)
    tie = Tie.objects.create(
        user=user,
        network=network,
        kind=kind,
        origin=origin,
        declared_on=clock.today(),
        declared_by=by,
    )
    record(tie, Verb.DECLARE, by=by, data={"kind": kind, "origin": origin})
    if by != user:
        TieRecorded(tie).queue()
    return tie


def _stronger(held: Tie, *, origin: TieOrigin, by: User) -> Tie:
    """What somebody else says, or the portal sees, outlives the person's own word."""
    own_word = held.origin == TieOrigin.DECLARED and held.declared_by_id == held.user_id
    if own_word and (origin == TieOrigin.DERIVED or by != held.user):
        held.origin, held.declared_by = origin, by
        held.save()
        record(held, Verb.DECLARE, by=by, data={"kind": held.kind, "origin": origin})
        if by != held.user:
            TieRecorded(held).queue()
    return held
