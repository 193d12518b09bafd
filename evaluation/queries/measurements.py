"""Values: who sees which.

What is approved is public. The rest is read by whoever writes it, by the evaluators and the team, and, once
it was sent, by the officials of the metropolitan city and of the territory.
"""

from django.db.models import Q, QuerySet

from core.access.models import User
from core.people import queries as people
from core.people.enums import RoleName
from evaluation.enums import ReviewState
from evaluation.models import Measurement
from projects import queries as projects

READS_ALL = (RoleName.COORDINATOR, RoleName.FACILITATOR, RoleName.EVALUATOR)
PUBLIC = Q(review_state=ReviewState.APPROVED)
WAS_SENT = ~Q(review_state=ReviewState.DRAFT)


def approved() -> QuerySet[Measurement]:
    """What is public, and nothing else (R31)."""
    return Measurement.objects.filter(PUBLIC)


def visible_to(user: User) -> QuerySet[Measurement]:
    """The values whose existence this person may know of."""
    rows = Measurement.objects.all()
    if people.has_role(user, *READS_ALL):
        return rows
    seen = PUBLIC | Q(project__in=projects.mine(user).order_by().values("pk"))
    if people.has_role(user, RoleName.METROPOLITAN_OFFICIAL):
        seen |= WAS_SENT
    if people.has_role(user, RoleName.MUNICIPAL_OFFICIAL):
        own = people.territories_of(user)
        seen |= WAS_SENT & (Q(territory__in=own) | Q(project__territory__in=own))
    return rows.filter(seen)


def mine(user: User) -> QuerySet[Measurement]:
    """Those of the projects in which this person may write, and those that this person recorded."""
    written = projects.written_by(user).order_by().values("pk")
    return Measurement.objects.filter(Q(project__in=written) | Q(recorded_by=user))


def unfinished(user: User) -> QuerySet[Measurement]:
    """Begun by this person, or returned to those who record for its project."""
    begun = Q(review_state=ReviewState.DRAFT, recorded_by=user)
    return mine(user).filter(begun | Q(review_state=ReviewState.RETURNED))


def to_review(user: User) -> QuerySet[Measurement]:
    """Sent for review, and neither recorded nor sent by this person (R33). Oldest first."""
    return (
        Measurement.objects.filter(review_state=ReviewState.SUBMITTED)
        .exclude(Q(recorded_by=user) | Q(submitted_by=user))
        .order_by("submitted_at", "pk")
    )


def with_subject(rows: QuerySet[Measurement]) -> QuerySet[Measurement]:
    return rows.select_related(
        "indicator__programme", "project__territory", "territory", "programme"
    )
