"""Who acts for an organisation, and at which level. The last manager can't leave.

Access that an association lost (its board changed, a person has gone) is given back by a facilitator
with proof: the minutes of the new board, a request by certified e-mail.
"""

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
from core.people.enums import LEVELS_THAT_MANAGE, MemberLevel
from core.people.models import Organisation, OrganisationMember
from core.people.models.periods import current
from core.people.notifications import AccessRecovered, MemberAdded


@transaction.atomic
def add_member(
    *, organisation_id: UUID, user: User, level: MemberLevel, by: User, told: bool = True
) -> OrganisationMember:
    """Let a person act for the organisation from today; who already does keeps their level.

    The others who manage the organisation are told, unless `told` is False (its first member).
    """
    organisation = lock(Organisation, organisation_id)
    held = _membership(organisation, user)
    if held is not None:
        return held
    member = _add(organisation, user, level, by=by)
    record(organisation, Verb.ADD, by=by, data={"member": member.pk, "level": level})
    if told:
        MemberAdded(member).queue()
    return member


def level_blockers(member: OrganisationMember, level: MemberLevel | None) -> list[Blocker]:
    """Why the member can't go to `level` (None: leave); empty means they can."""
    if not member.is_current:
        return [Blocker("member_left", _("This person no longer acts for the organisation."))]
    if level in LEVELS_THAT_MANAGE or member.level not in LEVELS_THAT_MANAGE:
        return []
    others = OrganisationMember.objects.filter(
        current(),
        organisation=member.organisation_id,
        level__in=LEVELS_THAT_MANAGE,
        user__is_active=True,
    ).exclude(pk=member.pk)
    if others.exists():
        return []
    return [
        Blocker(
            "last_manager",
            _("Nobody else manages the organisation: make somebody else a manager first."),
            _("a manager of the organisation"),
        )
    ]


@transaction.atomic
def change_level(*, member_id: UUID, level: MemberLevel, by: User) -> OrganisationMember:
    """Move a member to another level from today; the days at the former level are kept."""
    member = _lock_member(member_id)
    if member.level == level:
        return member
    refuse(level_blockers(member, level))
    _end(member, by=by)
    moved = _add(member.organisation, member.user, level, by=by)
    take_back_orphaned(member.user, by=by)
    record(
        member.organisation,
        Verb.CHANGE,
        by=by,
        data={"member": moved.pk, "from": member.level, "to": level},
    )
    return moved


@transaction.atomic
def end_member(*, member_id: UUID, by: User) -> OrganisationMember:
    """The person stops acting for the organisation today; one may also end oneself."""
    member = _lock_member(member_id)
    refuse(level_blockers(member, None))
    _end(member, by=by)
    take_back_orphaned(member.user, by=by)
    verb = Verb.LEAVE if by == member.user else Verb.REMOVE
    record(member.organisation, verb, by=by, data={"member": member.pk})
    return member


def hand_over_blockers(heir: OrganisationMember, *, by: User) -> list[Blocker]:
    """Why `by` can't give the management to this member; empty means they can."""
    own = _membership(heir.organisation, by)
    if own is None or own.level not in LEVELS_THAT_MANAGE or own.pk == heir.pk:
        return [
            Blocker("not_manager", _("Only a manager hands the organisation to somebody else."))
        ]
    return []


@transaction.atomic
def hand_over(*, member_id: UUID, by: User) -> OrganisationMember:
    """Make this member a manager in the place of `by`, who stops acting for the organisation."""
    heir = _lock_member(member_id)
    refuse(hand_over_blockers(heir, by=by))
    own = _membership(heir.organisation, by)
    assert own is not None  # a blocker above
    if heir.level not in LEVELS_THAT_MANAGE:
        heir = change_level(member_id=heir.pk, level=MemberLevel.MANAGER, by=by)
    end_member(member_id=own.pk, by=by)
    return heir


def recover_blockers(proof: str) -> list[Blocker]:
    """Why the access can't be given back; empty means it can."""
    if proof.strip():
        return []
    return [Blocker("no_proof", _("Say which document proves it: minutes, PEC."))]


@transaction.atomic
def recover_access(
    *, organisation_id: UUID, user: User, proof: str, by: User, end_others: bool = False
) -> OrganisationMember:
    """A facilitator makes `user` manager, citing the proof; the former managers are told.

    `end_others` ends the access of all who managed it before (the board has changed).
    """
    organisation = lock(Organisation, organisation_id)
    refuse(recover_blockers(proof))
    former = list(
        OrganisationMember.objects.filter(
            current(), organisation=organisation, level__in=LEVELS_THAT_MANAGE
        )
        .select_related("user")
        .order_by("pk")
    )
    AccessRecovered(organisation, user, [one.user for one in former]).queue()
    for one in former:
        if end_others and one.user_id != user.pk:
            _end(one, by=by)
            take_back_orphaned(one.user, by=by)
    held = _membership(organisation, user)
    if held is not None:
        _end(held, by=by)
    member = _add(organisation, user, MemberLevel.MANAGER, by=by, proof=proof.strip())
    record(
        organisation,
        Verb.REASSIGN,
        by=by,
        data={"member": member.pk, "ended": [str(one.pk) for one in former if one.ends_on]},
    )
    return member


def _lock_member(member_id: UUID) -> OrganisationMember:
    """The member, behind the lock of its organisation: whose state decides who may leave."""
    organisation_id = OrganisationMember.objects.values_list("organisation_id", flat=True).get(
        pk=member_id
    )
    lock(Organisation, organisation_id)
    return lock(OrganisationMember, member_id)


def _membership(organisation: Organisation, user: User) -> OrganisationMember | None:
    return OrganisationMember.objects.filter(
        current(), organisation=organisation, user=user
    ).first()


def _add(
    organisation: Organisation, user: User, level: MemberLevel, *, by: User, proof: str = ""
) -> OrganisationMember:
    member = OrganisationMember.objects.create(
        organisation=organisation, user=user, level=level, added_by=by, proof=proof
    )
    queries.forget(user, by)
    return member


def _end(member: OrganisationMember, *, by: User) -> None:
    member.ends_on = clock.today()
    member.ended_by = by
    member.save()
    queries.forget(member.user, by)
