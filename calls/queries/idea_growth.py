"""How an idea grows: what it was told, whom its network invites, what was mediated, which networks joined."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from calls.enums import CallKind, SubmissionState
from calls.models import (
    IdeaFeedback,
    MediationEntry,
    NetworkMerge,
    OutreachContact,
    Submission,
    SubmissionOrigin,
)
from core.access.models import User
from core.people import queries as people
from core.people.enums import NetworkMemberState, RoleName
from core.people.models import Network

GIVES_FEEDBACK = (RoleName.COORDINATOR, RoleName.FACILITATOR, RoleName.MUNICIPAL_OFFICIAL)


@dataclass(frozen=True)
class Contact:
    """An actor to have along, with what the invitation through the portal says of it by now."""

    row: OutreachContact
    joined: bool
    declined: bool


def family_of(network_id: UUID) -> list[UUID]:
    """The network itself and those that went on inside it."""
    merged = NetworkMerge.objects.filter(into=network_id).order_by("merged_at", "pk")
    return [network_id, *merged.values_list("merged", flat=True)]


def merged_into(network: Network) -> NetworkMerge | None:
    """Where the network went on, if it did."""
    rows = NetworkMerge.objects.filter(merged=network).select_related("into")
    return rows.order_by().first()


def merges_into(network: Network) -> QuerySet[NetworkMerge]:
    rows = NetworkMerge.objects.filter(into=network).select_related("merged__lead", "merged_by")
    return rows.order_by("merged_at", "pk")


def ideas_inherited(user: User) -> Q:
    """Ideas of the networks that joined one of the person's own: sent, not withdrawn, readable for good."""
    joined = NetworkMerge.objects.filter(into__in=people.networks_of(user).order_by())
    return Q(
        call__kind=CallKind.IDEAS, network__in=joined.values("merged"), submitted_at__isnull=False
    ) & ~Q(state=SubmissionState.WITHDRAWN)


def feedback_of(submission: Submission) -> QuerySet[IdeaFeedback]:
    rows = IdeaFeedback.objects.filter(submission=submission).select_related("written_by")
    return rows.order_by("-written_at", "-pk")


def unread_feedback(user: User) -> QuerySet[Submission]:
    """Ideas of the person's networks with feedback that nobody of the network has marked as read."""
    unread = IdeaFeedback.objects.filter(read_at__isnull=True).order_by()
    rows = Submission.objects.filter(
        pk__in=unread.values("submission"), network__in=people.networks_of(user).order_by()
    )
    return rows.exclude(state=SubmissionState.WITHDRAWN).order_by("pk")


def contacts_of(network: Network) -> list[Contact]:
    """Actors to invite, the open ones first. One query."""
    rows = OutreachContact.objects.filter(network=network).select_related(
        "member__organisation", "added_by"
    )
    found = [
        Contact(
            row,
            joined=row.member is not None and row.member.state == NetworkMemberState.ACTIVE,
            declined=row.member is not None and row.member.state == NetworkMemberState.DECLINED,
        )
        for row in rows.order_by("answered_at", "added_at", "pk")
    ]
    return sorted(found, key=lambda one: one.row.answered_at is not None)


def mediations_of(network: Network) -> QuerySet[MediationEntry]:
    """What holds of the mediation log: an entry that another replaces stays in the table only."""
    replaced = MediationEntry.objects.filter(replaces__isnull=False).order_by()
    rows = MediationEntry.objects.filter(network=network).exclude(
        pk__in=replaced.values("replaces")
    )
    return rows.select_related("recorded_by", "replaces").order_by("-held_on", "-recorded_at")


def origins_of(submission: Submission) -> QuerySet[Submission]:
    """Every idea that a proposal comes from, the one whose answers travelled first."""
    rows = Submission.objects.filter(
        Q(pk__in=SubmissionOrigin.objects.filter(submission=submission).values("idea"))
        | Q(pk=submission.grown_from_id)
    )
    found = rows.select_related("network", "call", "programme", "territory")
    return found.order_by("submitted_at", "pk")


def networks_to_merge(network: Network) -> QuerySet[Network]:
    """Networks of the same territory with an idea of their own, that have not gone on elsewhere."""
    ideas = Submission.objects.filter(
        call__kind=CallKind.IDEAS, submitted_at__isnull=False
    ).exclude(state=SubmissionState.WITHDRAWN)
    gone = NetworkMerge.objects.order_by()
    return (
        Network.objects.filter(
            territory=network.territory_id, pk__in=ideas.order_by().values("network")
        )
        .exclude(Q(pk=network.pk) | Q(pk__in=gone.values("merged")) | Q(pk__in=gone.values("into")))
        .select_related("lead")
        .order_by("name", "pk")
    )
