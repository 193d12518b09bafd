"""Networks: how they begin, grow and change form. The lead is always one of the members."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people.domain import invitations
from core.people.domain.joining import active_member
from core.people.enums import NetworkForm, NetworkMemberState
from core.people.models import Network, NetworkFormChange, NetworkMember, Organisation
from core.people.notifications import PartnerLeft


@transaction.atomic
def create_network(*, name: str, territory: Any, lead: Organisation, by: User) -> Network:
    """Begin an informal network whose first member is its lead."""
    now = clock.now()
    network = Network.objects.create(
        name=name, territory=territory, lead=lead, created_at=now, created_by=by
    )
    active_member(network, lead, at=now, by=by)
    NetworkFormChange.objects.create(
        network=network,
        form=network.form,
        since=clock.today(),
        recorded_at=now,
        recorded_by=by,
    )
    record(network, Verb.CREATE, by=by, data={"lead": lead.pk, "territory": network.territory_id})
    return network


@transaction.atomic
def change_network(*, network_id: UUID, name: str, territory: Any, by: User) -> Network:
    """Rename the network, or move it to another territory."""
    network = lock(Network, network_id)
    network.name = name
    network.territory = territory
    network.save()
    record(network, Verb.CHANGE, by=by, data={"territory": network.territory_id})
    return network


@transaction.atomic
def invite_partner(
    *,
    network_id: UUID,
    partner_name: str,
    email: str,
    by: User,
    full_name: str = "",
    language: str = "it",
) -> NetworkMember:
    """Keep a place for a partner and write to it; it may have neither account nor organisation."""
    network = lock(Network, network_id)
    member = NetworkMember.objects.create(
        network=network,
        invited_name=partner_name,
        state=NetworkMemberState.INVITED,
        invited_at=clock.now(),
        invited_by=by,
    )
    invitations.invite_to_network(
        member=member, email=email, full_name=full_name, language=language, by=by
    )
    record(network, Verb.INVITE, by=by, data={"member": member.pk})
    return member


def leave_blockers(member: NetworkMember) -> list[Blocker]:
    """Why this organisation can't leave the network now; empty means it can."""
    if member.state != NetworkMemberState.ACTIVE:
        return [Blocker("not_member", _("This organisation is not a member of the network."))]
    if member.organisation_id == member.network.lead_id:
        return [
            Blocker(
                "lead_stays",
                _("The lead answers for the network: give the lead to another member first."),
                _("the lead organisation"),
            )
        ]
    return []


@transaction.atomic
def leave_network(*, member_id: UUID, by: User) -> NetworkMember:
    """The organisation leaves; what it did in the network stays in the record."""
    member = _lock_member(member_id)
    refuse(leave_blockers(member))
    member.state = NetworkMemberState.LEFT
    member.closed_at = clock.now()
    member.closed_by = by
    member.save()
    record(member.network, Verb.LEAVE, by=by, data={"member": member.pk})
    PartnerLeft(member).queue()
    return member


def lead_blockers(member: NetworkMember) -> list[Blocker]:
    """Why this member can't become the lead now; empty means it can."""
    if member.state != NetworkMemberState.ACTIVE or member.organisation is None:
        return [Blocker("not_member", _("This organisation is not a member of the network."))]
    if member.organisation.is_informal:
        return [
            Blocker(
                "lead_informal",
                _("An informal group receives no money: it can't take over the lead."),
            )
        ]
    return []


@transaction.atomic
def change_lead(*, member_id: UUID, by: User) -> Network:
    """Make this member the lead; the former lead stays as a partner."""
    member = _lock_member(member_id)
    refuse(lead_blockers(member))
    assert member.organisation is not None  # a blocker above
    network = member.network
    data = {"from": network.lead_id, "to": member.organisation_id}
    network.lead = member.organisation
    network.save()
    record(network, Verb.REASSIGN, by=by, data=data)
    return network


def change_form_blockers(network: Network, *, form: NetworkForm, since: date) -> list[Blocker]:
    """Why the network can't be recorded in this form since that day; empty means it can."""
    blockers = []
    if form == network.form:
        blockers.append(Blocker("same_form", _("The network already has this form.")))
    if since > clock.today():
        blockers.append(Blocker("future", _("This day is still to come.")))
    last = network.form_changes.order_by("-since", "-recorded_at").first()
    if last is not None and since < last.since:
        blockers.append(Blocker("before_last", _("The last change is later than this day.")))
    partners = network.members.filter(state=NetworkMemberState.ACTIVE)
    if form != NetworkForm.INFORMAL and partners.count() < 2:  # it takes two
        blockers.append(
            Blocker("alone", _("It takes at least two organisations."), _("the invited partners"))
        )
    return blockers


@transaction.atomic
def change_form(
    *, network_id: UUID, form: NetworkForm, since: date, by: User, reference: str = ""
) -> NetworkFormChange:
    """Record a step of the network's growth (or its return to an earlier form)."""
    network = lock(Network, network_id)
    refuse(change_form_blockers(network, form=form, since=since))
    change = NetworkFormChange.objects.create(
        network=network,
        form=form,
        since=since,
        reference=reference,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    data = {"from": network.form, "to": form, "since": since}
    network.form = form
    network.save()
    record(network, Verb.CHANGE, by=by, data=data)
    return change


def _lock_member(member_id: UUID) -> NetworkMember:
    """The member, behind the lock of its network: whose lead decides who may leave."""
    network_id = NetworkMember.objects.values_list("network_id", flat=True).get(pk=member_id)
    network = lock(Network, network_id)
    member = lock(NetworkMember, member_id)
    member.network = network
    return member
