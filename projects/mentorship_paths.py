"""Addresses of the pages of mentorship, for notices, deadlines and to-dos."""

from django.urls import reverse

from core.people.models import Network
from projects.models import AgreedAction, MentorshipAssignment, MentorshipSession
from projects.paths import in_italian

__all__ = ["accept", "action", "detail", "in_italian", "log", "network", "of", "overdue", "session"]


def of(assignment: MentorshipAssignment, name: str) -> str:
    """A page about one assignment, by the name of its view."""
    return reverse(
        f"projects:{name}", kwargs={"slug": assignment.programme.slug, "key": assignment.pk}
    )


def detail(assignment: MentorshipAssignment) -> str:
    return of(assignment, "mentorship_detail")


def accept(assignment: MentorshipAssignment) -> str:
    return of(assignment, "mentorship_accept")


def log(assignment: MentorshipAssignment) -> str:
    return of(assignment, "mentorship_log")


def network(row: MentorshipAssignment | Network) -> str:
    """Everything that was said and agreed with one network."""
    key = row.pk if isinstance(row, Network) else row.network_id
    return reverse("projects:mentorship_network", kwargs={"slug": row.programme.slug, "key": key})


def overdue(slug: str) -> str:
    """The networks that are late with what they agreed."""
    return reverse("projects:mentorship_home", args=[slug]) + "?actions=overdue"


def session(row: MentorshipSession, name: str) -> str:
    return reverse(f"projects:{name}", kwargs={"slug": row.programme.slug, "key": row.pk})


def action(row: AgreedAction, name: str) -> str:
    return reverse(f"projects:{name}", kwargs={"slug": row.programme.slug, "key": row.pk})
