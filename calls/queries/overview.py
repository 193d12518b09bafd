"""A call in numbers: answers by territory and by day, drafts and sendings, who takes part, what it cost."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncDate

from calls.enums import SubmissionState
from calls.models import Call, Handling, Sending, Submission, WritingTime
from calls.queries.submissions import WAS_SENT
from core.access import clock
from core.people.enums import NetworkMemberState
from core.people.models import NetworkMember, Organisation
from core.programmes.models import Territory

IDLE = timedelta(minutes=30)
"""A longer pause between two saves is no work on the form."""
FEWEST = 3
"""Under so many measured applications a median would tell of single networks."""


@dataclass(frozen=True)
class InTerritory:
    territory: Territory
    drafts: int
    sent: int


@dataclass(frozen=True)
class OnDay:
    """`total` counts what was first sent until the end of `day`."""

    day: date
    sent: int
    total: int


@dataclass(frozen=True)
class Burden:
    """Median minutes that an application took, over `count` that could be measured."""

    minutes: int
    count: int


def in_territories(rows: QuerySet[Submission]) -> list[InTerritory]:
    """Every territory of the programme with what stands in it as the principal one; two queries."""
    found = (
        rows.exclude(state=SubmissionState.WITHDRAWN)
        .order_by()
        .values("territory")
        .annotate(
            drafts=Count("pk", filter=Q(submitted_at__isnull=True)),
            sent=Count("pk", filter=WAS_SENT),
        )
    )
    counts = {row["territory"]: (row["drafts"], row["sent"]) for row in found}
    return [
        InTerritory(territory, *counts.get(territory.pk, (0, 0)))
        for territory in Territory.objects.order_by("position", "pk")
    ]


def by_day(rows: QuerySet[Submission]) -> list[OnDay]:
    """Days (Italian) on which something was sent for the first time, in order; one query."""
    first = (
        Sending.objects.filter(submission__in=rows.order_by().values("pk"), ordinal=1)
        .order_by()
        .annotate(day=TruncDate("sent_at", tzinfo=clock.ROME))
        .values("day")
        .annotate(sent=Count("pk"))
        .order_by("day")
    )
    found, total = [], 0
    for row in first:
        total += row["sent"]
        found.append(OnDay(row["day"], row["sent"], total))
    return found


def organisations_in(rows: QuerySet[Submission]) -> tuple[int, int]:
    """How many organisations stand in the networks of `rows` that were sent, and how many lead one."""
    networks = rows.filter(WAS_SENT).exclude(state=SubmissionState.WITHDRAWN).order_by()
    members = NetworkMember.objects.filter(
        network__in=networks.values("network"), state=NetworkMemberState.ACTIVE
    ).order_by()
    everybody = Organisation.objects.filter(
        Q(pk__in=members.values("organisation")) | Q(pk__in=networks.values("lead"))
    )
    return everybody.count(), networks.values("lead").distinct().count()


def burden_of(call: Call) -> Burden | None:
    """What filling in the form took (see `calls.domain.burden`); None while too few were measured.

    An application saved once only, or typed by a facilitator, says nothing of an applicant's time.
    """
    rows = (
        WritingTime.objects.filter(
            submission__call=call, submission__submitted_at__isnull=False,
            submission__entered_by__isnull=True,
        )
        .annotate(sent_at=Min("submission__sendings__sent_at"))
        .order_by()
        .values_list("seconds", "last_save_at", "sent_at")
    )  # fmt: skip
    taken = [seconds + _to_the_sending(last, sent) for seconds, last, sent in rows]
    measured = [seconds for seconds in taken if seconds > 0]
    if len(measured) < FEWEST:
        return None
    return Burden(max(1, round(median(measured) / 60)), len(measured))


def handlers(submissions: list[Submission]) -> dict[UUID, str]:
    """Name of who looks after each; one query."""
    rows = Handling.objects.filter(submission__in=submissions).select_related("person")
    return {row.submission_id: row.person.full_name for row in rows.order_by("pk")}


def _to_the_sending(last_save: datetime, sent_at: datetime | None) -> int:
    """Reading it whole before the button is pressed is work too, unless it was left lying."""
    if sent_at is None or not last_save <= sent_at <= last_save + IDLE:
        return 0
    return int((sent_at - last_save).total_seconds())
