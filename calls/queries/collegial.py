"""What the members read where one card is written for the whole commission."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from calls.models import Call, Scorecard, Submission
from calls.queries.commission import texts_open_to_seats
from core.access.models import User


def opened_together(call: Call, user: User) -> QuerySet[Submission]:
    """The applications that the person's declaration opens, whoever writes the card."""
    rows = Submission.objects.filter(texts_open_to_seats(user), call=call)
    return rows.select_related("network", "territory", "lead", "call", "programme")


def cards_for_all(submissions: Collection[Submission]) -> dict[UUID, Scorecard]:
    """The card of the commission on each of these applications, where it was begun."""
    rows = Scorecard.objects.filter(submission__in=submissions).prefetch_related(
        "scores__criterion"
    )
    return {row.submission_id: row for row in rows.order_by("changed_at", "pk")}
