"""Who may do what with people, organisations and networks; and predicates for the other parts."""

import rules

from core.access.models import User
from core.access.page import SECOND_FACTOR_MET, SEE_UNPUBLISHED
from core.access.rules import is_signed_in
from core.people import queries
from core.people.enums import LEVELS_THAT_MANAGE, LEVELS_THAT_WRITE, MemberLevel, RoleName
from core.people.models import (
    ContactPerson,
    Invitation,
    Network,
    NetworkMember,
    Organisation,
    OrganisationMember,
    Registration,
    Tie,
)
from core.people.queries.standing import Person, standing_of
from core.people.roles import NEED_SECOND_FACTOR

OfOrganisation = Organisation | OrganisationMember | Registration | ContactPerson | NetworkMember


def has(*names: RoleName) -> rules.Predicate:
    """A predicate: the person holds one of these roles in the open programme."""

    def holds(user: Person) -> bool:
        return queries.has_role(user, *names)

    return rules.predicate(holds, name="has:" + ",".join(names))


def acts_for(levels: frozenset[MemberLevel]) -> rules.Predicate:
    """A predicate on an organisation, or a row of it: the person acts for it at one of these levels."""

    def acts(user: Person, target: OfOrganisation) -> bool:
        return _organisation(target).pk in standing_of(user).organisations_at(levels)

    return rules.predicate(acts, name="acts_for:" + ",".join(sorted(levels)))


def acts_for_lead(levels: frozenset[MemberLevel]) -> rules.Predicate:
    """A predicate on a network: the person acts for its lead organisation."""

    def acts(user: Person, target: Network | NetworkMember) -> bool:
        network = target.network if isinstance(target, NetworkMember) else target
        return network.lead_id in standing_of(user).organisations_at(levels)

    return rules.predicate(acts, name="acts_for_lead:" + ",".join(sorted(levels)))


def acts_in_network(levels: frozenset[MemberLevel]) -> rules.Predicate:
    """A predicate on a network: the person acts for one of its organisations (one query)."""

    def acts(user: Person, network: Network) -> bool:
        return queries.networks_of(user, levels=levels).filter(pk=network.pk).exists()

    return rules.predicate(acts, name="acts_in_network:" + ",".join(sorted(levels)))


is_coordinator = has(RoleName.COORDINATOR)
is_facilitator = has(RoleName.COORDINATOR, RoleName.FACILITATOR)
is_verifier = has(RoleName.VERIFIER)
is_metropolitan_official = has(RoleName.METROPOLITAN_OFFICIAL)
is_finance_officer = has(RoleName.FINANCE_OFFICER)
is_municipal_official = has(RoleName.MUNICIPAL_OFFICIAL)
is_office = has(
    RoleName.COORDINATOR,
    RoleName.FACILITATOR,
    RoleName.VERIFIER,
    RoleName.METROPOLITAN_OFFICIAL,
    RoleName.FINANCE_OFFICER,
)


@rules.predicate
def is_in_programme(user: Person) -> bool:
    """Holds any role in the open programme, one in an organisation included."""
    return bool(queries.roles_in(user))


@rules.predicate
def second_factor_met(user: Person, programme: object = None) -> bool:
    """Whoever decides for others or pays has set up a second factor; asked of every page.

    Outside a programme only the platform operator is asked for one.
    """
    if not isinstance(user, User):
        return True
    bound = (
        user.is_platform_operator
        if programme is None
        else not NEED_SECOND_FACTOR.isdisjoint(queries.roles_in(user))
    )
    return not bound or queries.has_second_factor(user)


@rules.predicate
def knows_organisation(user: Person, organisation: Organisation) -> bool:
    return queries.visible_organisations(user).filter(pk=organisation.pk).exists()


@rules.predicate
def accompanies_organisation(user: Person, organisation: Organisation) -> bool:
    """Mentors see whom to call in the organisations of the networks that they accompany."""
    accompanied = standing_of(user).accompanied
    if not accompanied:
        return False
    return organisation.network_memberships.filter(network__in=accompanied, state="active").exists()


@rules.predicate
def knows_network(user: Person, network: Network) -> bool:
    return queries.visible_networks(user).filter(pk=network.pk).exists()


@rules.predicate
def may_manage_invitation(user: Person, invitation: Invitation) -> bool:
    """Take back or send again: whoever may make such an invitation."""
    if invitation.organisation:
        return bool(_manages(user, invitation.organisation))
    if invitation.network_member:
        return bool((_writes_for_lead | is_facilitator)(user, invitation.network_member.network))
    return bool(is_coordinator(user))


@rules.predicate
def is_this_member(user: Person, member: OrganisationMember) -> bool:
    """Anybody may stop acting for an organisation."""
    return member.user_id == user.pk


@rules.predicate
def is_bound(user: Person, tie: Tie) -> bool:
    """It is the person's own tie."""
    return tie.user_id == user.pk


@rules.predicate
def is_invited(user: Person, invitation: Invitation) -> bool:
    """The invitation was sent to the address with which the person signed in."""
    return isinstance(user, User) and user.email.lower() == invitation.email


def _organisation(target: OfOrganisation) -> Organisation:
    found = target if isinstance(target, Organisation) else target.organisation
    assert found is not None
    return found


_acts = acts_for(frozenset(MemberLevel))
_manages = acts_for(LEVELS_THAT_MANAGE)
_writes_for_lead = acts_for_lead(LEVELS_THAT_WRITE)

rules.add_rule(SECOND_FACTOR_MET, second_factor_met)
rules.add_perm(SEE_UNPUBLISHED, is_in_programme)

_PERMISSIONS: dict[str, rules.Predicate] = {
    "people.see_people": is_facilitator,
    "people.manage_people": is_coordinator,
    "people.declare_tie": is_in_programme,
    "people.end_tie": is_bound | is_coordinator,
    "people.see_organisation": knows_organisation,
    "people.see_contacts": _acts | is_office | accompanies_organisation,
    "people.see_iban": acts_for(LEVELS_THAT_WRITE) | is_office,
    "people.export_organisations": is_office,
    "people.create_organisation": is_signed_in,
    "people.change_organisation": acts_for(LEVELS_THAT_WRITE) | is_facilitator,
    "people.manage_members": _manages,
    "people.end_member": _manages | is_this_member,
    "people.recover_access": is_facilitator,
    "people.check_registration": is_facilitator | is_verifier,
    "people.verify_iban": is_verifier | is_finance_officer,
    "people.see_network": knows_network,
    "people.create_network": is_signed_in,
    "people.change_network": _writes_for_lead | is_facilitator,
    "people.invite_partner": _writes_for_lead | is_facilitator,
    "people.leave_network": _manages | is_facilitator,
    "people.manage_invitation": may_manage_invitation,
    "people.answer_invitation": is_invited,
    "notices.see_outbox": is_coordinator,
}
for _name, _predicate in _PERMISSIONS.items():
    rules.add_perm(_name, _predicate)
