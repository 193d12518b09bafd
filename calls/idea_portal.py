"""To-dos around drafts and ideas: feedback that nobody has read yet, ideas that can become a proposal,
drafts that one was asked to help with."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from calls import draft_paths, paths
from calls.enums import CallState
from calls.models import Call, Submission
from calls.queries.calls import being_answered, window_of
from calls.queries.draft_work import helped_by
from calls.queries.idea_growth import unread_feedback
from calls.queries.proposals import ideas_to_grow
from calls.queries.submissions import BEING_WRITTEN
from core.access.http import PortalRequest
from core.access.portal import IfAny, Todo, Todos, of_each
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE


def todos(request: PortalRequest) -> Todos:
    return [_feedback(request), *_to_grow(request), _asked_to_help(request)]


def _asked_to_help(request: PortalRequest) -> IfAny[Todo]:
    """For a mentor or facilitator, until the draft is sent or closed to them."""
    helped = helped_by(request.user).order_by().values("submission")
    rows = Submission.objects.filter(BEING_WRITTEN, pk__in=helped, call__state=CallState.PUBLISHED)
    found = rows.select_related("call", "network", "programme").prefetch_related("call__windows")
    return of_each(
        found.order_by("pk"),
        lambda row: Todo(
            text=_("Help with the draft"),
            url=draft_paths.comments(row),
            due=window_of(row.call, row.territory_id).closes_at,
            about=f"{row.title} · {row.network.name}",
        ),
    )


def _feedback(request: PortalRequest) -> IfAny[Todo]:
    return of_each(
        unread_feedback(request.user).select_related("call", "programme"),
        lambda row: Todo(
            text=_("Read the feedback on your idea"),
            url=f"{draft_paths.growth(row)}#feedback",
            about=f"{row.number} · {row.title}",
        ),
    )


def _to_grow(request: PortalRequest) -> Todos:
    """For whoever writes for the lead of a network, while the call that follows the ideas is open."""
    if not people.standing_of(request.user).organisations_at(LEVELS_THAT_WRITE):
        return []
    following = being_answered().filter(requires_answer_to__isnull=False)
    return [IfAny(following, lambda calls: _of_followers(request, calls))]


def _of_followers(request: PortalRequest, calls: Iterable[Call]) -> list[Todo]:
    return [
        Todo(
            text=_("Turn your idea into a proposal"),
            url=paths.answer(call, network),
            due=window_of(call, idea.territory_id).closes_at,
            about=f"{idea.title} · {call.title}",
        )
        for call, idea, network in ideas_to_grow(request.user, calls)
    ]
