"""Applications: who sees which.

The second wall of a programme stands here: a network sees its own, an official what was sent in the
own territory, whoever steers the programme everything. A draft is read by its network and by the
facilitators who help to write it, by nobody else. A commission reads through `queries.commission`.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from calls.enums import SubmissionState
from calls.models import Call, Presence, Receipt, RegistryEntry, Sending, Submission
from calls.queries import commission
from calls.queries.draft_work import helped_by
from calls.queries.idea_growth import family_of, ideas_inherited
from core.access import clock
from core.access.models import User
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE, RoleName
from core.programmes.models import Territory

READS_ALL = (RoleName.COORDINATOR, RoleName.FACILITATOR)
READS_SENT = (RoleName.METROPOLITAN_OFFICIAL,)
WRITING_FOR = timedelta(minutes=2)
"""How long somebody counts as present after the last sign of life."""

WAS_SENT = Q(submitted_at__isnull=False)
EVERYTHING, NOTHING = ~Q(pk__in=[]), Q(pk__in=[])
BEING_WRITTEN = Q(state=SubmissionState.DRAFT) | Q(reopened_at__isnull=False)


def visible_to(user: User) -> QuerySet[Submission]:
    """The applications whose existence this person may know of.

    Whoever sits in a call's commission knows of its applications by that seat alone, whatever other
    office they hold and whoever asked for their help: nothing opens before the declaration on conflict,
    nor of a network that bars (C7).
    """
    wall = commission.behind_the_wall(user)
    if wall is None and people.has_role(user, *READS_ALL):
        return Submission.objects.all()
    own = Q(network__in=people.networks_of(user)) | ideas_inherited(user)
    given = _by_office(user) | Q(pk__in=helped_by(user).values("submission"))
    if wall is None:
        return Submission.objects.filter(given | own)
    opened = commission.opened_to_seats(user)
    return Submission.objects.filter((given & ~wall) | own | opened)


def _by_office(user: User) -> Q:
    """What the person's offices in the programme open."""
    if people.has_role(user, *READS_ALL):
        return EVERYTHING
    seen = NOTHING
    if people.has_role(user, *READS_SENT):
        seen |= WAS_SENT
    if people.has_role(user, RoleName.MUNICIPAL_OFFICIAL):
        own = people.territories_of(user)
        seen |= WAS_SENT & (
            Q(territory__in=own)
            | Q(
                pk__in=Submission.objects.filter(further_territories__territory__in=own).values(
                    "pk"
                )
            )
        )
    return seen


def mine(user: User) -> QuerySet[Submission]:
    """Those of the networks this person belongs to, newest first."""
    return Submission.objects.filter(network__in=people.networks_of(user)).order_by(
        "-started_at", "-pk"
    )


def being_written(call: Call) -> QuerySet[Submission]:
    """Drafts, and sent applications that were reopened."""
    return Submission.objects.filter(BEING_WRITTEN, call=call).order_by("pk")


def written_by(user: User) -> QuerySet[Submission]:
    """Applications being written in which this person may write."""
    networks = people.networks_of(user, levels=LEVELS_THAT_WRITE)
    return Submission.objects.filter(BEING_WRITTEN, network__in=networks).order_by("pk")


def has_answered(call: Call, network_id: UUID) -> bool:
    """Whether the network, or one that joined it, sent an application to this call and did not withdraw it."""
    return (
        Submission.objects.filter(WAS_SENT, call=call, network__in=family_of(network_id))
        .exclude(state=SubmissionState.WITHDRAWN)
        .exists()
    )


def last_sending(submission: Submission) -> Sending | None:
    """The sending that counts: what officials read."""
    return submission.sendings.order_by("ordinal").last()


def last_receipt(submission: Submission) -> Receipt | None:
    return submission.receipts.select_related("sending").order_by("issued_at", "pk").last()


def registry_entry(submission: Submission) -> RegistryEntry | None:
    return RegistryEntry.objects.filter(submission=submission).order_by("pk").first()


def writing_now(submission: Submission, *, besides: User) -> list[Presence]:
    """Who else is writing in this draft, and in which section."""
    return list(
        Presence.objects.filter(submission=submission, seen_at__gt=clock.now() - WRITING_FOR)
        .exclude(user=besides)
        .select_related("user")
        .order_by("seen_at", "pk")
    )


def writers_of(submission: Submission) -> "QuerySet[User]":
    """Who may write in the application: editors and above of all the network's organisations."""
    return people.people_of_network(submission.network, levels=LEVELS_THAT_WRITE)


NO_NUMBERS = {"drafts": 0, "sent": 0, "late": 0}


def counts_read_by(
    user: User, call: Call, territories: Iterable[Territory]
) -> dict[UUID, dict[str, int | None]]:
    """`counts_by_territory` for who reads them whole: None where the person reads a part or nothing,
    for a part passed off as the sum would be false."""
    found = counts_by_territory(call, visible_to(user))
    sits = commission.is_seated(user, call.pk)
    reads_drafts = not sits and people.has_role(user, *READS_ALL)
    everywhere = reads_drafts or (not sits and people.has_role(user, *READS_SENT))
    own = frozenset[UUID]() if sits else people.territories_of(user)
    counts: dict[UUID, dict[str, int | None]] = {}
    for territory in territories:
        row = found.get(territory.pk, NO_NUMBERS)
        whole = everywhere or territory.pk in own
        counts[territory.pk] = {
            "drafts": row["drafts"] if reads_drafts else None,
            "sent": row["sent"] if whole else None,
            "late": row["late"] if whole else None,
        }
    return counts


def counts_by_territory(call: Call, rows: QuerySet[Submission]) -> dict[UUID, dict[str, int]]:
    """Per principal territory, of `rows`: how many `drafts`, how many `sent`, how many `late`."""
    found = (
        rows.filter(call=call)
        .exclude(state=SubmissionState.WITHDRAWN)
        .values("territory")
        .annotate(
            drafts=Count("pk", filter=Q(state=SubmissionState.DRAFT)),
            sent=Count("pk", filter=WAS_SENT),
            late=Count("pk", filter=Q(late=True)),
        )
        .order_by()
    )
    return {
        row["territory"]: {"drafts": row["drafts"], "sent": row["sent"], "late": row["late"]}
        for row in found
    }


def sent_by_call(rows: QuerySet[Submission]) -> dict[UUID, int]:
    """How many of `rows` were sent and not withdrawn, by call."""
    found = (
        rows.filter(WAS_SENT)
        .exclude(state=SubmissionState.WITHDRAWN)
        .values("call")
        .annotate(total=Count("pk"))
        .order_by()
    )
    return {row["call"]: row["total"] for row in found}
